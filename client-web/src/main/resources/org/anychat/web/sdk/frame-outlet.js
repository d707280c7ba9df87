import { HostClock, SoundClock } from './host-clock.js';
import { StreamProgress } from './stream-progress.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./frame-signatures.js').FrameTag} FrameTag */

/**
 * Of what an outlet is made, when a sender is handed to the worker.
 * @typedef {object} OutletParts
 * @property {MediaKind} kind
 * @property {number} payloadType that the other end knows the codec by: a frame keeps the one that it came with
 * @property {ReadableStream} readable what the sender's own encoder makes, which is nobody's
 * @property {WritableStream} writable what the sender sends
 * @property {MessagePort} port says `from`, `room`, `keyFrame` and `close`; is told `misfit`, once, where nothing can be sent
 */

const ASK_MS = 500;
/** Of a kind in a second, and at once: whoever sends more does not have it sent on by others. */
const MOST_FRAMES = 200;
/** A host that has encoded nothing by then does without: picture and sound are then not held together. */
const CLOCK_MS = 1_000;

/** What one sender sends of what others receive: whole frames, with their trailers, as they came. */
class FrameOutlet {
  #kind;
  #payloadType;
  #port;
  #writer;
  #reader;
  #ask;
  #onOver;
  #host = new HostClock();
  #sound = new SoundClock();
  #passed = new StreamProgress();
  #source = 0;
  /** Takes the place of the source with its next key frame. */ #next = 0;
  #hasRoom = true;
  #flows = false;
  #sinceMs = 0;
  #over = false;

  /** @param {OutletParts} parts @param {(source: number) => void} ask for a key frame @param {() => void} onOver it takes nothing any more */
  constructor({ kind, payloadType, readable, writable, port }, ask, onOver) {
    this.#kind = kind;
    this.#payloadType = payloadType;
    this.#port = port;
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    this.#ask = ask;
    this.#onOver = onOver;
    port.onmessage = ({ data }) => (data.close ? this.#close() : this.#onWord(data));
    // A sender that encodes nothing any more sends nothing either.
    this.#drain(this.#reader).catch(() => {}).finally(() => this.#fail());
  }

  /** What the host's encoder makes says what time it is there, and goes no further. @param {ReadableStreamDefaultReader} reader */
  async #drain(reader) {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.#host.hear(next.value.getMetadata().rtpTimestamp);
    }
  }

  #end() {
    this.#over = true;
    this.#onOver();
  }

  /** Nothing of it keeps anything alive. */
  #close() {
    this.#end();
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
    this.#port.onmessage = null;
    this.#port.close();
  }

  #fail() {
    if (!this.#over) {
      this.#end();
      this.#port.postMessage({ misfit: true });
    }
  }

  /** @param {{from?: number, room?: boolean, keyFrame?: boolean}} word */
  #onWord({ from, room, keyFrame }) {
    if (from !== undefined) {
      this.#from(from);
    } else if (room !== undefined) {
      this.#hasRoom = room;
    } else if (keyFrame) {
      this.#askForKeyFrame();
    }
  }

  /** @param {number} source 0 for nobody */
  #from(source) {
    if (source === 0) {
      this.#source = 0;
    } else if (this.#source === 0) {
      this.#sinceMs = performance.now();
    }
    this.#next = source === this.#source ? 0 : source;
    this.#askForKeyFrame();
  }

  #askForKeyFrame() {
    if (this.#kind === 'video') {
      this.#ask(this.#next || this.#source);
    }
  }

  /** A frame that its publisher has signed has come. @param {number} source by whom @param {any} frame @param {FrameTag} tag */
  take(source, frame, tag) {
    if (source === this.#next && this.#mayBegin(frame)) {
      this.#source = source;
      this.#next = 0;
      this.#flows = true;
      this.#host.restart();
      this.#sound.restart();
    }
    if (source === this.#source && this.#goesOn(frame)) {
      this.#passOnce(frame, tag);
    } else if (source === this.#next || (source === this.#source && !this.#flows && this.#hasRoom)) {
      this.#askForKeyFrame();
    }
  }

  /** A picture begins with a key frame, where there is room for it, once it is known what time it is. @param {any} frame */
  #mayBegin(frame) {
    const isReady = this.#host.isReady || performance.now() - this.#sinceMs > CLOCK_MS;
    return this.#kind === 'audio' || (frame.type === 'key' && this.#hasRoom && isReady);
  }

  /** @param {any} frame */
  #goesOn(frame) {
    this.#flows = this.#kind === 'audio' || (this.#flows ? this.#hasRoom : this.#mayBegin(frame));
    return this.#flows;
  }

  /** Another source may be behind the one before, or bring on purpose what has gone out. @param {any} frame @param {FrameTag} tag */
  #passOnce(frame, { epoch, counter }) {
    if (!this.#passed.has(epoch, counter)) {
      this.#passed.note(epoch, counter);
      this.#pass(frame);
    }
  }

  /** @param {any} frame */
  #pass(frame) {
    try {
      const metadata = frame.getMetadata();
      if (metadata.payloadType !== this.#payloadType) {
        throw new TypeError('another codec than was offered');
      }
      this.#writer.write(this.#copy(frame, metadata)).catch(() => this.#fail());
    } catch {
      this.#fail();
    }
  }

  /** @param {any} frame @param {any} metadata */
  #copy(frame, metadata) {
    const { RTCEncodedAudioFrame, RTCEncodedVideoFrame } = /** @type {any} */ (globalThis);
    const isSound = this.#kind === 'audio';
    const rtpTimestamp = (isSound ? this.#sound : this.#host).of(metadata.rtpTimestamp);
    const Frame = isSound ? RTCEncodedAudioFrame : RTCEncodedVideoFrame;
    return new Frame(frame, { metadata: { ...metadata, rtpTimestamp } });
  }
}

