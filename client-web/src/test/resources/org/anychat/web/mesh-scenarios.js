import { FrameSigner, FrameVerifier, TRAILER_BYTES, messageOf, publicKeyOf } from './sdk/frame-signatures.js';

/** Scenarios of signed frames. */
export const meshScenarios = { signsAsTheVectorsSay, tellsFramesApart };

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function vectors() {
  return (await fetch('/mesh-signature-vectors.json')).json();
}

async function privateKey(seed) {
  const pkcs8 = bytesOf(`302e020100300506032b657004220420${seed}`);
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
}

/** Names of the vectors that come out otherwise, and how many there are. */
async function signsAsTheVectorsSay() {
  const { seed, key, vectors: all } = await vectors();
  const wrong = [];
  for (const { name, room, publisher, kind, h264, epoch, counter, frame, message, trailer } of all) {
    const stream = { room, publisher, kind };
    const signed = bytesOf(frame + trailer);
    const opened = await new FrameVerifier(await publicKeyOf(key), stream).open(signed, true, h264);
    const said = await messageOf(stream, epoch, counter, bytesOf(frame), h264);
    if (hexOf(said) !== message || opened.verdict !== 'good' || hexOf(opened.frame) !== frame) {
      wrong.push(name);
    }
    if (counter <= 2) {
      const signer = new FrameSigner(await privateKey(seed), stream, epoch);
      let last;
      for (let i = 0; i < counter; i++) {
        last = await signer.sign(bytesOf(frame), h264);
      }
      if (hexOf(last) !== frame + trailer) {
        wrong.push(`${name} signed`);
      }
    }
  }
  return { wrong, count: all.length };
}

/** What becomes of a publisher's frames that somebody has changed, repeats or sends under another name. */
async function tellsFramesApart() {
  const { seed, key } = await vectors();
  const stream = { room: 1, publisher: -3, kind: 'video' };
  const old = new FrameSigner(await privateKey(seed), stream, 1);
  const next = new FrameSigner(await privateKey(seed), stream, 2);
  const frame = bytesOf('9d012a4001f000aa55');
  const frames = [await old.sign(frame, false), await old.sign(frame, false), await old.sign(frame, false)];
  const anew = [await next.sign(frame, false), await next.sign(frame, false)];
  const verifier = new FrameVerifier(await publicKeyOf(key), stream);
  const open = async (bytes, isKey) => (await verifier.open(bytes, isKey, false)).verdict;
  const changed = (at) => frames[2].map((byte, i) => (i === at ? byte ^ 1 : byte));
  const { length } = frames[2];
  const result = [
    await open(frames[0], false), await open(frames[0], true), await open(frames[0], true), await open(frames[1], false),
    await open(anew[0], false), await open(anew[0], true), await open(frames[2], false), await open(anew[1], false),
    await open(frames[2], true),
  ];
  const forged = [];
  for (const bytes of [changed(0), ...[1, 2, 3, 40, TRAILER_BYTES].map((back) => changed(length - back)), frame,
    new Uint8Array(), frames[2].slice(0, length - 1)]) {
    forged.push(await open(bytes, true));
  }
  const others = new FrameVerifier(await publicKeyOf(key), { ...stream, publisher: -4 });
  forged.push((await others.open(frames[0], true, false)).verdict);
  return { result, forged: [...new Set(forged)], count: forged.length };
}
