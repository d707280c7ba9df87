/** How often the browser is asked for a report; more often, in parts of what counts as a silence, once nothing has come. */
const LOOK_MS = 200;
const LOOKS = 8;
const FIRST_LOOKS = 2;
const MOST_LOOK_MS = 300;
/** As if there were a gap where a look comes late: a machine that is busy here may be so at the other's. */
const BUSY_GAP_MS = 100;
const MOST_BUSY_GAP_MS = 200;
const USUAL_GAPS = 3;
/** Of the longest gap, each second. */
const KEPT = 0.6;

/** Notices that nothing comes any more by a peer connection, neither media nor reports nor checks. */
export class PathWatch {
  #pc;
  #limitMs = Infinity;
  #lookedMs = performance.now();
  /** @type {number | undefined} as of the last look, unless less was to come then */ #signs;
  #silentMs = 0;
  #usualGapMs = 0;

  /** @param {RTCPeerConnection} pc */
  constructor(pc) {
    this.#pc = pc;
  }

  /** When to look again, in milliseconds. */
  get nextLookMs() {
    const lookMs = this.#limitMs / LOOKS;
    return this.#silentMs < FIRST_LOOKS * lookMs ? LOOK_MS : Math.min(LOOK_MS, lookMs);
  }

  /** Nothing was to come until now. */
  forget() {
    this.#signs = undefined;
    this.#silentMs = 0;
    this.#lookedMs = performance.now();
  }

  /**
   * Looks whether something has come.
   * @param {number} limitMs what is no silence yet
   * @returns {Promise<boolean>} whether nothing came for longer than that, and for much longer than is usual lately
   */
  async look(limitMs) {
    const expectedMs = this.nextLookMs;
    if (limitMs < this.#limitMs) {
      // More is to come from now on.
      this.#signs = undefined;
    }
    this.#limitMs = limitMs;
    const { signs = this.#signs ?? 0, mediaAgoMs = 0 } = await signsOfLife(this.#pc);
    const nowMs = performance.now();
    const passedMs = nowMs - this.#lookedMs;
    this.#lookedMs = nowMs;
    const busyGapMs = this.#signs === undefined ? 0 : Math.min(BUSY_GAP_MS + passedMs - expectedMs, MOST_BUSY_GAP_MS);
    this.#usualGapMs = Math.max(this.#usualGapMs * KEPT ** (passedMs / 1_000), busyGapMs);
    // A page that has been standing still has not listened.
    const heardMs = Math.min(passedMs, MOST_LOOK_MS);
    if (this.#signs === undefined) {
      this.#silentMs = 0;
    } else if (signs > this.#signs) {
      this.#usualGapMs = Math.max(this.#usualGapMs, this.#silentMs);
      this.#silentMs = Math.min(mediaAgoMs, heardMs);
    } else {
      this.#silentMs += heardMs;
    }
    this.#signs = signs;
    return this.#silentMs > Math.max(limitMs, USUAL_GAPS * this.#usualGapMs);
  }
}

/**
 * What shows that the other and the path are there: media, reports, and the checks of both sides.
 * @param {RTCPeerConnection} pc
 * @returns {Promise<{signs?: number, mediaAgoMs?: number}>} a count that goes up as long as they are, and how long ago media or
 *   a report came, where the browser says so
 */
export async function signsOfLife(pc) {
  let signs = 0;
  /** @type {number | undefined} */ let mediaAgoMs;
  const report = await pc.getStats().catch(() => undefined);
  if (!report) {
    return {};
  }
  report.forEach((one) => {
    if (one.type === 'candidate-pair') {
      signs += (one.bytesReceived ?? 0) + (one.requestsReceived ?? 0) + (one.responsesReceived ?? 0);
      if (one.lastPacketReceivedTimestamp > 0) {
        mediaAgoMs = Math.max(0, Math.min(mediaAgoMs ?? Infinity, one.timestamp - one.lastPacketReceivedTimestamp));
      }
    }
  });
  return { signs, mediaAgoMs };
}
