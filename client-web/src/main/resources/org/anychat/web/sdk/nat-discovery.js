import { gathered } from './direct-connection.js';

/**
 * What the NAT's outside port depends on (RFC 4787 section 4.1), as the server is told.
 * @typedef {'independent' | 'address' | 'port' | 'unknown'} Mapping
 */

/** @typedef {{address: string, port: number}} Server a relay's UDP port, which answers as a STUN server */
/** @typedef {{mapping: Mapping, udp: boolean}} Findings `udp`: whether any server has answered */

/**
 * What a connection has gathered that has the servers as its STUN servers.
 * @typedef {{candidates: RTCIceCandidate[], answered: boolean}} Gathering `answered`: whether every server has
 */

/** Browsers warn where there are more. */
const MOST_SERVERS = 4;
/** They repeat a question for longer, 11 s and more, and are not done before: so who is done by then has heard of all. */
const PATIENCE_MS = 8_000;
/** The less an outside port depends on the better: a peer may use whichever interface gets through. @type {Mapping[]} */
const BEST_FIRST = ['independent', 'address', 'port', 'unknown'];
/** Addresses of RFC 1918, RFC 6598, RFC 3927, RFC 4193 and RFC 4291 section 2.5.6. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd]|fe[89ab])/i;
const LOOPBACK = /^(127\.|::1$)/;

/**
 * Where a relay is, by UDP.
 * @param {string} sdp of the relay
 * @returns {Server[]} each once
 */
export function relayAddresses(sdp) {
  const found = [...sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ ([\da-f.:]+) (\d+) typ host/gim)];
  const unique = new Map(found.map(([, address, port]) => [`${address} ${port}`, { address, port: Number(port) }]));
  return [...unique.values()];
}

/** @param {Server} server @returns {string} how a peer connection is told of it as a STUN server */
export function stunUrl({ address, port }) {
  return `stun:${isIpv6(address) ? `[${address}]` : address}:${port}`;
}

/**
 * Finds out how the NAT in front of this browser maps a port (RFC 5780 section 4.3), by what several servers see it at, as the
 * Java SDK does (docs/routing.md). It takes 8 s for each kind of address at most, and no media connection knows of it.
 * @param {Server[]} servers the first four that are not on this host are asked
 * @param {AbortSignal} signal ends it at once; what it has found then is of no use
 * @param {(servers: Server[], signal: AbortSignal) => Promise<Gathering>} [gather] asks some of one kind
 * @returns {Promise<Findings>}
 */
export async function discoverNat(servers, signal, gather = gatherFrom) {
  for (const alike of comparable(servers)) {
    if (signal.aborted) {
      break;
    }
    const { candidates, answered } = await gather(alike, signal);
    const found = read(alike, candidates.filter(({ protocol }) => protocol === 'udp'), answered);
    if (found.udp) {
      return found;
    }
  }
  return { mapping: 'unknown', udp: false };
}

/** Whether some of them can be compared, so that a mapping can be found. @param {Server[]} servers */
export function areComparable(servers) {
  return comparable(servers).some(({ length }) => length > 1);
}

/**
 * Between a server within the same network and one on the Internet there may be a NAT, or none, and two IP versions have
 * nothing to do with each other: they are not compared.
 * @param {Server[]} servers
 */
function comparable(servers) {
  const asked = servers.filter(({ address }) => !LOOPBACK.test(address)).slice(0, MOST_SERVERS);
  const kinds = [[false, false], [false, true], [true, false], [true, true]];
  const groups = kinds.map(([isPrivate, isV6]) => (
    asked.filter(({ address }) => PRIVATE.test(address) === isPrivate && isIpv6(address) === isV6)));
  return groups.filter(({ length }) => length > 0);
}

/**
 * A browser tells of each outside port once, however many servers have seen it, so one port alone says something only where all
 * have answered; and of none that is an interface's own. Where it conceals its own addresses it uses one interface alone (RFC
 * 8828 section 5.2, mode 2), so that whatever it tells then is of one port.
 * @param {Server[]} servers
 * @param {RTCIceCandidate[]} candidates
 * @param {boolean} answered
 * @returns {Findings}
 */
function read(servers, candidates, answered) {
  const isV6 = isIpv6(servers[0].address);
  const own = candidates.filter(({ type, address }) => type === 'host' && isRevealed(address) && isIpv6(address) === isV6);
  const reflexive = candidates.filter(({ type, address }) => type === 'srflx' && address && isIpv6(address) === isV6);
  const isOwn = reflexive.some((seen) => own.some(({ address, port }) => seen.address === address && seen.port === port));
  if (isOwn || (reflexive.length === 0 && answered && own.length > 0)) {
    return { mapping: 'independent', udp: true };
  }
  /** @type {Map<string, Set<string>>} by inside port */
  const outside = new Map();
  for (const { address, port, relatedAddress, relatedPort } of reflexive) {
    const inside = `${relatedAddress} ${relatedPort}`;
    outside.set(inside, (outside.get(inside) ?? new Set()).add(`${address} ${port}`));
  }
  const all = [...outside.values()].map(({ size }) => compare(servers, size, answered));
  return { mapping: BEST_FIRST.find((mapping) => all.includes(mapping)) ?? 'unknown', udp: all.length > 0 };
}

/**
 * @param {Server[]} servers @param {number} ports at how many outside ports they see one inside port @param {boolean} answered
 * @returns {Mapping}
 */
function compare(servers, ports, answered) {
  const hosts = new Set(servers.map(({ address }) => address)).size;
  if (ports === 1) {
    return answered && servers.length > 1 ? 'independent' : 'unknown';
  }
  return answered && ports <= hosts && servers.length > hosts ? 'address' : 'port';
}

/** @param {string | null} address */
function isRevealed(address) {
  return Boolean(address) && !address?.endsWith('.local');
}

/** @param {string | null} address */
function isIpv6(address) {
  return Boolean(address?.includes(':'));
}

/** @param {Server[]} servers of one IP version @param {AbortSignal} signal @returns {Promise<Gathering>} */
async function gatherFrom(servers, signal) {
  const pc = new RTCPeerConnection({ iceServers: [{ urls: servers.map(stunUrl) }] });
  /** @type {RTCIceCandidate[]} */
  const candidates = [];
  let failed = false;
  pc.onicecandidate = ({ candidate }) => {
    if (candidate?.candidate) {
      candidates.push(candidate);
    }
  };
  pc.onicecandidateerror = ({ address }) => {
    // An interface of the other IP version has not asked.
    failed ||= !address || isIpv6(address) === isIpv6(servers[0].address);
  };
  try {
    pc.createDataChannel('');
    await pc.setLocalDescription();
    await Promise.race([gathered(pc, PATIENCE_MS), aborted(signal)]);
    return { candidates, answered: pc.iceGatheringState === 'complete' && !failed };
  } finally {
    pc.close();
  }
}

/** @param {AbortSignal} signal @returns {Promise<void>} */
function aborted(signal) {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
