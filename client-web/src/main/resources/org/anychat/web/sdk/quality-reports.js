import { ErrorCode, requests } from './protocol.js';

const INTERVAL_MS = 10_000;
const MAX_USERS = 64;
const MAX_NUMBER = 2 ** 31 - 1;

/** Tells the server's operators how well one sees others, while one is in a room: every ten seconds, where it has changed. */
export class QualityReports {
  #request;
  #read;
  #timer = 0;
  #told = '';
  #refused = false;
  #intervalMs;

  /**
   * @param {(message: object) => Promise<any>} request sends on the link
   * @param {() => Promise<import('./media-stats.js').ConnectionStats>} read what is received
   * @param {number} [intervalMs] for tests
   */
  constructor(request, read, intervalMs = INTERVAL_MS) {
    this.#intervalMs = intervalMs;
    this.#request = request;
    this.#read = read;
  }

  /** Begins, on entering a room. */
  start() {
    this.stop();
    this.#timer = setInterval(() => this.#tell().catch(() => undefined), this.#intervalMs);
  }

  /** Ends, on leaving a room. */
  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#told = '';
  }

  async #tell() {
    const turn = this.#timer;
    const { tracks } = await this.#read();
    const received = condense(tracks);
    const text = JSON.stringify(received);
    if (received.length === 0 || text === this.#told || this.#refused || turn !== this.#timer) {
      return;
    }
    this.#told = text;
    try {
      await this.#request(requests.reportQuality(received));
    } catch (failure) {
      // A server of before does not know what this is.
      this.#refused = /** @type {{code?: number}} */ (failure).code === ErrorCode.FUNCOPTERROR;
    }
  }
}

/** @param {import('./media-stats.js').TrackStats[]} tracks */
function condense(tracks) {
  /** @type {Map<number, {userId: number, freezes: number, frozenMs: number}>} */
  const users = new Map();
  for (const { userId, kind, freezes, frozenMs } of tracks) {
    if (userId !== undefined && kind === 'video') {
      const known = users.get(userId) ?? { userId, freezes: 0, frozenMs: 0 };
      known.freezes = Math.min(MAX_NUMBER, known.freezes + freezes);
      known.frozenMs = Math.min(MAX_NUMBER, known.frozenMs + frozenMs);
      users.set(userId, known);
    }
  }
  return [...users.values()].slice(0, MAX_USERS);
}
