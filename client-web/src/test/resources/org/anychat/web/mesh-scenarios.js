import { EdgeMedia } from './sdk/edge-media.js';
import { FrameGuard, signableCodecs } from './sdk/frame-guard.js';
import { FrameSigner, FrameVerifier, TRAILER_BYTES, messageOf, publicKeyOf } from './sdk/frame-signatures.js';
import { HostClock } from './sdk/host-clock.js';
import { TrackSwitch } from './sdk/track-switch.js';
import { enter, until } from './sdk-scenarios.js';

/** Scenarios of edges of mesh trees, and of their signed frames. */
export const meshScenarios = { signsAsTheVectorsSay, tellsFramesApart, letsThroughWhatIsSigned, letsThroughNothingElse,
  saysWhatItCanDo, takesWhatComesByAnEdge, takesNothingForged, refusesEdges, feedsAViewer, leavesTreesWithoutAWorker,
  verifiesWhatComesBySourcesThatNobodyNamed, givesUpWhereOneKindIsWithheld, waitsAnewWhereAKindIsOpenedAgain,
  passesOn, goesOnWithAnotherParent,
  bridgesBelowASilentParent, findsOutWhoAlters, passesOnNoFurtherThanItMay,
  endsWhereTheNextParentHasAnotherCodec, movesTimes };

export const PUBLISHER = -3;
export const FORWARDER = -9;
export const LEAF = -2;
const ROOM = 1;
/** A machine that others keep busy encodes, signs and decodes slowly. */
export const MEDIA_MS = 60_000;

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export async function vectors() {
  return (await fetch('/protocol/mesh-signature-vectors.json')).json();
}

export async function privateKey(seed) {
  const pkcs8 = bytesOf(`302e020100300506032b657004220420${seed}`);
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
}

/** Names of the vectors that come out otherwise, and how many there are. */
async function signsAsTheVectorsSay() {
  const { seed, key, frames } = await vectors();
  const wrong = [];
  for (const { name, codec, roomId, publisherId, epoch, counter, frame, message, signed } of frames) {
    const stream = { room: roomId, publisher: publisherId, kind: codec === 'opus' ? 'audio' : 'video' };
    const isH264 = codec === 'H264';
    const opened = await new FrameVerifier(await publicKeyOf(key), stream).open(bytesOf(signed), true, isH264);
    const said = await messageOf(stream, epoch, counter, bytesOf(frame), isH264);
    if (hexOf(said) !== message || opened.verdict !== 'good' || `${hexOf(opened.frame)}0000`.indexOf(frame) !== 0) {
      wrong.push(name);
    }
    if (counter <= 300) {
      const signer = new FrameSigner(await privateKey(seed), stream, epoch);
      let last;
      for (let i = 0; i < counter; i++) {
        last = await signer.sign(bytesOf(frame), isH264);
      }
      if (hexOf(last) !== signed) {
        wrong.push(`${name} signed`);
      }
    }
  }
  return { wrong, count: frames.length };
}

export async function signedFrames(signer, count) {
  const frames = [];
  for (let i = 0; i < count; i++) {
    frames.push(await signer.sign(bytesOf('9d012a4001f000aa55'), false));
  }
  return frames;
}

