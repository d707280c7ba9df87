const TICKS_PER_MS = 90;
const SAMPLES = 3;
/** A publisher whose own clock has jumped. */
const MOST_OFF = 2_000 * TICKS_PER_MS;

/**
 * Puts passed on pictures into the row of times in which their sender reports: those that its own encoder, the host, counts in.
 * Receivers hold picture and sound together by these reports (RFC 3550 section 6.4.1).
 */
export class HostClock {
  /** What the host's time would be at 0. */ #zero = 0;
  #samples = 0;
  /** @type {number | undefined} */ #offset;
  #isHeld = false;

  /** The host has encoded something just now. @param {number} rtpTimestamp */
  hear(rtpTimestamp) {
    const zero = wrapped(rtpTimestamp - TICKS_PER_MS * performance.now());
    // Whatever comes late says too little.
    if (this.#samples === 0 || ((zero - this.#zero) | 0) > 0) {
      this.#zero = zero;
    }
    this.#samples++;
  }

  get isReady() {
    return this.#samples >= SAMPLES;
  }

  /** Another stream follows. */
  restart() {
    this.#offset = undefined;
  }

  /** @param {number} rtpTimestamp as it came @returns {number} as it goes out */
  of(rtpTimestamp) {
    const now = wrapped(this.#zero + TICKS_PER_MS * performance.now());
    if (this.#offset === undefined) {
      // A stream that has begun without the host's time goes on without it.
      this.#isHeld = this.isReady;
      this.#offset = this.#isHeld ? wrapped(now - rtpTimestamp) : 0;
    } else if (this.#isHeld && Math.abs((rtpTimestamp + this.#offset - now) | 0) > MOST_OFF) {
      this.#offset = wrapped(now - rtpTimestamp);
    }
    return wrapped(rtpTimestamp + this.#offset);
  }
}

/** @param {number} ticks */
function wrapped(ticks) {
  return Math.round(ticks) >>> 0;
}
