import { EdgeMedia } from './sdk/edge-media.js';
import { FrameGuard, signableCodecs } from './sdk/frame-guard.js';
import { publicKeyOf } from './sdk/frame-signatures.js';
import { TrackSwitch } from './sdk/track-switch.js';
import { until } from './sdk-scenarios.js';

// What scenarios of mesh trees are made of: streams, ends of edges, and trees of clients in one page.

export const PUBLISHER = -3;
export const FORWARDER = -9;
export const LEAF = -2;
export const ROOM = 1;
/** A machine that others keep busy encodes, signs and decodes slowly. */
export const MEDIA_MS = 60_000;

export const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
export const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export async function vectors() {
  return (await fetch('/protocol/mesh-signature-vectors.json')).json();
}

export async function privateKey(seed) {
  const pkcs8 = bytesOf(`302e020100300506032b657004220420${seed}`);
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
}

export async function signedFrames(signer, count) {
  const frames = [];
  for (let i = 0; i < count; i++) {
    frames.push(await signer.sign(bytesOf('9d012a4001f000aa55'), false));
  }
  return frames;
}

/** A picture in which something moves, and a tone. */
export function sources() {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let frames = 0;
  const drawing = setInterval(() => {
    context.fillStyle = `rgb(${(frames++ * 16) % 256} 0 0)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 50);
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const sink = audio.createMediaStreamDestination();
  tone.connect(sink);
  tone.start();
  const [video] = canvas.captureStream(20).getVideoTracks();
  const [sound] = sink.stream.getAudioTracks();
  return {
    tracks: [video, sound],
    end: () => {
      clearInterval(drawing);
      audio.close();
    },
  };
}

/** The end of an edge at which the publisher sends. */
async function publisherEnd(guard, tracks, codec) {
  const pc = new RTCPeerConnection();
  const transceivers = tracks.map((track) => {
    const transceiver = pc.addTransceiver(track, { direction: 'sendonly' });
    signableCodecs(transceiver, track.kind, ({ mimeType }) => (mimeType.toLowerCase() === `video/${codec}` ? 0 : 1));
    return { sender: transceiver.sender,
      tell: guard.sign(transceiver.sender, { room: ROOM, publisher: PUBLISHER, kind: track.kind }) };
  });
  await pc.setLocalDescription();
  transceivers.forEach(({ tell }) => tell(pc.localDescription.sdp));
  await gathered(pc);
  return { pc, transceivers };
}

async function gathered(pc) {
  while (pc.iceGatheringState !== 'complete') {
    await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
}

/** Two ends in this page, the verdicts at the receiving one, and what has been decoded there. */
export async function guarded(codec, keyOf) {
  const [sender, receiver] = [await FrameGuard.make(), await FrameGuard.make()];
  const { tracks, end } = sources();
  const from = await publisherEnd(sender, tracks, codec);
  const to = new RTCPeerConnection();
  const { sdp } = from.pc.localDescription;
  await to.setRemoteDescription(from.pc.localDescription);
  const verdicts = {};
  const key = await publicKeyOf(keyOf(sender, receiver));
  for (const { receiver: one } of to.getTransceivers()) {
    const { kind } = one.track;
    receiver.verify(one, { room: ROOM, publisher: PUBLISHER, kind }, {
      key, offer: sdp, onVerdicts: (counts) => { verdicts[kind] = counts; } });
  }
  await to.setLocalDescription();
  await gathered(to);
  await from.pc.setRemoteDescription(to.localDescription);
  const decoded = async () => [...(await to.getStats()).values()].find(({ type, kind }) => (
    type === 'inbound-rtp' && kind === 'video'))?.framesDecoded ?? 0;
  return { verdicts, decoded, end: () => {
    end();
    [from.pc, to, sender, receiver].forEach((one) => one.close());
  } };
}

/** What the relay has of the publisher: a picture and sound that carry more each time they are looked at, or nothing. */
function relayTracks(carries) {
  let count = 0;
  return ['video', 'audio'].map((kind) => ({ userId: PUBLISHER, kind, track: {}, receiver: { getStats: async () => {
    count += carries() ? 1 : 0;
    return new Map([[1, { type: 'inbound-rtp', framesDecoded: count, packetsReceived: count }]]);
  } } }));
}

/** A viewer's edges, what its application has and what it reports. */
export async function viewer({ carries = () => false, onSignal = () => {}, ownId = LEAF, track = () => null, codec = () => 'h264',
  isOpen = () => true } = {}) {
  const relay = relayTracks(carries);
  const reports = [];
  const tracks = new TrackSwitch({ onTrack() {}, onTrackRemoved() {}, isOpen: () => true });
  relay.forEach((one) => tracks.added(one));
  let able = false;
  const edges = new EdgeMedia({
    request: async (message) => {
      if (message.type === 'p2pReport') {
        reports.push(message.state);
      } else if (message.type === 'p2pSignal') {
        onSignal(message);
      }
    },
    tracks,
    track,
    applyParameters: async () => {},
    rank: () => ({ mimeType }) => (mimeType.toLowerCase() === `video/${codec()}` ? 0 : 1),
    isOpen,
    iceServers: () => [],
    relayPc: () => null,
    onAbilities: () => { able = true; },
  });
  edges.start(ROOM, ownId);
  await until(() => able);
  const direct = () => tracks.tracks.filter((one) => !relay.includes(one)).length;
  return { edges, reports, direct };
}

export function order(key, more = {}) {
  const { stream, ...others } = more;
  return { userId: PUBLISHER, attempt: 7, offers: false, ...others,
    stream: { publisher: PUBLISHER, generation: 1, ttl: 0, sends: false, key, ...stream } };
}

/** A viewer's end and the publisher's, of an edge that may come by somebody else. */
export async function edge(keyOf, more = {}, parts = {}, offered = (sdp) => sdp) {
  const guard = await FrameGuard.make();
  const { tracks, end } = sources();
  const from = await publisherEnd(guard, tracks, 'vp8');
  const { edges, reports, direct } = await viewer({
    ...parts, onSignal: ({ sdp }) => from.pc.setRemoteDescription({ type: 'answer', sdp }) });
  const ordered = order(await keyOf(guard), more);
  edges.try(ordered);
  edges.signal({ userId: ordered.userId, attempt: 7, sdp: offered(from.pc.localDescription.sdp) });
  const pause = (paused) => from.transceivers.map(({ sender }, i) => sender.replaceTrack(paused ? null : tracks[i]));
  return { edges, reports, direct, pause, from, end: () => {
    end();
    edges.stop();
    [from.pc, guard].forEach((one) => one.close());
  } };
}

/**
 * A publisher, who feeds one who passes on, who feeds a leaf: three clients in this page. `feed` has one feed another, as the
 * server orders it.
 */
export async function tree(codec) {
  const { tracks, end } = sources();
  const clients = new Map();
  let first = codec;
  let isPaused = false;
  const client = async (ownId, track) => {
    const made = await viewer({ ownId, track, codec: () => first, onSignal: ({ userId, attempt, sdp }) => (
      clients.get(userId)?.edges.signal({ userId: ownId, attempt, sdp })) });
    clients.set(ownId, made);
    return made;
  };
  const root = await client(PUBLISHER, (kind) => (isPaused ? null : tracks.find((one) => one.kind === kind)));
  const forwarder = await client(FORWARDER);
  const leaf = await client(LEAF);
  const { key } = root.edges.abilities;
  const feed = async (parent, child, attempt, ttl) => {
    const reports = clients.get(child)?.reports ?? [];
    const before = reports.length;
    clients.get(child)?.edges.try(order(key, { userId: parent, attempt, stream: { ttl } }));
    clients.get(parent).edges.try(order(key, { userId: child, attempt, offers: true, stream: { ttl, sends: true } }));
    await until(() => reports.slice(before).includes('direct') || !clients.has(child), MEDIA_MS);
  };
  const pause = (paused) => {
    isPaused = paused;
    return Promise.all(['audio', 'video'].map((kind) => root.edges.send(kind)));
  };
  const publishIn = (another) => {
    first = another;
  };
  return { root, forwarder, leaf, feed, pause, publishIn, end: () => {
    end();
    clients.forEach(({ edges }) => edges.stop());
  } };
}

/** How many pictures an edge has brought, and in what. */
export async function pictures({ pc }) {
  const report = [...(await pc.getStats()).values()];
  const { framesDecoded = 0, codecId } = report.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
  return { decoded: framesDecoded, codec: report.find(({ id }) => id === codecId)?.mimeType };
}

export async function decodesMore(edge, count) {
  const { decoded: before } = await pictures(edge);
  let now = before;
  const look = setInterval(async () => {
    now = (await pictures(edge)).decoded;
  }, 100);
  await until(() => now >= before + count, MEDIA_MS);
  clearInterval(look);
}