/** What becomes of a publisher's frames that come in another order, that somebody has changed, repeats or sends under another name. */
async function tellsFramesApart() {
  const { seed, key } = await vectors();
  const stream = { room: ROOM, publisher: PUBLISHER, kind: 'video' };
  const frames = await signedFrames(new FrameSigner(await privateKey(seed), stream, 1), 140);
  const anew = await signedFrames(new FrameSigner(await privateKey(seed), stream, 2), 2);
  const verifier = new FrameVerifier(await publicKeyOf(key), stream);
  const open = async (bytes, isKey) => (await verifier.open(bytes, isKey, false)).verdict;
  const inTurn = async (steps) => {
    const verdicts = [];
    for (const [bytes, isKey] of steps) {
      verdicts.push(await open(bytes, isKey));
    }
    return verdicts.join(' ');
  };
  const result = {
    begins: await inTurn([[frames[1], false], [frames[1], true], [frames[2], false]]),
    repeats: await inTurn([[frames[2], false], [frames[1], true]]),
    comesLate: await inTurn([[frames[5], false], [frames[4], false], [frames[4], false], [frames[139], false],
      [frames[3], false]]),
    changesEpoch: await inTurn([[anew[0], false], [anew[0], true], [frames[6], true], [anew[1], false], [frames[138], true]]),
  };
  const [, , frame] = frames;
  const { length } = frame;
  const changed = (at) => frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const plain = frame.slice(0, length - TRAILER_BYTES);
  const forged = [];
  for (const bytes of [changed(0), ...[3, 40].map((back) => changed(length - back)), plain, new Uint8Array(),
    frame.slice(0, length - 1)]) {
    forged.push((await new FrameVerifier(await publicKeyOf(key), stream).open(bytes, true, false)).verdict);
  }
  const others = new FrameVerifier(await publicKeyOf(key), { ...stream, publisher: PUBLISHER - 1 });
  forged.push((await others.open(frames[0], true, false)).verdict);
  return { ...result, forged: [...new Set(forged)].join(), count: forged.length };
}

