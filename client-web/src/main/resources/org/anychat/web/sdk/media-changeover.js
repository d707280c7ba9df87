/** @typedef {import('./media-subscriber.js').RemoteTrack} RemoteTrack */

const LOOK_MS = 50;

/**
 * What is received from the relay that the client is leaving. Each track is shown until the same one of the new
 * connection carries media; then that one takes its place, in one go.
 */
export class Changeover {
  #pc;
  /** @type {Map<string, RemoteTrack>} old ones, by user and kind */ #shown;
  /** @type {Map<string, RemoteTrack>} new ones that wait to be shown */ #waiting = new Map();
  #hooks;
  #timer;
  #over = false;

  /**
   * @param {object} parts
   * @param {RTCPeerConnection} parts.pc the old connection, closed in the end
   * @param {RemoteTrack[]} parts.tracks what it carries
   * @param {number} parts.graceMs how long it goes on at most
   * @param {(track: RemoteTrack) => void} parts.onTrack
   * @param {(track: RemoteTrack) => void} parts.onTrackRemoved
   */
  constructor({ pc, tracks, graceMs, ...hooks }) {
    this.#pc = pc;
    this.#shown = new Map(tracks.map((track) => [keyOf(track), track]));
    this.#hooks = hooks;
    this.#timer = setTimeout(() => this.end(), graceMs);
  }

  /** What is still shown of the old connection. @returns {RemoteTrack[]} */
  get tracks() {
    return [...this.#shown.values()];
  }

  /** Whether a track of the new connection is not shown yet. @param {RemoteTrack} track */
  isWaiting(track) {
    return this.#waiting.get(keyOf(track)) === track;
  }

  /**
   * A track of the new connection.
   * @param {RemoteTrack} track
   * @returns {boolean} whether it waits here until it carries media; else there is nothing that it replaces
   */
  takes(track) {
    if (this.#over || !this.#shown.has(keyOf(track))) {
      return false;
    }
    this.#waiting.set(keyOf(track), track);
    this.#watch(track);
    return true;
  }

  /**
   * A track of the new connection is gone again.
   * @param {RemoteTrack} track
   * @returns {boolean} whether it was never shown
   */
  drops(track) {
    return this.isWaiting(track) && this.#waiting.delete(keyOf(track));
  }

  /** The old connection is over: what waits is shown, what nothing waits for is gone. */
  end() {
    if (!this.#over) {
      this.#over = true;
      clearTimeout(this.#timer);
      this.#pc.close();
      [...this.#shown.keys()].forEach((key) => this.#replace(key));
    }
  }

  /** @param {RemoteTrack} track */
  async #watch(track) {
    while (this.isWaiting(track)) {
      if (await carriesMedia(track)) {
        this.#replace(keyOf(track));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    if (this.#shown.size === 0) {
      this.end();
    }
  }

  /** @param {string} key */
  #replace(key) {
    const before = this.#shown.get(key);
    const after = this.#waiting.get(key);
    this.#shown.delete(key);
    this.#waiting.delete(key);
    if (before) {
      this.#hooks.onTrackRemoved(before);
    }
    if (after) {
      this.#hooks.onTrack(after);
    }
  }
}

/** @param {RemoteTrack} track */
function keyOf({ userId, kind }) {
  return `${userId} ${kind}`;
}

/** Whether a picture was decoded, or sound came. @param {RemoteTrack} track */
async function carriesMedia({ kind, receiver }) {
  const stats = [...(await receiver.getStats()).values()].find(({ type }) => type === 'inbound-rtp');
  return (kind === 'video' ? stats?.framesDecoded : stats?.packetsReceived) > 0;
}
