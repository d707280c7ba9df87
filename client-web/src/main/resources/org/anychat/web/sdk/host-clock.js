const TICKS_PER_MS = 90;
const SAMPLES = 3;
/** A publisher whose own clock has jumped. */
const MOST_OFF = 2_000 * TICKS_PER_MS;
/** By which what began late comes nearer to when it comes, with each frame: 0.1 ms. */
const NEARER = 9;
/** Of Opus in RTP (RFC 7587 section 4.1), and of a frame as browsers and programs send it. */
const SOUND_TICKS_PER_MS = 48;
const SOUND_FRAME = 20 * SOUND_TICKS_PER_MS;

/**
 * Puts passed on pictures into the row of times in which their sender reports: those that its own encoder, the host, counts in.
 * Receivers hold picture and sound together by these reports (RFC 3550 section 6.4.1). Another stream goes on behind the last time.
 */
export class HostClock {
  /** What the host's time would be at 0. */ #zero = 0;
  #samples = 0;
  /** @type {number | undefined} */ #offset;
  #isHeld = false;
  /** The newest frame, as it came and as it went out. @type {{came: number, time: number, atMs: number} | undefined} */ #last;

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
    const nowMs = performance.now();
    const now = wrapped(this.#zero + TICKS_PER_MS * nowMs);
    if (this.#offset === undefined) {
      // A stream that has begun without the host's time goes on without it.
      this.#isHeld = this.isReady;
      this.#begin(rtpTimestamp, this.#isHeld ? now : this.#onward(rtpTimestamp, nowMs));
    } else if (this.#isHeld && rtpTimestamp !== this.#last?.came) {
      this.#hold(rtpTimestamp, now);
    }
    const time = wrapped(rtpTimestamp + Number(this.#offset));
    if (!this.#last || ((time - this.#last.time) | 0) > 0) {
      this.#last = { came: rtpTimestamp, time, atMs: nowMs };
    }
    return time;
  }

  /** @param {number} rtpTimestamp as it came @param {number} nowMs */
  #onward(rtpTimestamp, nowMs) {
    return this.#last ? wrapped(this.#last.time + TICKS_PER_MS * (nowMs - this.#last.atMs)) : rtpTimestamp;
  }

  /** @param {number} rtpTimestamp @param {number} time at which it is to go out, or behind what has */
  #begin(rtpTimestamp, time) {
    const isBehind = this.#last === undefined || ((time - this.#last.time) | 0) > 0;
    this.#offset = wrapped((isBehind ? time : Number(this.#last?.time) + 1) - rtpTimestamp);
  }

  /** The first frame is a big one and came late, so those that follow seem to come before their time. @param {number} rtpTimestamp @param {number} now */
  #hold(rtpTimestamp, now) {
    const ahead = (rtpTimestamp + Number(this.#offset) - now) | 0;
    if (Math.abs(ahead) > MOST_OFF) {
      this.#begin(rtpTimestamp, now);
    } else if (ahead > 0) {
      this.#offset = wrapped(Number(this.#offset) - Math.min(ahead, NEARER));
    }
  }
}

/** Has sound that comes by another source go on where that by the one before was, in whole frames; the first keeps its own times. */
export class SoundClock {
  #offset = 0;
  #isNew = false;
  /** @type {{time: number, atMs: number} | undefined} */ #last;

  /** Another source follows. */
  restart() {
    this.#isNew = this.#last !== undefined;
  }

  /** @param {number} rtpTimestamp as it came @returns {number} as it goes out */
  of(rtpTimestamp) {
    const nowMs = performance.now();
    if (this.#isNew && this.#last) {
      this.#isNew = false;
      const frames = Math.max(1, Math.round(((nowMs - this.#last.atMs) * SOUND_TICKS_PER_MS) / SOUND_FRAME));
      this.#offset = wrapped(this.#last.time + frames * SOUND_FRAME - rtpTimestamp);
    }
    const time = wrapped(rtpTimestamp + this.#offset);
    if (!this.#last || ((time - this.#last.time) | 0) > 0) {
      this.#last = { time, atMs: nowMs };
    }
    return time;
  }
}

/** @param {number} ticks */
function wrapped(ticks) {
  return Math.round(ticks) >>> 0;
}
