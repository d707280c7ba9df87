/** Nothing for so long, where something is to come, is silence; longer where gaps are usual. */
const SILENCE_MS = 500;
const MOST_SILENCE_MS = 4_000;
const MOST_LOOK_MS = 200;
const USUAL_GAPS = 3;
const FORGETTING = 0.95;
/** What is open, and does not come for so long, may come another way. */
const MISSING_MS = 10_000;

/** For how long nothing has come, in the time in which this page has listened: one that has been standing still has not. */
export class Listening {
  #patienceMs = SILENCE_MS;
  #signs = 0;
  #silentMs = 0;
  #lookedMs = performance.now();
  #listenedMs = 0;
  #usualGapMs = 0;
  /** @type {Map<string, number>} since when a kind is missing, in listened time */ #missing = new Map();

  /** Every now and then. @param {number} signs how many have come in all @param {boolean} expected whether any are to come */
  look(signs, expected) {
    const nowMs = performance.now();
    const passedMs = Math.min(nowMs - this.#lookedMs, MOST_LOOK_MS);
    this.#lookedMs = nowMs;
    this.#listenedMs += passedMs;
    this.#silentMs += passedMs;
    const heard = signs > this.#signs;
    if (heard || !expected) {
      this.#usualGapMs = Math.max(heard ? this.#silentMs : 0, this.#usualGapMs * FORGETTING);
      this.#signs = signs;
      this.#silentMs = 0;
    }
  }

  /** Whether what was to come has not come for longer than usual. @param {number} [leastMs] where gaps are known to be longer */
  isSilent(leastMs = 0) {
    return this.#silentMs > Math.max(this.#patienceMs, leastMs, USUAL_GAPS * this.#usualGapMs);
  }

  /** A silence was none that the relay was needed for: the next one may be longer. */
  bePatient() {
    this.#patienceMs = Math.min(MOST_SILENCE_MS, 2 * this.#patienceMs);
  }

  /** Whether a kind has been missing for too long, though others come. @param {string} kind @param {boolean} missing now */
  misses(kind, missing) {
    if (!missing) {
      this.#missing.delete(kind);
      return false;
    }
    const sinceMs = this.#missing.get(kind) ?? this.#listenedMs;
    this.#missing.set(kind, sinceMs);
    return this.#listenedMs - sinceMs >= MISSING_MS;
  }
}
