/** @typedef {'connecting' | 'connected' | 'interrupted' | 'closed'} MediaState */

const FIRST_DELAY_MS = 1_000;
const LAST_DELAY_MS = 30_000;
const DISCONNECTED_GRACE_MS = 6_000;
const YOUNG_MS = 2_000;
/** The relay reports to whoever sends more often than that. */
const SILENCE_MS = 600;
const LOOK_MS = 150;

/**
 * Looks after one media connection's health, in whichever RTCPeerConnection it lives: tells its state, and when it is
 * broken says so after a pause that grows from 1 s to 30 s with each failure in a row.
 */
export class MediaConnection {
  /** @type {RTCPeerConnection | null} */ #pc = null;
  /** @type {(state: MediaState, reason?: string) => void} */ #onState;
  /** @type {() => void} */ #onInterrupted;
  /** @type {() => void} */ #onBroken;
  #failures = 0;
  #bornMs = 0;
  /** @type {number | undefined} */ #retryTimer;
  /** @type {number | undefined} */ #graceTimer;

  /**
   * @param {object} hooks
   * @param {(state: MediaState, reason?: string) => void} hooks.onState a change, for the application
   * @param {() => void} hooks.onInterrupted nothing comes through: another path may do (an ICE restart)
   * @param {() => void} hooks.onBroken the pause is over: build the connection anew
   */
  constructor({ onState, onInterrupted, onBroken }) {
    this.#onState = onState;
    this.#onInterrupted = onInterrupted;
    this.#onBroken = onBroken;
  }

  /** The peer connection, or null where there is none. @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#pc;
  }

  /**
   * Replaces the peer connection by a new one.
   * @param {RTCIceServer[]} iceServers
   * @returns {RTCPeerConnection}
   */
  create(iceServers) {
    this.close();
    const pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    pc.onconnectionstatechange = () => this.#stateChanged(pc);
    this.#pc = pc;
    this.#bornMs = performance.now();
    this.#onState('connecting');
    return pc;
  }

  /**
   * Lets go of the peer connection as it is; whoever takes it closes it.
   * @returns {RTCPeerConnection | null}
   */
  release() {
    const pc = this.#pc;
    if (pc) {
      pc.onconnectionstatechange = null;
      this.#pc = null;
    }
    this.close();
    return pc;
  }

  /** Closes the peer connection and forgets what was planned for it. */
  close() {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#graceTimer);
    this.#retryTimer = this.#graceTimer = undefined;
    if (this.#pc) {
      this.#pc.onconnectionstatechange = null;
      this.#pc.close();
      this.#pc = null;
    }
  }

  /**
   * The connection cannot go on: tells the state and plans a new attempt.
   * @param {string} reason words for a person
   */
  fail(reason) {
    if (this.#retryTimer !== undefined) {
      return;
    }
    this.#onState('closed', reason);
    const delayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures++);
    // The spread keeps the clients of a relay that went away from coming back all at once.
    this.#retryTimer = setTimeout(() => this.#retry(), delayMs * (0.75 + Math.random() / 2));
  }

  /**
   * The server says that it closed its end. Word about the connection before this one may still be under way, so a
   * young connection is left to prove itself.
   * @param {string} reason words for a person
   */
  closedByServer(reason) {
    const pc = this.#pc;
    if (performance.now() - this.#bornMs > YOUNG_MS) {
      this.fail(reason);
    } else {
      setTimeout(() => pc === this.#pc && pc?.connectionState !== 'connected' && this.fail(reason), YOUNG_MS);
    }
  }

  /**
   * Whether anything comes in, which is known long before the browser tells that its network has changed.
   * @returns {Promise<boolean>} when something has come, or nothing for a while; does not reject
   */
  async hears() {
    const pc = this.#pc;
    const isThere = () => pc !== null && pc === this.#pc && pc.connectionState === 'connected';
    const before = isThere() ? await bytesReceived(pc) : 0;
    for (let waitedMs = 0; isThere() && waitedMs < SILENCE_MS; waitedMs += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (isThere() && (await bytesReceived(pc)) > before) {
        return true;
      }
    }
    return false;
  }

  #retry() {
    this.#retryTimer = undefined;
    this.#onBroken();
  }

  /** @param {RTCPeerConnection} pc */
  #stateChanged(pc) {
    clearTimeout(this.#graceTimer);
    switch (pc.connectionState) {
      case 'connected':
        this.#failures = 0;
        this.#onState('connected');
        break;
      case 'disconnected':
        this.#onState('interrupted', 'No media comes through.');
        this.#graceTimer = setTimeout(() => this.fail('No media came through for too long.'), DISCONNECTED_GRACE_MS);
        this.#onInterrupted();
        break;
      case 'failed':
        this.fail('No way for media to the relay was found.');
        break;
      default:
    }
  }
}

/** @param {RTCPeerConnection | null} pc */
async function bytesReceived(pc) {
  let bytes = 0;
  const report = await pc?.getStats().catch(() => undefined);
  report?.forEach((one) => {
    bytes += one.type === 'candidate-pair' ? one.bytesReceived ?? 0 : 0;
  });
  return bytes;
}
