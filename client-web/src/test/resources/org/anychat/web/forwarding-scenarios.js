import { FrameSigner, FrameVerifier, publicKeyOf } from './sdk/frame-signatures.js';
import { FrameOutlets } from './sdk/frame-outlet.js';
import { PathRoom } from './sdk/path-room.js';
import { Progresses } from './sdk/stream-progress.js';
import { FORWARDER, LEAF, MEDIA_MS, PUBLISHER, decodesMore, privateKey, signedFrames, tree, vectors } from './mesh-world.js';
import { until } from './sdk-scenarios.js';

/** Scenarios of what a browser passes on, piece by piece. */
export const forwardingScenarios = { knowsOnANewEdgeWhatHasCome, passesNothingTwice,
  passesOnInTheGrace, saysWhereItCanSendNothing, leavesNothingOpen, goesOnInTheTimesOfSound,
  triesALaterPathEverLessOften };

const PAYLOAD_TYPE = 96;

/** Of what one edge has brought, another one brings the newest and the eldest. */
async function knowsOnANewEdgeWhatHasCome() {
  const { seed, key } = await vectors();
  const stream = { room: 1, publisher: -3, kind: 'video' };
  const frames = await signedFrames(new FrameSigner(await privateKey(seed), stream, 1), 140);
  const progresses = new Progresses();
  const verifier = async (name = key) => (
    new FrameVerifier(await publicKeyOf(key), stream, progresses.of(name, stream.kind)));
  const first = await verifier();
  for (const frame of frames) {
    await first.open(frame, true, false);
  }
  const replayed = await (await verifier()).open(frames[0], true, false);
  const behind = await (await verifier()).open(frames[20], true, false);
  const others = await (await verifier('another')).open(frames[0], true, false);
  return [replayed, behind, others].map(({ verdict }) => verdict).join();
}

