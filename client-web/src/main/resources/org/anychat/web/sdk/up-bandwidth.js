import { ErrorCode, requests } from './protocol.js';

const LOOK_MS = 10_000;
/** The server believes it for five minutes. */
const AGAIN_MS = 120_000;
/** What is not much more or less is no news. */
const NEWS = 0.25;
const STEP_BPS = 100_000;
const MOST_BPS = 20_000_000;

/** Tells the server now and then how much the connection with the relay has shown that this client can send. */
export class UpBandwidth {
  #request;
  #pc;
  /** @type {number | undefined} */ #timer;
  #toldBps = -1;
  #toldMs = 0;

  /** @param {(message: object) => Promise<any>} request @param {() => RTCPeerConnection | null} pc with the relay, for sending */
  constructor(request, pc) {
    this.#request = request;
    this.#pc = pc;
  }

  /** Begins to look. */
  start() {
    this.stop();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Looks no more. */
  stop() {
    clearInterval(this.#timer);
    this.#toldBps = -1;
  }

  async #look() {
    const report = await this.#pc()?.getStats().catch(() => undefined);
    /** @type {any[]} */
    const all = [...(report?.values() ?? [])];
    const pair = all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
    if (pair?.availableOutgoingBitrate === undefined) {
      return;
    }
    const upBps = Math.min(MOST_BPS, Math.floor(pair.availableOutgoingBitrate / STEP_BPS) * STEP_BPS);
    const isNews = this.#toldBps < 0 || Math.abs(upBps - this.#toldBps) > NEWS * this.#toldBps;
    if (isNews || performance.now() - this.#toldMs > AGAIN_MS) {
      const udp = all.find(({ id }) => id === pair.localCandidateId)?.protocol === 'udp';
      await this.#tell(upBps, udp);
    }
  }

  /** @param {number} upBps @param {boolean} udp */
  async #tell(upBps, udp) {
    this.#toldBps = upBps;
    this.#toldMs = performance.now();
    try {
      await this.#request(requests.p2pNetwork(udp, upBps));
    } catch (error) {
      this.#toldBps = -1;
      if (/** @type {any} */ (error).code === ErrorCode.FUNCOPTERROR) {
        // A server of before.
        this.stop();
      }
    }
  }
}
