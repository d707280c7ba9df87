const LOOK_MS = 500;
const SILENCE_MS = 1_000;

/**
 * Notices that media of others stops from one moment to the next. All may have muted themselves; but it is also the first
 * sign that the network is another one, seconds before the browser says so.
 */
export class SilenceWatch {
  /** @type {() => RTCRtpReceiver[]} */ #receivers;
  /** @type {() => void} */ #onSilence;
  /** @type {number | undefined} */ #timer;
  #newest = 0;
  #newestMs = 0;
  #told = true;

  /**
   * @param {() => RTCRtpReceiver[]} receivers those in use
   * @param {() => void} onSilence once, until something comes again
   */
  constructor(receivers, onSilence) {
    this.#receivers = receivers;
    this.#onSilence = onSilence;
  }

  /** Begins to look. */
  start() {
    this.stop();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Looks no more. */
  stop() {
    clearInterval(this.#timer);
  }

  #look() {
    const times = this.#receivers().flatMap((receiver) => (receiver.getSynchronizationSources?.() ?? []));
    const newest = Math.max(0, ...times.map(({ timestamp }) => timestamp));
    const nowMs = performance.now();
    if (newest > this.#newest) {
      this.#newest = newest;
      this.#newestMs = nowMs;
      this.#told = false;
    } else if (!this.#told && nowMs - this.#newestMs >= SILENCE_MS) {
      this.#told = true;
      this.#onSilence();
    }
  }
}