/** The edge above is given up with a grace, and those below have that, too; then there is nothing more. */
async function passesOnInTheGrace() {
  const { forwarder, leaf, feed, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  const [edge] = leaf.edges.all;
  forwarder.edges.end({ userId: PUBLISHER, attempt: 7, graceMs: 5_000 });
  await decodesMore(edge, 40);
  const meanwhile = leaf.reports.join();
  await until(() => leaf.reports.includes('starved'), MEDIA_MS);
  end();
  return { meanwhile, failed: forwarder.reports.includes('failed') };
}

/** Has what a forwarder's senders give and take replaced. @param {(streams: any) => any} change @returns {() => void} ends that */
function withStreams(change) {
  const { prototype } = RTCRtpSender;
  const { createEncodedStreams } = prototype;
  prototype.createEncodedStreams = function create() {
    return change(createEncodedStreams.call(this));
  };
  return () => {
    prototype.createEncodedStreams = createEncodedStreams;
  };
}

/** The edge stands, and the browser takes what is to be sent, or not, and sends none of it. */
async function saysWhereItCanSendNothing(how) {
  const restore = withStreams(({ readable, writable }) => ({
    readable: how === 'ends' ? new ReadableStream({ start: (out) => out.close() }) : readable,
    writable: how === 'ends' ? writable : new WritableStream({ write: () => (
      how === 'refuses' ? Promise.reject(new TypeError('refused')) : undefined) }),
  }));
  const { root, forwarder, leaf, feed, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  const { key } = root.edges.abilities;
  const stream = { publisher: PUBLISHER, generation: 1, ttl: 0, key };
  leaf.edges.try({ userId: FORWARDER, attempt: 8, offers: false, stream: { ...stream, sends: false } });
  forwarder.edges.try({ userId: LEAF, attempt: 8, offers: true, stream: { ...stream, sends: true } });
  await until(() => forwarder.reports.includes('failed'), MEDIA_MS);
  const result = [forwarder.reports.at(-1), leaf.reports.includes('direct')].join();
  end();
  restore();
  return result;
}

/** What is left of an edge that was passed on by, and of the one above it, once both have ended. */
async function leavesNothingOpen() {
  const Channels = globalThis.MessageChannel;
  const { close } = MessagePort.prototype;
  const closed = new Set();
  let made = 0;
  globalThis.MessageChannel = class extends Channels {
    constructor() {
      super();
      made++;
    }
  };
  MessagePort.prototype.close = function shut() {
    closed.add(this);
    close.call(this);
  };
  const ends = [];
  const restore = withStreams(({ readable, writable }) => {
    const [reader, writer] = [readable.getReader(), writable.getWriter()];
    return {
      readable: new ReadableStream({
        pull: async (out) => out.enqueue((await reader.read()).value),
        cancel: () => { ends.push('reader'); },
      }),
      writable: new WritableStream({ write: (frame) => writer.write(frame), abort: () => { ends.push('writer'); } }),
    };
  });
  const { root, forwarder, leaf, feed, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  [[forwarder, LEAF, 8], [leaf, FORWARDER, 8], [forwarder, PUBLISHER, 7], [root, FORWARDER, 7]].forEach(
    ([{ edges }, userId, attempt]) => edges.end({ userId, attempt, graceMs: 0 }));
  await until(() => ends.length === 4 && closed.size === made, MEDIA_MS);
  const result = { made, ends: ends.sort().join(), forged: leaf.reports.includes('forged') };
  end();
  restore();
  Object.assign(globalThis, { MessageChannel: Channels });
  MessagePort.prototype.close = close;
  return result;
}

/** An outlet, what goes out by it and what it says. Frames are made up: their bytes are nobody's here. */
function outletOf(kind) {
  const constructors = [globalThis.RTCEncodedAudioFrame, globalThis.RTCEncodedVideoFrame];
  const copies = class {
    constructor(frame, { metadata } = {}) {
      Object.assign(this, frame, { metadata: metadata ?? frame.getMetadata() });
    }
  };
  Object.assign(globalThis, { RTCEncodedAudioFrame: copies, RTCEncodedVideoFrame: copies });
  const outlets = new FrameOutlets();
  const sent = [];
  const words = [];
  const { port1, port2 } = new MessageChannel();
  const host = new TransformStream();
  port1.onmessage = ({ data }) => words.push(data);
  outlets.add({ kind, payloadType: PAYLOAD_TYPE, port: port2, readable: host.readable,
    writable: new WritableStream({ write: (frame) => { sent.push(frame); } }) });
  [1, 2].forEach((source) => outlets.addSource(source, () => {}));
  const hear = port2.onmessage;
  let heard = 0;
  port2.onmessage = (event) => {
    hear(event);
    heard++;
  };
  const say = async (word) => {
    const before = heard;
    port1.postMessage(word);
    await until(() => heard > before);
  };
  const pass = (source, counter, { type = 'delta', rtpTimestamp = counter * 3_000 } = {}) => outlets.pass(source, {
    type, counter, getMetadata: () => ({ payloadType: PAYLOAD_TYPE, rtpTimestamp }) }, { epoch: 1, counter });
  return { say, pass, sent, words, outlets, end: () => {
    port1.close();
    [globalThis.RTCEncodedAudioFrame, globalThis.RTCEncodedVideoFrame] = constructors;
  } };
}

/** Another source has other times; what goes out goes on after what went out before, however long that was ago. */
async function goesOnInTheTimesOfSound() {
  const { say, pass, sent, end } = outletOf('audio');
  const begunMs = performance.now();
  await say({ from: 1 });
  pass(1, 1, { rtpTimestamp: 4_294_967_000 });
  pass(1, 2, { rtpTimestamp: 664 });
  await say({ from: 2 });
  pass(2, 3, { rtpTimestamp: 2_000_000_000 });
  pass(2, 4, { rtpTimestamp: 2_000_000_960 });
  await until(() => sent.length === 4);
  const mostTicks = 48 * (performance.now() - begunMs + 20);
  end();
  const times = sent.map(({ metadata }) => metadata.rtpTimestamp);
  const later = times[2] - times[1];
  return { first: times.slice(0, 2).join(), whole: later % 960, after: later > 0 && later <= mostTicks,
    apart: times[3] - times[2] };
}

/** A path on which each key frame waits too long, then one on which it does not, and which is lost again much later. */
async function triesALaterPathEverLessOften() {
  const room = new PathRoom();
  const waits = [];
  let nowMs = 0;
  let lostMs = 0;
  const look = (sent, waitedMs) => {
    nowMs += 200;
    return room.look(sent, waitedMs, nowMs);
  };
  const lose = () => {
    look(10, 5_000);
    lostMs = nowMs;
    // What the network has not taken yet has not been sent.
    while (!room.isThere) {
      look(0, 0);
    }
    waits.push(nowMs - lostMs);
  };
  [1, 2, 3, 4, 5, 6, 7].forEach(lose);
  while (nowMs - lostMs < 20_000) {
    look(10, 100);
  }
  lose();
  return waits.join();
}

/** Another source takes the place, which is behind, and then brings what has gone out long before. */
async function passesNothingTwice() {
  const { say, pass, sent, end } = outletOf('audio');
  await say({ from: 1 });
  [1, 2, 3, 4].forEach((counter) => pass(1, counter));
  await say({ from: 2 });
  [2, 3, 4, 6, 5, 1, 7].forEach((counter) => pass(2, counter));
  await until(() => sent.length >= 7);
  end();
  return sent.map(({ counter }) => counter).join();
}
