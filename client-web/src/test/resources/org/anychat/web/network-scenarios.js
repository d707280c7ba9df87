import { discoverNat, relayAddresses } from './sdk/nat-discovery.js';
import { NetworkReports } from './sdk/network-reports.js';
import { until } from './sdk-scenarios.js';

/** Scenarios of what a browser finds out of its network, and tells the server. */
export const networkScenarios = { readsWhatServersSee, asksThoseThatCanBeCompared, findsTheRelaysAddresses,
  tellsWhileItIsWanted, asksAgainWhereTheNetworkChanges, asksNobodyWhereItIsOfNoUse, asksOnceMoreWhereNobodyAnswers,
  asksOnceMoreWhereOneIsSilent, believesWhatGetsThrough, endsWhatIsUnderWay };

const A = { address: '203.0.113.10', port: 8907 };
const B = { address: '203.0.113.11', port: 8907 };
const A2 = { ...A, port: 8917 };
const B2 = { ...B, port: 8917 };
const LAN = { address: '10.1.0.9', port: 8907 };
const V6 = { address: '2001:db8::10', port: 8907 };

const host = (address, port = 40000, protocol = 'udp') => ({ type: 'host', protocol, address, port });
const concealed = host('722f8303-3361-47a9-bc91-78697076ba86.local');
const seen = (port, relatedAddress = '0.0.0.0', relatedPort = 0, address = '198.51.100.7') => (
  { type: 'srflx', protocol: 'udp', address, port, relatedAddress, relatedPort });
const gathered = (answered, ...candidates) => async () => ({ answered, candidates });

/** What is said of what connections have gathered, as Chromium and Firefox do. */
async function readsWhatServersSee() {
  const cases = {
    oneForTwo: [[A, B], gathered(true, concealed, seen(5000))],
    revealed: [[A, B], gathered(true, host('10.1.0.2'), seen(5000, '10.1.0.2', 40000))],
    notAllHaveAnswered: [[A, B], gathered(false, concealed, seen(5000))],
    twoForTwo: [[A, B], gathered(true, concealed, seen(5000), seen(5001))],
    twoAndOneIsSilent: [[A, B, A2], gathered(false, concealed, seen(5000), seen(5001))],
    onePerAddress: [[A, A2, B, B2], gathered(true, concealed, seen(5000), seen(5001))],
    onePerPort: [[A, A2, B, B2], gathered(true, concealed, seen(5000), seen(5001), seen(5002), seen(5003))],
    oneServer: [[A], gathered(true, concealed, seen(5000))],
    oneServerWithoutNat: [[A], gathered(true, host('203.0.113.7'))],
    itsOwn: [[A], gathered(false, host('198.51.100.7', 40000), seen(40000, '198.51.100.7', 40000))],
    nobody: [[A, B], gathered(false, host('10.1.0.2'))],
    failed: [[A, B], gathered(false, concealed)],
    ofTheOtherVersion: [[A, B], gathered(true, host('2001:db8::7'))],
    // Two ways out, each by its own NAT.
    twoBases: [[A, B], gathered(true, host('10.1.0.2', 1), host('10.2.0.2', 2), seen(5000, '10.1.0.2', 1), seen(6000, '10.2.0.2', 2))],
    worseAndBetter: [[A, B], gathered(true, host('10.1.0.2', 1), host('10.2.0.2', 2), seen(5000, '10.1.0.2', 1),
      seen(5001, '10.1.0.2', 1), seen(6000, '10.2.0.2', 2))],
    byTcp: [[A, B], gathered(true, { ...seen(5000), protocol: 'tcp' }, { ...host('10.1.0.2'), protocol: 'tcp' })],
  };
  const read = {};
  for (const [name, [servers, gather]] of Object.entries(cases)) {
    const { mapping, udp } = await discoverNat(servers, new AbortController().signal, gather);
    read[name] = udp ? mapping : `${mapping}, blocked`;
  }
  return read;
}

/** Who is asked together, and after whom others. */
async function asksThoseThatCanBeCompared() {
  const asked = [];
  const gather = async (servers) => {
    asked.push(servers.map(({ address, port }) => `${address} ${port}`).join(', '));
    return { answered: false, candidates: [] };
  };
  await discoverNat([{ address: '127.0.0.1', port: 1 }, { address: '::1', port: 1 }, LAN, V6, A, B, A2], new AbortController().signal, gather);
  return asked;
}

function findsTheRelaysAddresses() {
  const line = (rest) => `a=candidate:1 1 ${rest}\r\n`;
  const found = relayAddresses(['UDP 2130706431 203.0.113.10 8907 typ host', 'udp 2130706431 2001:db8::10 8907 typ host',
    'udp 2130706431 203.0.113.10 8907 typ host', 'tcp 2130706431 203.0.113.10 8907 typ host tcptype passive',
    'udp 2130706431 relay.local 8907 typ host', 'udp 1 203.0.113.77 8907 typ srflx'].map(line).join(''));
  return found.map(({ address, port }) => `${address} ${port}`);
}

