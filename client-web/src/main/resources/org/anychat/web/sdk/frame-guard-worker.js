/** Signs what goes out by edges of mesh trees, lets through what is the publisher's of what comes in by them, and passes that on. */
import { FrameOutlets } from './frame-outlet.js';
import { FrameSigner, FrameVerifier, textOf } from './frame-signatures.js';
import { drawHost } from './host-picture.js';
import { Progresses } from './stream-progress.js';

/** @typedef {{data: ArrayBuffer, type?: string, getMetadata: () => {payloadType?: number, mimeType?: string}}} EncodedFrame */
/** @typedef {import('./frame-guard.js').GuardOptions} GuardOptions */
/** @typedef {(bytes: Uint8Array<ArrayBuffer>, frame: EncodedFrame, isH264: boolean) => Promise<Uint8Array<ArrayBuffer> | undefined>} Pass */

const TELL_MS = 50;
const ASK_MS = 500;
const outlets = new FrameOutlets();
const progresses = new Progresses();
let drawOn = () => {};

addEventListener('message', (/** @type {MessageEvent} */ { data }) => {
  if (data.outlet) {
    outlets.add(data.outlet);
    drawOn();
  } else if (data.host) {
    drawOn = drawHost(data.host, () => !outlets.isEmpty);
  }
});

addEventListener('rtctransform', (/** @type {any} */ { transformer }) => {
  const { readable, writable, options } = transformer;
  const pass = options.signs ? signing(options) : verifying(options, transformer);
  const { port, source } = options;
  const end = () => {
    outlets.removeSource(source);
    port.onmessage = null;
    port.close();
  };
  const h264 = new Promise((resolve) => {
    port.onmessage = (/** @type {MessageEvent} */ { data }) => {
      if (data.close) {
        end();
      } else if (data.h264) {
        resolve(data.h264);
      } else {
        transformer.sendKeyFrameRequest?.()?.catch(() => {});
      }
    };
  });
  const transform = async (/** @type {EncodedFrame} */ frame, /** @type {TransformStreamDefaultController} */ out) => {
    const bytes = await pass(new Uint8Array(frame.data), frame, isH264(frame, await h264));
    if (bytes) {
      frame.data = bytes.buffer;
      out.enqueue(frame);
    }
  };
  readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable).catch(() => {}).finally(end);
});

/** @param {EncodedFrame} frame @param {number[]} h264 payload types */
function isH264(frame, h264) {
  const { mimeType, payloadType = -1 } = frame.getMetadata();
  return mimeType ? /\/h264$/i.test(mimeType) : h264.includes(payloadType);
}

/** @param {GuardOptions} options @returns {Pass} */
function signing({ key, stream }) {
  const signer = new FrameSigner(key, stream);
  return async (bytes, frame, h264) => (bytes.length > 0 ? signer.sign(bytes, h264) : undefined);
}

/** @param {GuardOptions} options @param {any} transformer @returns {Pass} */
function verifying({ key, stream, port, source }, transformer) {
  const known = textOf(key).then((text) => new FrameVerifier(key, stream, progresses.of(text, stream.kind)));
  outlets.addSource(source, () => transformer.sendKeyFrameRequest?.()?.catch(() => {}));
  const counts = { good: 0, stale: 0, forged: 0 };
  let told = true;
  const tell = () => {
    told = true;
    port.postMessage(counts);
  };
  let askedMs = 0;
  const begin = () => {
    if (stream.kind === 'video' && performance.now() - askedMs >= ASK_MS) {
      askedMs = performance.now();
      transformer.sendKeyFrameRequest?.()?.catch(() => {});
    }
  };
  return async (bytes, encoded, h264) => {
    if (counts.forged > 0) {
      // Whoever has sent one forged frame may say which of the others are shown.
      return undefined;
    }
    const { verdict, frame, tag } = await (await known).open(bytes, stream.kind === 'audio' || encoded.type === 'key', h264);
    counts[verdict]++;
    if (verdict === 'forged') {
      tell();
    } else if (told) {
      told = false;
      setTimeout(tell, TELL_MS);
    }
    if (tag) {
      outlets.pass(source, encoded, tag);
    } else if (verdict === 'stale' && counts.good === 0) {
      begin();
    }
    return frame;
  };
}
