import { areComparable, discoverNat } from './nat-discovery.js';
import { ErrorCode, requests } from './protocol.js';
import { readUplink } from './up-bandwidth.js';

/** @typedef {import('./nat-discovery.js').Server} Server */
/** @typedef {import('./nat-discovery.js').Findings} Findings */

/** The server believes it for five minutes. */
const AGAIN_MS = 120_000;
/** Who does not answer may be away or busy: it is asked once more before UDP is said to be blocked, or nothing to be known. */
const SILENT_AGAIN_MS = 20_000;
const LOOK_MS = 10_000;
/** Networks change step by step. */
const SETTLED_MS = 1_000;
/** Before a relay has described itself there is nobody to ask. */
const DESCRIBED_MS = 2_000;
/** What is not much more or less is no news. */
const NEWS = 0.25;
/** Of a server of before, and of one that does not know that this client takes part. @type {number[]} */
const OF_NO_USE = [ErrorCode.FUNCOPTERROR, ErrorCode.FUNCNOTALLOW];

/**
 * Tells the server what this browser finds out of its network, for mesh trees, as long as it wants to know: how its NAT maps
 * ports, whether UDP gets through, and how much it can send. Where it makes no trees nobody is asked.
 */
export class NetworkReports {
  #parts;
  /** @type {AbortController | null} */ #stay = null;
  #timers = new Set();
  #attempts = 0;
  /** @type {AbortController | null} the one that is under way */ #exploring = null;
  /** @type {Findings | null} */ #found = null;
  #measures = false;
  /** @type {number | undefined} */ #upBps;
  #toldBps = -1;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {() => RTCPeerConnection | null} parts.relayPc by which the relay gets what this client sends
   * @param {() => Server[]} parts.relayAddresses as relays have named them so far
   * @param {(servers: Server[], signal: AbortSignal) => Promise<Findings>} [parts.discover]
   */
  constructor(parts) {
    this.#parts = { discover: discoverNat, ...parts };
  }

  /** The server says whether it wants to know, or says it once more: at once, then. @param {boolean} wanted */
  want(wanted) {
    this.stop();
    if (!wanted) {
      return;
    }
    this.#stay = new AbortController();
    const { signal } = this.#stay;
    const changed = () => this.changed();
    addEventListener('online', changed, { signal });
    // Not every browser has it; it tells of other estimates of the same network, too.
    const { connection } = /** @type {any} */ (navigator);
    let type = connection?.type;
    connection?.addEventListener('change', () => {
      if (type !== connection.type) {
        type = connection.type;
        changed();
      }
    }, { signal });
    this.#timers.add(setInterval(() => this.#explore(), AGAIN_MS));
    this.#timers.add(setInterval(() => this.#look(), LOOK_MS));
    this.#explore();
  }

  /** Asks nobody any more, and tells nothing. */
  stop() {
    this.#stay?.abort();
    this.#stay = null;
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
    this.#attempts++;
    this.#exploring?.abort();
    this.#found = null;
    this.#toldBps = -1;
  }

  /** The network may be another one. */
  changed() {
    this.#later(++this.#attempts, SETTLED_MS, false);
  }

  /** Whether what the connection with the relay has shown counts as up-bandwidth, or the application's word. @param {boolean} measures */
  measure(measures) {
    if (this.#measures !== measures) {
      this.#measures = measures;
      this.#toldBps = -1;
    }
  }

  /** @param {number} attempt @param {number} delayMs @param {boolean} wasSilent */
  #later(attempt, delayMs, wasSilent) {
    if (this.#stay) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (attempt === this.#attempts) {
          this.#explore(wasSilent);
        }
      }, delayMs);
      this.#timers.add(timer);
    }
  }

  /** Ends one that is under way. @param {boolean} [wasSilent] */
  async #explore(wasSilent = false) {
    const attempt = ++this.#attempts;
    this.#exploring?.abort();
    const servers = this.#parts.relayAddresses();
    if (servers.length === 0) {
      this.#later(attempt, DESCRIBED_MS, wasSilent);
      return;
    }
    const exploring = (this.#exploring = new AbortController());
    const found = await this.#parts.discover(servers, exploring.signal).catch(() => null);
    const uplink = await readUplink(this.#parts.relayPc());
    if (!found || attempt !== this.#attempts) {
      return;
    }
    // What goes by the connection with the relay gets through, whoever has not answered.
    const udp = found.udp || Boolean(uplink?.udp);
    if (!wasSilent && found.mapping === 'unknown' && (!udp || areComparable(servers))) {
      this.#later(attempt, SILENT_AGAIN_MS, true);
      if (!udp || this.#found) {
        return;
      }
    }
    this.#found = { ...found, udp };
    this.#upBps = uplink?.upBps;
    await this.#tell();
  }

  async #look() {
    const stay = this.#stay;
    const uplink = this.#measures && (await readUplink(this.#parts.relayPc()));
    if (!uplink || uplink.upBps === undefined || stay !== this.#stay) {
      return;
    }
    if (this.#toldBps < 0 || Math.abs(uplink.upBps - this.#toldBps) > NEWS * this.#toldBps) {
      this.#upBps = uplink.upBps;
      this.#found ??= { mapping: 'unknown', udp: uplink.udp };
      await this.#tell();
    }
  }

  /** All of it at once: what is left out the server forgets. */
  async #tell() {
    const stay = this.#stay;
    const { mapping, udp } = /** @type {Findings} */ (this.#found);
    const upBps = this.#measures ? this.#upBps : undefined;
    this.#toldBps = upBps ?? -1;
    try {
      await this.#parts.request(requests.p2pNetwork(mapping, udp, upBps));
    } catch (error) {
      if (stay === this.#stay) {
        this.#toldBps = -1;
        if (OF_NO_USE.includes(/** @type {any} */ (error).code)) {
          this.stop();
        }
      }
    }
  }
}