/** Which receivers of this worker there are, and which senders send what they receive. */
export class FrameOutlets {
  /** @type {Map<number, {ask: () => void, askedMs: number, left: number, passedMs: number}>} */ #sources = new Map();
  /** @type {Set<FrameOutlet>} */ #outlets = new Set();

  /** A receiver whose frames may be passed on. @param {number} source @param {() => void} ask for a key frame */
  addSource(source, ask) {
    this.#sources.set(source, { ask, askedMs: -ASK_MS, left: MOST_FRAMES, passedMs: performance.now() });
  }

  /** @param {number} source it receives nothing any more */
  removeSource(source) {
    this.#sources.delete(source);
  }

  /** @param {OutletParts} parts */
  add(parts) {
    const outlet = new FrameOutlet(parts, (source) => this.#ask(source), () => this.#outlets.delete(outlet));
    this.#outlets.add(outlet);
  }

  get isEmpty() {
    return this.#outlets.size === 0;
  }

  /** Before anything of the frame is changed. @param {number} source @param {any} frame as the publisher has signed it @param {FrameTag} tag */
  pass(source, frame, tag) {
    if (this.#isWithin(source)) {
      this.#outlets.forEach((outlet) => outlet.take(source, frame, tag));
    }
  }

  /** @param {number} number */
  #isWithin(number) {
    const source = this.#sources.get(number);
    if (!source) {
      return false;
    }
    const nowMs = performance.now();
    source.left = Math.min(MOST_FRAMES, source.left + (MOST_FRAMES * (nowMs - source.passedMs)) / 1_000);
    source.passedMs = nowMs;
    const isWithin = source.left >= 1;
    source.left -= isWithin ? 1 : 0;
    return isWithin;
  }

  /** All viewers' wishes are one. @param {number} number */
  #ask(number) {
    const source = this.#sources.get(number);
    if (source && performance.now() - source.askedMs >= ASK_MS) {
      source.askedMs = performance.now();
      source.ask();
    }
  }
}