/** A picture in which something moves, and a tone. */
function sources() {
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
async function guarded(codec, keyOf) {
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

async function letsThroughWhatIsSigned(codec) {
  const { verdicts, decoded, end } = await guarded(codec, (sender) => sender.key);
  let pictures = 0;
  const look = setInterval(async () => {
    pictures = await decoded();
  }, 50);
  await until(() => pictures > 20 && verdicts.audio?.good > 20, MEDIA_MS);
  clearInterval(look);
  end();
  return { video: verdicts.video.forged, audio: verdicts.audio.forged };
}

/** Of somebody else's frames not one reaches the decoder. */
async function letsThroughNothingElse() {
  const { verdicts, decoded, end } = await guarded('vp8', (sender, receiver) => receiver.key);
  await until(() => verdicts.audio && verdicts.video, MEDIA_MS);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const pictures = await decoded();
  end();
  return { good: verdicts.audio.good + verdicts.video.good, pictures };
}

async function saysWhatItCanDo() {
  const { gateway, client } = await enter((g) => g.enter('Ben'));
  const words = () => gateway.received.filter(({ type }) => type === 'p2pPolicy');
  await until(() => words().length === 1);
  await client.leaveRoom();
  await client.enterRoom(1);
  await until(() => words().length === 2);
  client.close();
  const [first, second] = words();
  return { policy: first.policy, anew: first.anew, forwards: first.mesh.forwards, upBps: first.mesh.upBps,
    key: /^[\w-]{43}$/.test(first.mesh.key), another: first.mesh.key !== second.mesh.key };
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
async function viewer({ carries = () => false, onSignal = () => {}, ownId = LEAF, track = () => null, codec = () => 'h264',
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

function order(key, more = {}) {
  const { stream, ...others } = more;
  return { userId: PUBLISHER, attempt: 7, offers: false, ...others,
    stream: { publisher: PUBLISHER, generation: 1, ttl: 0, sends: false, key, ...stream } };
}

/** A viewer's end and the publisher's, of an edge that may come by somebody else. */
async function edge(keyOf, more = {}, parts = {}, offered = (sdp) => sdp) {
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

/** By somebody who passes it on, it comes, stops coming, comes again, and is given up. */
async function takesWhatComesByAnEdge() {
  let carries = false;
  const { edges, reports, direct, pause, end } = await edge(({ key }) => key, { userId: -9 }, { carries: () => carries });
  await until(() => reports.includes('direct'), MEDIA_MS);
  const there = direct();
  pause(true);
  await until(() => reports.includes('starved'), MEDIA_MS);
  const stays = direct();
  carries = true;
  await until(() => direct() === 0);
  pause(false);
  await until(() => reports.filter((state) => state === 'direct').length === 2, MEDIA_MS);
  const again = direct();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const still = direct();
  edges.endAllWith(-9);
  const states = [...new Set(reports)];
  const result = { states, there, stays, again, still, after: direct() };
  end();
  return result;
}

/** Whoever passes it on names other sources than those that it sends: what comes goes by who verifies all the same. */
async function verifiesWhatComesBySourcesThatNobodyNamed() {
  const { reports, direct, from, end } = await edge(({ key }) => key, { userId: -9 }, {},
    (sdp) => sdp.replace(/^(a=ssrc(?:-group:FID)?[: ])(\d+)/gm, (line, begin) => `${begin}4711`));
  const named = /^a=ssrc:/m.test(from.pc.localDescription.sdp);
  await until(() => reports.includes('direct') || reports.includes('forged'), MEDIA_MS);
  const result = { named, reports: reports.join(), direct: direct() };
  end();
  return result;
}

/** The picture goes on, and the sound, which is open, comes no more. */
async function givesUpWhereOneKindIsWithheld() {
  const { reports, from, end } = await edge(({ key }) => key, { userId: -9 });
  await until(() => reports.includes('direct'), MEDIA_MS);
  from.transceivers.find(({ sender }) => sender.track.kind === 'audio').sender.replaceTrack(null);
  await until(() => reports.includes('failed') || reports.includes('starved'), MEDIA_MS);
  end();
  return { reports: reports.join() };
}

/** The microphone is closed for longer than anybody waits for sound that is open, and has not sent yet when it is opened. */
async function waitsAnewWhereAKindIsOpenedAgain() {
  let isMuted = false;
  let looks = 0;
  const isOpen = (userId, kind) => {
    looks += kind === 'audio' ? 1 : 0;
    return kind !== 'audio' || !isMuted;
  };
  const { reports, from, end } = await edge(({ key }) => key, { userId: -9 }, { isOpen });
  await until(() => reports.includes('direct'), MEDIA_MS);
  const looked = async () => {
    const before = looks;
    await until(() => looks > before + 8, MEDIA_MS);
  };
  await from.transceivers.find(({ sender }) => sender.track.kind === 'audio').sender.replaceTrack(null);
  await looked();
  isMuted = true;
  await looked();
  const { now } = Performance.prototype;
  // In steps, as the picture goes on meanwhile.
  for (const passedMs of [3_000, 6_000, 9_000, 12_000]) {
    performance.now = () => now.call(performance) + passedMs;
    await looked();
  }
  isMuted = false;
  await looked();
  const result = reports.join();
  delete performance.now;
  end();
  return result;
}

/** Another key than that by which the frames are signed. */
async function takesNothingForged() {
  const { edges, reports, direct, end } = await edge(async () => (await FrameGuard.make()).key, { userId: -9 });
  await until(() => reports.includes('forged'), MEDIA_MS);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const known = edges.signal({ userId: -9, attempt: 7, sdp: '' });
  const result = { reports: reports.join(), direct: direct(), known };
  end();
  return result;
}

/** What a browser does not do, or the application does not want. */
async function refusesEdges() {
  const { edges, reports } = await viewer();
  const { key } = edges.abilities;
  edges.try(order(key, { offers: true }));
  edges.try(order(key, { userId: -2 }));
  edges.try(order(key, { stream: { publisher: -2 } }));
  edges.try(order(key, { userId: -9, offers: true, stream: { sends: true } }));
  edges.try(order(''));
  edges.signal({ userId: PUBLISHER, attempt: 7, sdp: 'v=0' });
  await until(() => reports.length === 5);
  edges.try(order(key));
  edges.signal({ userId: PUBLISHER, attempt: 7, sdp: 'v=0' });
  await until(() => reports.length === 6);
  edges.try(order(key));
  edges.want(PUBLISHER, false);
  edges.try(order(key));
  edges.stop();
  edges.try(order(key));
  return reports.join();
}

/** A browser publishes, another one watches; then it closes its microphone. */
async function feedsAViewer() {
  const { tracks, end } = sources();
  const open = new Set(['video', 'audio']);
  const to = await viewer({ onSignal: ({ sdp }) => from.edges.signal({ userId: -2, attempt: 7, sdp }) });
  const from = await viewer({
    ownId: PUBLISHER,
    track: (kind) => (open.has(kind) ? tracks.find((one) => one.kind === kind) : null),
    onSignal: ({ sdp }) => to.edges.signal({ userId: PUBLISHER, attempt: 7, sdp }),
  });
  const { key } = from.edges.abilities;
  to.edges.try(order(key));
  from.edges.try(order(key, { userId: -2, offers: true, stream: { sends: true } }));
  await until(() => to.reports.includes('direct'), MEDIA_MS);
  const [edge] = from.edges.all;
  open.delete('audio');
  await from.edges.send('audio');
  const sent = edge.pc.getSenders().map(({ track }) => track?.kind ?? 'nothing');
  const stats = [...(await edge.pc.getStats()).values()];
  const codec = stats.find(({ type, mimeType }) => type === 'codec' && mimeType.startsWith('video'))?.mimeType;
  from.edges.end({ userId: -2, attempt: 7, graceMs: 100 });
  await until(() => edge.pc.connectionState === 'closed');
  const result = { from: from.reports.join(), to: to.reports.slice(0, 2).join(), sent: sent.join(), codec };
  end();
  [from, to].forEach(({ edges }) => edges.stop());
  return result;
}

/** The worker's file cannot be had. */
async function leavesTreesWithoutAWorker() {
  const Browsers = globalThis.Worker;
  globalThis.Worker = class extends Browsers {
    constructor(url, options) {
      super('/no-such-worker.js', options);
    }
  };
  const { edges, reports, direct, end } = await edge(({ key }) => key);
  const before = edges.abilities !== null;
  await until(() => reports.includes('failed'), MEDIA_MS);
  edges.try(order('k'.repeat(43)));
  // The two ends may have found each other before the file is missed.
  const ends = reports.filter((state) => state !== 'connected').join();
  const result = { before, after: edges.abilities !== null, reports: ends, direct: direct() };
  globalThis.Worker = Browsers;
  end();
  return result;
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
async function pictures({ pc }) {
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

/** What comes is decoded and verified two hops from who has published it, and nobody between them has encoded it. */
async function passesOn(codec) {
  const { forwarder, leaf, feed, end } = await tree(codec);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  const [edge] = leaf.edges.all;
  await decodesMore(edge, 40);
  await until(() => edge.verdicts.audio.good > 40, MEDIA_MS);
  const result = { forwards: forwarder.edges.forwards, codec: (await pictures(edge)).codec, reports: leaf.reports.join(),
    passed: forwarder.reports.join(), there: leaf.direct(), forged: edge.verdicts.video.forged + edge.verdicts.audio.forged };
  end();
  return result;
}

/** The publisher feeds by another edge, with another encoder, other times and numbers; the leaf's edge goes on. */
async function goesOnWithAnotherParent(codec) {
  const { forwarder, leaf, feed, end } = await tree(codec);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  const [edge] = leaf.edges.all;
  await decodesMore(edge, 10);
  await feed(PUBLISHER, FORWARDER, 9, 1);
  forwarder.edges.end({ userId: PUBLISHER, attempt: 7, graceMs: 2_000 });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await decodesMore(edge, 20);
  const result = { reports: leaf.reports.join(), there: leaf.direct(), failed: forwarder.reports.includes('failed'),
    forged: edge.verdicts.video.forged };
  end();
  return result;
}

/** Where nothing comes there is nothing to pass on; the edge stays, and carries again with the one above it. */
async function bridgesBelowASilentParent() {
  const { forwarder, leaf, feed, pause, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  await pause(true);
  await until(() => leaf.reports.includes('starved'), MEDIA_MS);
  await pause(false);
  await until(() => leaf.reports.filter((state) => state === 'direct').length === 2, MEDIA_MS);
  const result = { reports: [...new Set(leaf.reports)].join(), failed: forwarder.reports.includes('failed') };
  end();
  return result;
}

/** Who passes on changes a byte of each picture from some moment on. */
async function findsOutWhoAlters() {
  const { prototype } = RTCRtpSender;
  const { createEncodedStreams } = prototype;
  let alters = false;
  prototype.createEncodedStreams = function create() {
    const { readable, writable } = createEncodedStreams.call(this);
    const altering = new TransformStream({ transform: (frame, out) => {
      if (alters && frame instanceof RTCEncodedVideoFrame) {
        const bytes = new Uint8Array(frame.data);
        bytes[bytes.length >> 1] ^= 1;
        frame.data = bytes.buffer;
      }
      out.enqueue(frame);
    } });
    altering.readable.pipeTo(writable).catch(() => {});
    return { readable, writable: altering.writable };
  };
  const { leaf, feed, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  alters = true;
  await until(() => leaf.reports.includes('forged'), MEDIA_MS);
  const result = { reports: leaf.reports.join(), there: leaf.direct() };
  end();
  prototype.createEncodedStreams = createEncodedStreams;
  return result;
}

/** What a client is not to pass on: what it has not got, or further than the edge lets it; nor back to where it comes from. */
async function passesOnNoFurtherThanItMay() {
  const { root, forwarder, feed, end } = await tree('vp8');
  const { key } = root.edges.abilities;
  const attempts = [];
  const pass = (userId, ttl, stream) => {
    const before = forwarder.reports.length;
    forwarder.edges.try(order(key, { userId, attempt: 100 + attempts.length, offers: true,
      stream: { ttl, sends: true, ...stream } }));
    attempts.push(forwarder.reports[before] ?? 'made');
  };
  pass(LEAF, 0);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  pass(LEAF, 1);
  pass(PUBLISHER, 0);
  pass(LEAF, 0, { key: 'k'.repeat(43) });
  forwarder.edges.upBandwidth(0);
  pass(LEAF, 0);
  forwarder.edges.upBandwidth(undefined);
  pass(LEAF, 0);
  const before = forwarder.reports.length;
  forwarder.edges.retime({ attempt: 7, generation: 2, ttl: 0 });
  await until(() => forwarder.reports.length > before, MEDIA_MS);
  attempts.push(forwarder.reports[before]);
  end();
  return attempts.join();
}

/** A frame keeps the number of its codec, which was said when the edge was made. */
async function endsWhereTheNextParentHasAnotherCodec() {
  const { forwarder, feed, publishIn, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  publishIn('h264');
  await feed(PUBLISHER, FORWARDER, 9, 1);
  const reports = forwarder.reports.join();
  end();
  return reports;
}

/** What comes in whatever times goes out in those of the host, as far from each other as it came. */
async function movesTimes() {
  const ticks = () => 90 * performance.now();
  const clock = new HostClock();
  const begun = clock.of(4_000_000_000);
  const hostZero = 4_294_000_000;
  [0, 5_000, 2_000].forEach((lateTicks) => clock.hear((hostZero + ticks() - lateTicks) >>> 0));
  const goesOn = clock.of(4_000_003_000);
  clock.restart();
  const isNow = (time) => Math.abs((time - hostZero - ticks()) | 0) < 9_000;
  const moved = clock.of(4_294_967_000);
  const next = clock.of(2_704);
  const jumped = clock.of(1_000_000_000);
  const early = clock.of(1_000_090_000);
  clock.restart();
  const another = clock.of(5);
  return { unready: [begun, goesOn].join(), moved: isNow(moved), apart: (next - moved) | 0, jumped: isNow(jumped),
    behind: (another - early) | 0 };
}
