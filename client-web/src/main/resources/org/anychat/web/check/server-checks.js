import { line } from './browser-checks.js';

/** @typedef {import('./report.js').Line} Line */

const PINGS = 5;
const SLOW_MS = 400;
const CLOCK_S = 60;
const CERTIFICATE_SOON_MS = 14 * 86_400_000;
const LOSS_PERCENT = 3;
const LATE_MS = 600;
const LITERAL = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/**
 * How long messages take, and whose clock is off.
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<Line[]>}
 */
export async function linkChecks(visit) {
  const pongs = [];
  for (let n = 0; n < PINGS; n++) {
    pongs.push(await visit.ping(n));
  }
  const { rtt, time } = pongs.sort((a, b) => a.rtt - b.rtt)[Math.floor(PINGS / 2)];
  const values = { server: visit.hello.server, rtt: Math.round(rtt) };
  const seconds = Math.round(Math.abs(Date.now() - (await visit.ping(PINGS)).time) / 1000);
  return [
    rtt < SLOW_MS
      ? { ...line('server', 'ok', 'serverOk'), values }
      : { ...line('server', 'warn', 'serverSlow', 'serverSlowDo'), values },
    time > 0 && seconds < CLOCK_S
      ? line('clock', 'ok', 'clockOk')
      : { ...line('clock', 'warn', 'clockOff', 'clockOffDo'), values: { seconds } },
  ];
}

/**
 * Whether the server's certificate still counts. Behind a proxy that ends TLS the server says nothing of its own.
 * @param {import('./visit.js').Visit} visit
 * @returns {Line[]}
 */
export function certificateLines({ hello: { certificateEnds, time } }) {
  if (certificateEnds === undefined || location.protocol !== 'https:') {
    return [];
  }
  const values = { date: new Date(certificateEnds).toISOString().slice(0, 10) };
  // By the server's clock: the device's may be the one that is off.
  if (certificateEnds < time) {
    return [{ ...line('certificate', 'fail', 'certificateOver', 'certificateOverDo'), values }];
  }
  return certificateEnds - time < CERTIFICATE_SOON_MS
    ? [{ ...line('certificate', 'warn', 'certificateSoon', 'certificateSoonDo'), values }]
    : [{ ...line('certificate', 'ok', 'certificateOk'), values }];
}

/**
 * What an echo of media says of relay, network and media.
 * @param {import('./echo.js').EchoResult} result
 * @returns {Line[]}
 */
export function mediaLines(result) {
  if (result.failed === 'relay') {
    const values = { reason: result.reason ?? '' };
    return [
      { ...line('relay', 'fail', 'relayNone', 'relayNoneDo'), values },
      ...['udp', 'tcp', 'echo'].map((name) => line(name, 'skip', 'skipped')),
    ];
  }
  return [line('relay', 'ok', 'relayOk'), udp(result), ...tcp(result), echo(result)];
}

/** @param {import('./echo.js').EchoResult} result @returns {Line} */
function udp({ failed, addresses, pair }) {
  if (pair && pair.protocol === 'UDP') {
    return { ...line('udp', 'ok', 'udpOk'), values: pair };
  }
  // Loopback is for browsers on the server's own machine.
  const others = addresses.filter((address) => !/^(127\.|\[::1\])/.test(address));
  const values = {
    addresses: (others.length > 0 ? others : addresses).join(', '),
    port: addresses[0]?.split(':').pop() ?? '8907',
    host: location.hostname,
    remote: addresses[0] ?? '',
  };
  if (failed === 'dtls') {
    return { ...line('udp', 'fail', 'udpDtls', 'udpDtlsDo'), values };
  }
  if (pair) {
    return { ...line('udp', 'warn', 'udpBlocked', 'udpByTcpDo'), values };
  }
  // Whoever comes by an IP address finds it among the relay's, unless they are wrong, or elsewhere.
  const known = addresses.some((address) => address.slice(0, address.lastIndexOf(':')) === location.hostname);
  return LITERAL.test(location.hostname) && !known
    ? { ...line('udp', 'fail', 'udpWrong', 'udpWrongDo'), values }
    : { ...line('udp', 'fail', 'udpBlocked', 'udpBlockedDo'), values };
}

/** @param {import('./echo.js').EchoResult} result @returns {Line[]} */
function tcp({ tcp, tcpPair }) {
  const values = { addresses: tcp.join(', '), ...tcpPair };
  if (tcp.length === 0) {
    return [line('tcp', 'warn', 'tcpNone', 'tcpNoneDo')];
  }
  return tcpPair
    ? [{ ...line('tcp', 'ok', 'tcpOk'), values }]
    : [{ ...line('tcp', 'warn', 'tcpBlocked', 'tcpBlockedDo'), values }];
}

/** @param {import('./echo.js').EchoResult} result @returns {Line} */
function echo({ failed, media }) {
  if (failed === 'ice' || failed === 'dtls') {
    return line('echo', 'skip', 'skipped');
  }
  if (!media || media.packets === 0 || media.frames === 0) {
    return line('echo', 'fail', 'echoNone', 'echoNoneDo');
  }
  const loss = ((100 * media.lost) / (media.packets + media.lost)).toFixed(1);
  const values = { packets: media.packets, loss, fps: media.fps, delay: media.delay };
  if (Number(loss) >= LOSS_PERCENT) {
    return { ...line('echo', 'warn', 'echoLossy', 'echoLossyDo'), values };
  }
  if (media.audio === 0) {
    return { ...line('echo', 'warn', 'echoSilent', 'echoNoneDo'), values };
  }
  return media.delay > LATE_MS
    ? { ...line('echo', 'warn', 'echoLate', 'serverSlowDo'), values }
    : { ...line('echo', 'ok', 'echoOk'), values };
}
