import { StreamProgress } from './stream-progress.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */

/** Epoch, counter and signature. */
const TAG_BYTES = 72;
const SIGNATURE_BYTES = 64;
/** Seven bits in each byte, so that nothing in it looks like a start code of H.264. */
const SPREAD_BYTES = Math.ceil((TAG_BYTES * 8) / 7);
const MARK = [0xac, 0xd3];
/** What a signed frame has at its end. */
export const TRAILER_BYTES = SPREAD_BYTES + MARK.length;

const PURPOSE = new TextEncoder().encode('anychat mesh 1');
/** Epochs of a stream that are over; those before them are forgotten. */
const MOST_OVER = 256;
/** A browser gives whole frames in the order in which they became whole: one that lost a packet comes after those that follow it. */
const WINDOW = 128;

/**
 * What frames are signed for: a stream of one kind.
 * @typedef {{room: number, publisher: number, kind: MediaKind}} SignedStream
 */

/** Which frame of a stream one is. @typedef {{epoch: number, counter: number}} FrameTag */

/** What signs the frames of one encoder. */
export class FrameSigner {
  #key;
  #stream;
  #epoch;
  #counter = 0;

  /**
   * @param {CryptoKey} key the publisher's private one
   * @param {SignedStream} stream
   * @param {number} [epoch] another one for each encoder, never 0
   */
  constructor(key, stream, epoch = randomEpoch()) {
    this.#key = key;
    this.#stream = stream;
    this.#epoch = epoch;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} encoded
   * @param {boolean} isH264
   * @returns {Promise<Uint8Array<ArrayBuffer>>} the frame with its trailer
   */
  async sign(encoded, isH264) {
    const counter = ++this.#counter;
    const frame = isH264 ? withoutZeros(encoded) : encoded;
    const message = await messageOf(this.#stream, this.#epoch, counter, frame, isH264);
    const tag = new Uint8Array(TAG_BYTES);
    const view = new DataView(tag.buffer);
    view.setUint32(0, this.#epoch);
    view.setUint32(4, counter);
    tag.set(new Uint8Array(await crypto.subtle.sign('Ed25519', this.#key, message)), TAG_BYTES - SIGNATURE_BYTES);
    const signed = new Uint8Array(frame.length + TRAILER_BYTES);
    signed.set(frame);
    signed.set(spread(tag), frame.length);
    signed.set(MARK, frame.length + SPREAD_BYTES);
    return signed;
  }
}

/** How far a stream has come: each frame counts once, and an epoch that is over stays over. */
class Progress {
  #epoch = 0;
  #newest = 0;
  /** Counters within the window that have come. @type {Set<number>} */ #come = new Set();
  /** @type {Set<number>} the eldest first */ #over = new Set();

  /** @param {number} epoch @param {number} counter */
  isPast(epoch, counter) {
    const isOld = epoch === this.#epoch && (this.#come.has(counter) || counter <= this.#newest - WINDOW);
    return isOld || this.#over.has(epoch);
  }

  /** Whether the stream goes on with a frame. @param {number} epoch @param {number} counter @param {boolean} isKey */
  go(epoch, counter, isKey) {
    if (epoch !== this.#epoch) {
      if (!isKey) {
        return false;
      }
      this.#begin(epoch);
    }
    this.#newest = Math.max(this.#newest, counter);
    this.#come.add(counter);
    this.#come.forEach((one) => one <= this.#newest - WINDOW && this.#come.delete(one));
    return true;
  }

  /** @param {number} epoch */
  #begin(epoch) {
    this.#over.add(this.#epoch);
    if (this.#over.size > MOST_OVER) {
      this.#over.delete(/** @type {number} */ (this.#over.values().next().value));
    }
    this.#epoch = epoch;
    this.#newest = 0;
    this.#come.clear();
  }
}

/** What tells the publisher's frames from others, on one edge. */
export class FrameVerifier {
  #key;
  #stream;
  #before;
  #progress = new Progress();

  /**
   * @param {CryptoKey} key the publisher's public one
   * @param {SignedStream} stream
   * @param {StreamProgress} [before] what all edges by which the stream comes share
   */
  constructor(key, stream, before = new StreamProgress()) {
    this.#key = key;
    this.#stream = stream;
    this.#before = before;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} signed a whole frame with its trailer
   * @param {boolean} isKey whether a stream may begin with it: sound always may
   * @param {boolean} isH264
   * @returns {Promise<{verdict: 'good' | 'forged' | 'stale', frame?: Uint8Array<ArrayBuffer>, tag?: FrameTag}>} `stale` is what
   *   does not belong here: a repetition, what another edge brought long before, or what follows a key frame that has not come
   */
  async open(signed, isKey, isH264) {
    const bytes = tagOf(signed);
    if (!bytes) {
      return { verdict: 'forged' };
    }
    const view = new DataView(bytes.buffer);
    const [epoch, counter] = [view.getUint32(0), view.getUint32(4)];
    if (epoch === 0 || counter === 0) {
      return { verdict: 'forged' };
    }
    if (this.#progress.isPast(epoch, counter) || this.#before.isLongPast(epoch, counter)) {
      // What has come before costs no signature, however often it comes.
      return { verdict: 'stale' };
    }
    const frame = signed.slice(0, signed.length - TRAILER_BYTES);
    const message = await messageOf(this.#stream, epoch, counter, frame, isH264);
    const signature = bytes.slice(TAG_BYTES - SIGNATURE_BYTES);
    if (!(await crypto.subtle.verify('Ed25519', this.#key, signature, message))) {
      return { verdict: 'forged' };
    }
    if (!this.#progress.go(epoch, counter, isKey)) {
      return { verdict: 'stale' };
    }
    this.#before.note(epoch, counter);
    return { verdict: 'good', frame, tag: { epoch, counter } };
  }
}

/** @param {string} text base64url without padding @returns {Promise<CryptoKey>} rejects where it is no public key */
export async function publicKeyOf(text) {
  const raw = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  return crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']);
}

/** @param {CryptoKey} key a public one @returns {Promise<string>} base64url without padding */
export async function textOf(key) {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
  return btoa(String.fromCharCode(...raw)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function randomEpoch() {
  return crypto.getRandomValues(new Uint32Array(1))[0] || 1;
}

/**
 * What is signed of a frame.
 * @param {SignedStream} stream
 * @param {number} epoch
 * @param {number} counter
 * @param {Uint8Array<ArrayBuffer>} frame without a trailer
 * @param {boolean} isH264
 */
export async function messageOf({ room, publisher, kind }, epoch, counter, frame, isH264) {
  const covered = isH264 ? pictureOf(frame) : frame;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', covered));
  const message = new Uint8Array(PURPOSE.length + 17 + digest.length);
  const view = new DataView(message.buffer, PURPOSE.length);
  message.set(PURPOSE);
  view.setUint32(0, room);
  view.setUint32(4, publisher);
  view.setUint8(8, formOf(kind, isH264));
  view.setUint32(9, epoch);
  view.setUint32(13, counter);
  message.set(digest, PURPOSE.length + 17);
  return message;
}

/**
 * What the covered bytes are: sound, a picture, or the slices of one. Were the last two the same, what is covered of one would be
 * a signed frame of the other.
 * @param {MediaKind} kind
 * @param {boolean} isH264
 */
function formOf(kind, isH264) {
  if (kind === 'audio') {
    return 0;
  }
  return isH264 ? 2 : 1;
}

/**
 * The coded slices of an H.264 frame, each after its length. Parameter sets are left out: browsers write them anew.
 * @param {Uint8Array<ArrayBuffer>} frame with start codes
 */
function pictureOf(frame) {
  const slices = unitsOf(frame).filter(([first]) => (first & 31) >= 1 && (first & 31) <= 5);
  const covered = new Uint8Array(slices.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(covered.buffer);
  let at = 0;
  for (const slice of slices) {
    view.setUint32(at, slice.length);
    covered.set(slice, at + 4);
    at += 4 + slice.length;
  }
  return covered;
}

/** @param {Uint8Array<ArrayBuffer>} frame @returns {Uint8Array[]} its NAL units without start codes and zeros behind them */
function unitsOf(frame) {
  const starts = [];
  for (let at = frame.indexOf(1); at >= 0; at = frame.indexOf(1, at + 1)) {
    if (at >= 2 && frame[at - 1] === 0 && frame[at - 2] === 0) {
      starts.push(at + 1);
    }
  }
  return starts.map((start, i) => {
    const end = i + 1 < starts.length ? starts[i + 1] - 3 : frame.length;
    return withoutZeros(frame.subarray(start, end));
  }).filter(({ length }) => length > 0);
}

/** Zeros at the end belong to no NAL unit. @param {Uint8Array<ArrayBuffer>} bytes */
function withoutZeros(bytes) {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) {
    end--;
  }
  return bytes.subarray(0, end);
}

/** @param {Uint8Array} bytes */
function spread(bytes) {
  const out = new Uint8Array(SPREAD_BYTES);
  let at = 0;
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0x7fff;
    bits += 8;
    while (bits >= 7) {
      bits -= 7;
      out[at++] = 0x80 | ((value >> bits) & 0x7f);
    }
  }
  if (bits > 0) {
    out[at] = 0x80 | ((value << (7 - bits)) & 0x7f);
  }
  return out;
}

/** @param {Uint8Array} signed @returns {Uint8Array<ArrayBuffer> | null} null where there is no trailer */
function tagOf(signed) {
  const trailer = signed.subarray(Math.max(0, signed.length - TRAILER_BYTES));
  if (trailer.length < TRAILER_BYTES || MARK.some((byte, i) => trailer[SPREAD_BYTES + i] !== byte)) {
    return null;
  }
  const tag = new Uint8Array(TAG_BYTES);
  let at = 0;
  let bits = 0;
  let value = 0;
  for (const byte of trailer.subarray(0, SPREAD_BYTES)) {
    if (byte < 0x80) {
      return null;
    }
    value = ((value << 7) | (byte & 0x7f)) & 0x7fff;
    bits += 7;
    if (bits >= 8 && at < TAG_BYTES) {
      bits -= 8;
      tag[at++] = (value >> bits) & 0xff;
    }
  }
  return (value & ((1 << bits) - 1)) === 0 ? tag : null;
}
