/** Epochs of a stream that are known; what came longest ago is forgotten. */
const MOST_EPOCHS = 256;
/** Frames by which one way may be behind another: more than two seconds. What is older counts as come. */
const WINDOW = 128;
const MOST_STREAMS = 64;

/** Which frames of a stream of one kind have come, by the epochs and counters that its publisher has signed. */
export class StreamProgress {
  /** The eldest first. @type {Map<number, {newest: number, come: Set<number>}>} */ #epochs = new Map();

  /** Whether a frame is older than what any way brings of what is sent now. @param {number} epoch @param {number} counter */
  isLongPast(epoch, counter) {
    const known = this.#epochs.get(epoch);
    return known !== undefined && counter <= known.newest - WINDOW;
  }

  /** Whether a frame has come, or is too old to. @param {number} epoch @param {number} counter */
  has(epoch, counter) {
    return this.isLongPast(epoch, counter) || this.#epochs.get(epoch)?.come.has(counter) === true;
  }

  /** A frame has come. @param {number} epoch @param {number} counter */
  note(epoch, counter) {
    const known = this.#epochs.get(epoch) ?? { newest: 0, come: new Set() };
    known.newest = Math.max(known.newest, counter);
    known.come.add(counter);
    known.come.forEach((one) => one <= known.newest - WINDOW && known.come.delete(one));
    this.#epochs.delete(epoch);
    this.#epochs.set(epoch, known);
    dropEldest(this.#epochs, MOST_EPOCHS);
  }
}

/** How far each stream has come at a client by whatever edges, so that a new one does not bring what was shown long before. */
export class Progresses {
  /** The eldest first. @type {Map<string, StreamProgress>} */ #streams = new Map();

  /** What all edges by which a stream of one kind comes share. @param {string} key its publisher's @param {string} kind */
  of(key, kind) {
    const name = `${kind} ${key}`;
    const progress = this.#streams.get(name) ?? new StreamProgress();
    this.#streams.delete(name);
    this.#streams.set(name, progress);
    dropEldest(this.#streams, MOST_STREAMS);
    return progress;
  }
}

/** @param {Map<any, any>} map @param {number} most */
function dropEldest(map, most) {
  if (map.size > most) {
    map.delete(map.keys().next().value);
  }
}
