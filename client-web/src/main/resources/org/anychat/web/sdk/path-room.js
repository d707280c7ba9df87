/** What waits for longer to be sent leaves the picture out, until so little waits. */
const MOST_WAIT_MS = 200;
const LITTLE_WAIT_MS = 50;
/** The next try, which costs a key frame, comes after so long; after twice that where room was lost again so soon. */
const TRY_MS = 400;
const MOST_TRY_MS = 8_000;
const SOON_MS = 5_000;

/** Whether a path takes a picture, as seen by how long its packets wait to be sent. */
export class PathRoom {
  #isThere = true;
  #tryMs = TRY_MS;
  /** When it was lost, or came back. */ #sinceMs = -SOON_MS;

  get isThere() {
    return this.#isThere;
  }

  /**
   * Every now and then.
   * @param {number} sent packets of the picture since the last look
   * @param {number} waitedMs how long they have waited in all
   * @param {number} nowMs
   * @returns {boolean} whether that has changed
   */
  look(sent, waitedMs, nowMs) {
    const forMs = nowMs - this.#sinceMs;
    const waitMs = sent > 0 ? waitedMs / sent : 0;
    if (this.#isThere && waitMs > MOST_WAIT_MS) {
      this.#tryMs = forMs < SOON_MS ? Math.min(MOST_TRY_MS, 2 * this.#tryMs) : TRY_MS;
      return this.#turn(nowMs);
    }
    // Where nothing was sent it is not known how long what waits would have to.
    return !this.#isThere && waitMs <= LITTLE_WAIT_MS && forMs >= this.#tryMs && this.#turn(nowMs);
  }

  /** @param {number} nowMs */
  #turn(nowMs) {
    this.#isThere = !this.#isThere;
    this.#sinceMs = nowMs;
    return true;
  }
}
