import { textOf } from './frame-signatures.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./frame-signatures.js').SignedStream} SignedStream */

/**
 * What the worker does with one sender's or receiver's frames.
 * @typedef {object} GuardOptions
 * @property {boolean} signs whether they are signed, or verified
 * @property {CryptoKey} key
 * @property {SignedStream} stream
 * @property {number} source by which number a receiver's frames are passed on; 0 of a sender
 * @property {MessagePort} port says which payload types are H.264, for browsers that do not say it of a frame, and asks for
 *   key frames; is told what has come
 */

/** How many frames were as the publisher has signed them, did not belong here, or were somebody else's.
 * @typedef {{good: number, stale: number, forged: number}} Verdicts
 */

/** Of which is said what is signed, and which bear what stands behind a frame: AV1's packetizer takes it for a part of the picture. */
const SIGNABLE = new Set(['video/h264', 'video/vp8', 'video/vp9', 'video/rtx', 'audio/opus']);

/**
 * By which a sender sends what receivers received.
 * @typedef {object} Outlet
 * @property {(source: number) => void} from whose frames; 0 for nobody's. Of a picture the one before goes on to the next key frame
 * @property {() => void} askForKeyFrame
 * @property {(hasRoom: boolean) => void} room whether the network takes a picture now
 * @property {() => void} close
 */

/**
 * Who signs and verifies the frames of a client's edges, and has verified ones passed on: a key pair for one stay in a room, and
 * a worker of its own.
 */
export class FrameGuard {
  #pair;
  #text;
  /** @type {Worker | null} */ #worker = null;
  #sources = 0;
  /** @type {MediaStreamTrack | null} */ #host = null;
  /** Told once: the worker does not run, so that nothing can be signed or verified. */
  onBroken = () => {};

  /** @param {CryptoKeyPair} pair @param {string} text the public half */
  constructor(pair, text) {
    this.#pair = pair;
    this.#text = text;
  }

  /** @returns {Promise<FrameGuard | null>} null where the browser can do no such thing */
  static async make() {
    const { RTCRtpScriptTransform, location, crypto } = /** @type {any} */ (globalThis);
    // A worker has to come from the page's own origin.
    if (!RTCRtpScriptTransform || !crypto?.subtle || location?.origin === 'null'
      || new URL(import.meta.url).origin !== location?.origin) {
      return null;
    }
    try {
      const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
      return new FrameGuard(pair, await textOf(pair.publicKey));
    } catch {
      return null;
    }
  }

  /**
   * Whether a sender may send whole encoded frames of another connection: Chromium's by `createEncodedStreams`. What
   * `RTCRtpScriptTransform` has elsewhere takes back only what the sender's own encoder has made.
   */
  static get passesOn() {
    const { RTCRtpSender, RTCEncodedVideoFrame, RTCEncodedAudioFrame, MediaStreamTrackGenerator } = (
      /** @type {any} */ (globalThis));
    const isCloneable = (/** @type {Function | undefined} */ frame) => (frame?.length ?? 0) > 0;
    return Boolean(RTCRtpSender?.prototype.createEncodedStreams && MediaStreamTrackGenerator
      && isCloneable(RTCEncodedVideoFrame) && isCloneable(RTCEncodedAudioFrame));
  }

  /** The public key for others, base64url. */
  get key() {
    return this.#text;
  }

  /**
   * Has what a sender sends signed. In the turn in which the sender is made: later the browser may not ask any more.
   * @param {RTCRtpSender} sender
   * @param {SignedStream} stream
   * @returns {(offer: string) => void} is told the offer, before which nothing is sent
   */
  sign(sender, stream) {
    const port = this.#attach(sender, { signs: true, key: this.#pair.privateKey, stream, source: 0 });
    return (offer) => {
      port.postMessage({ h264: h264Of(offer) });
      port.close();
    };
  }