/** Reports with a server and a relay that are scripted; timers run at once where the page says so. */
function scripted({ found = [], failure, relayPc = () => null, servers = [A, B] } = {}) {
  const told = [];
  let asked = 0;
  const reports = new NetworkReports({
    request: async ({ type, mapping, filtering, udp, upBps }) => {
      told.push([type, mapping, filtering, udp, upBps].filter((part) => part !== undefined).join(' '));
      if (failure) {
        throw failure;
      }
    },
    relayPc,
    relayAddresses: () => servers,
    discover: async () => found[Math.min(asked++, found.length - 1)],
  });
  return { reports, told, asked: () => asked };
}

const INDEPENDENT = { mapping: 'independent', udp: true };
const SYMMETRIC = { mapping: 'port', udp: true };
const UNSURE = { mapping: 'unknown', udp: true };
const SILENT = { mapping: 'unknown', udp: false };

/** Has what is to be done later done at once, and gives back what undoes that. */
function hurry() {
  const { setTimeout: later } = globalThis;
  const delays = [];
  globalThis.setTimeout = (task, ms) => {
    delays.push(ms);
    return later(task, 0);
  };
  return { delays, end: () => (globalThis.setTimeout = later) };
}

async function tellsWhileItIsWanted() {
  const { reports, told, asked } = scripted({ found: [INDEPENDENT] });
  reports.changed();
  const before = asked();
  reports.want(true);
  await until(() => told.length === 1);
  reports.want(true);
  await until(() => told.length === 2);
  reports.want(false);
  dispatchEvent(new Event('online'));
  const none = scripted({ servers: [] });
  none.reports.want(true);
  none.reports.stop();
  return { before, asked: asked(), told: told.join('; '), withoutServers: none.asked() };
}

async function asksAgainWhereTheNetworkChanges() {
  const { reports, told } = scripted({ found: [INDEPENDENT, SYMMETRIC, INDEPENDENT] });
  const { delays, end } = hurry();
  reports.want(true);
  await until(() => told.length === 1);
  dispatchEvent(new Event('online'));
  await until(() => told.length === 2);
  reports.changed();
  await until(() => told.length === 3);
  end();
  reports.stop();
  return { told: told.join('; '), settled: delays.includes(1_000) };
}

/** What is under way ends where it is begun anew or nobody wants it; other estimates of the same network begin nothing. */
async function endsWhatIsUnderWay() {
  const signals = [];
  const reports = new NetworkReports({
    request: async () => undefined,
    relayPc: () => null,
    relayAddresses: () => [A, B],
    discover: (servers, signal) => {
      signals.push(signal);
      return discoverNat(servers, signal);
    },
  });
  reports.want(true);
  navigator.connection?.dispatchEvent(new Event('change'));
  // Longer than a change of the network is waited to settle.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const afterEstimates = signals.length;
  reports.changed();
  await until(() => signals.length === 2);
  const first = signals[0].aborted;
  reports.stop();
  return { afterEstimates, first, second: signals[1].aborted };
}

async function asksNobodyWhereItIsOfNoUse(code) {
  const { reports, told, asked } = scripted({ found: [INDEPENDENT], failure: { code: Number(code) } });
  const { end } = hurry();
  reports.want(true);
  await until(() => told.length === 1);
  await new Promise((resolve) => setTimeout(resolve));
  reports.changed();
  await new Promise((resolve) => setTimeout(resolve));
  end();
  const result = asked();
  reports.stop();
  return result;
}

async function asksOnceMoreWhereNobodyAnswers() {
  const there = scripted({ found: [SILENT, INDEPENDENT] });
  const gone = scripted({ found: [SILENT] });
  const { delays, end } = hurry();
  there.reports.want(true);
  gone.reports.want(true);
  await until(() => there.told.length === 1 && gone.told.length === 1);
  end();
  there.reports.stop();
  gone.reports.stop();
  return { there: there.told[0], gone: gone.told[0], asked: gone.asked(), later: delays.filter((ms) => ms === 20_000).length };
}

/** One of several may have been busy: what was known stays until it is asked once more. */
async function asksOnceMoreWhereOneIsSilent() {
  const { reports, told } = scripted({ found: [UNSURE, SYMMETRIC, UNSURE, INDEPENDENT, UNSURE, UNSURE] });
  const { end } = hurry();
  reports.want(true);
  await until(() => told.length === 2);
  reports.changed();
  await until(() => told.length === 3);
  reports.changed();
  await until(() => told.length === 4);
  end();
  reports.stop();
  return told.map((words) => words.split(' ')[1]).join(' ');
}

/** Media that goes by UDP shows that it gets through, and how much does. */
async function believesWhatGetsThrough() {
  const stats = (protocol) => new Map([
    ['pair', { type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'own', availableOutgoingBitrate: 2_345_678 }],
    ['own', { id: 'own', type: 'local-candidate', protocol }]]);
  const byUdp = scripted({ found: [SILENT], relayPc: () => ({ getStats: async () => stats('udp') }) });
  byUdp.reports.measure(true);
  byUdp.reports.want(true);
  await until(() => byUdp.told.length === 1);
  byUdp.reports.measure(false);
  byUdp.reports.want(true);
  await until(() => byUdp.told.length === 2);
  byUdp.reports.stop();
  return byUdp.told.join('; ');
}
