/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./media-subscriber.js').RemoteTrack} RemoteTrack */

const LOOK_MS = 50;
/** A relay that sends nothing of a kind by then has nothing of it. */
const PATIENCE_MS = 3_000;

/**
 * Which of two tracks of a user the application has: the relay's, or that of the direct connection. A direct track takes the
 * place of the relay's in one go, and the other way round. What a user has open, and a direct connection carries, stays
 * whether the relay has it just now or not.
 */
export class TrackSwitch {
  /** @type {Map<string, RemoteTrack>} by user and kind */ #relay = new Map();
  /** @type {Map<string, RemoteTrack>} those that take the relay's place */ #direct = new Map();
  /** @type {Map<string, RemoteTrack>} what the application has */ #shown = new Map();
  #isOpen;
  #onTrack;
  #onTrackRemoved;

  /**
   * @param {object} hooks
   * @param {(track: RemoteTrack) => void} hooks.onTrack
   * @param {(track: RemoteTrack) => void} hooks.onTrackRemoved
   * @param {(userId: number, kind: MediaKind) => boolean} hooks.isOpen whether a user has a kind open
   */
  constructor({ onTrack, onTrackRemoved, isOpen }) {
    this.#isOpen = isOpen;
    this.#onTrack = onTrack;
    this.#onTrackRemoved = onTrackRemoved;
  }

  /** What the application has now. @returns {RemoteTrack[]} */
  get tracks() {
    return [...this.#shown.values()];
  }

  /** Whether the relay has something of a user. @param {number} userId */
  has(userId) {
    return [...this.#relay.values()].some((track) => track.userId === userId);
  }

  /** The relay has a track. @param {RemoteTrack} track */
  added(track) {
    const key = keyOf(track.userId, track.kind);
    this.#change(key, () => this.#relay.set(key, track));
  }

  /** The relay has a track no longer. @param {RemoteTrack} track */
  removed(track) {
    const key = keyOf(track.userId, track.kind);
    if (this.#relay.get(key)?.track === track.track) {
      this.#change(key, () => this.#relay.delete(key));
    }
  }

  /** Lets direct tracks of a user take the place of the relay's. @param {RemoteTrack[]} tracks */
  use(tracks) {
    for (const track of tracks) {
      const key = keyOf(track.userId, track.kind);
      this.#change(key, () => this.#direct.set(key, track));
    }
  }

  /**
   * Gives the relay's tracks their place back, each as soon as it carries something anew.
   * @param {RemoteTrack[]} tracks those in its place
   * @returns {Promise<void>} when none of them is shown any more
   */
  async giveBack(tracks) {
    await Promise.all(tracks.map((track) => this.#giveBack(track)));
  }

  /** Gives the relay's tracks their place back at once. @param {RemoteTrack[]} tracks those in its place */
  drop(tracks) {
    for (const track of tracks) {
      const key = keyOf(track.userId, track.kind);
      if (this.#direct.get(key) === track) {
        this.#change(key, () => this.#direct.delete(key));
      }
    }
  }

  /** Users have opened or closed something, or have left. */
  refresh() {
    [...this.#direct.keys()].forEach((key) => this.#change(key, () => {}));
  }

  /** Forgets everything, on leaving a room. */
  clear() {
    this.#direct.clear();
    this.#relay.clear();
    [...this.#shown.keys()].forEach((key) => this.#change(key, () => {}));
  }

  /** @param {RemoteTrack} track */
  async #giveBack(track) {
    const key = keyOf(track.userId, track.kind);
    const isShown = () => this.#shown.get(key) === track;
    const relay = this.#relay.get(key);
    const before = isShown() && relay ? await carried(relay) : 0;
    for (let waitedMs = 0; isShown() && waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
      const now = this.#relay.get(key);
      if (now && (await carried(now)) > (now === relay ? before : 0)) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    if (this.#direct.get(key) === track) {
      this.#change(key, () => this.#direct.delete(key));
    }
  }

  /** @param {string} key @param {() => void} change */
  #change(key, change) {
    change();
    const before = this.#shown.get(key);
    const after = this.#toShow(key);
    if (before === after) {
      return;
    }
    this.#shown.delete(key);
    if (before) {
      this.#onTrackRemoved(before);
    }
    if (after) {
      this.#shown.set(key, after);
      this.#onTrack(after);
    }
  }

  /** @param {string} key */
  #toShow(key) {
    const relay = this.#relay.get(key);
    const direct = this.#direct.get(key);
    return direct && (relay || this.#isOpen(direct.userId, direct.kind)) ? direct : relay;
  }
}

/** @param {number} userId @param {MediaKind} kind */
function keyOf(userId, kind) {
  return `${userId} ${kind}`;
}

/**
 * How many pictures were decoded, or packets of sound came.
 * @param {RemoteTrack} track
 * @returns {Promise<number>}
 */
export async function carried({ kind, receiver }) {
  const report = await receiver.getStats().catch(() => new Map());
  const stats = [...report.values()].find(({ type }) => type === 'inbound-rtp');
  return (kind === 'video' ? stats?.framesDecoded : stats?.packetsReceived) ?? 0;
}