  /**
   * Lets through what somebody has signed of what a receiver receives. In the turn in which the receiver is made.
   * @param {RTCRtpReceiver} receiver
   * @param {SignedStream} stream
   * @param {{key: CryptoKey, offer: string, onVerdicts: (verdicts: Verdicts) => void}} parts `key`: the publisher's;
   *   `onVerdicts` is told now and then, and of what is forged at once
   * @returns {{ask: () => void, source: number, close: () => void}} `ask`: for a key frame; `source`: what is verified may be
   *   passed on by this number; `close`, with the connection: nothing is verified any more
   */
  verify(receiver, stream, { key, offer, onVerdicts }) {
    const source = ++this.#sources;
    const port = this.#attach(receiver, { signs: false, key, stream, source });
    port.onmessage = ({ data }) => onVerdicts(data);
    port.postMessage({ h264: h264Of(offer) });
    return { ask: () => port.postMessage({ keyFrame: true }), source, close: () => shut(port) };
  }

  /** A picture for senders that send others'. It is hardly there, and what is encoded of it is left out. */
  get host() {
    if (!this.#host) {
      const generator = new /** @type {any} */ (globalThis).MediaStreamTrackGenerator({ kind: 'video' });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ host: generator.writable }, [generator.writable]);
      this.#host = generator;
    }
    return /** @type {MediaStreamTrack} */ (this.#host);
  }

  /**
   * Has a sender send what others receive, in the turn in which it is made, of a connection with `encodedInsertableStreams`.
   * @param {RTCRtpSender} sender
   * @param {{kind: MediaKind, payloadType: number, onMisfit: () => void}} parts `onMisfit`: what comes cannot be sent by it, or
   *   nothing can; once
   * @returns {Outlet}
   */
  passOn(sender, { kind, payloadType, onMisfit }) {
    const { port1, port2: port } = new MessageChannel();
    const { readable, writable } = /** @type {any} */ (sender).createEncodedStreams();
    this.#worker ??= this.#start();
    this.#worker.postMessage({ outlet: { kind, payloadType, readable, writable, port } }, [readable, writable, port]);
    port1.onmessage = onMisfit;
    return {
      from: (source) => port1.postMessage({ from: source }),
      askForKeyFrame: () => port1.postMessage({ keyFrame: true }),
      room: (hasRoom) => port1.postMessage({ room: hasRoom }),
      close: () => shut(port1),
    };
  }

  /** Ends all of it. */
  close() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#host?.stop();
    this.#host = null;
  }

  /** @param {RTCRtpSender | RTCRtpReceiver} end @param {Omit<GuardOptions, 'port'>} options */
  #attach(end, options) {
    try {
      this.#worker ??= this.#start();
    } catch (error) {
      this.onBroken();
      throw error;
    }
    const { port1, port2 } = new MessageChannel();
    const { RTCRtpScriptTransform } = /** @type {any} */ (globalThis);
    /** @type {any} */ (end).transform = new RTCRtpScriptTransform(this.#worker, { ...options, port: port2 }, [port2]);
    return port1;
  }

  #start() {
    const worker = new Worker(new URL('./frame-guard-worker.js', import.meta.url), { type: 'module' });
    worker.onerror = () => worker === this.#worker && this.onBroken();
    return worker;
  }
}

/** Two ends of which each listens keep each other alive. @param {MessagePort} port */
function shut(port) {
  port.postMessage({ close: true });
  port.onmessage = null;
  port.close();
}

/**
 * Leaves a section those codecs alone whose frames can be signed.
 * @param {RTCRtpTransceiver} transceiver
 * @param {string} kind
 * @param {(codec: RTCRtpCodec) => number} [rank] which come first
 */
export function signableCodecs(transceiver, kind, rank = () => 0) {
  const codecs = RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? [];
  const signable = codecs.filter(({ mimeType }) => SIGNABLE.has(mimeType.toLowerCase()));
  transceiver.setCodecPreferences?.(signable.sort((a, b) => rank(a) - rank(b)));
}

/** Which payload types are H.264. @param {string} sdp */
function h264Of(sdp) {
  return [...sdp.matchAll(/^a=rtpmap:(\d+) H264\//gim)].map(([, type]) => Number(type));
}
