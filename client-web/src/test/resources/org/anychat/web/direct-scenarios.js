import { DirectMedia } from './sdk/direct-media.js';
import { PathWatch } from './sdk/path-watch.js';
import { TrackSwitch } from './sdk/track-switch.js';
import { codeOf, enter, until } from './sdk-scenarios.js';

/** Scenarios of media that goes without the relay. */
export const directScenarios = { uploadsAfterALostLink, endsAtOnce, leavesWithAGrace, saysItOnceDescribed,
  saysItWithoutADescription, saysItAnewUntilItIsTaken, keepsWhatCarries, keepsTheRelaysWhereItComesTooLate,
  endsEveryConnectionOfAUser,
  fallsSilentAfterTheGrace, takesBackWhatIsRefused, staysWhereAPictureStandsStill, noticesSilence };

const BEN = -3;

/** The word that the relay gets everything again was lost with the link. */
async function uploadsAfterALostLink() {
  const active = [];
  const { setParameters } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.setParameters = function note(parameters) {
    active.push(parameters.encodings[0]?.active);
    return setParameters.call(this, parameters);
  };
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
    g.enter('Ben');
  });
  await client.openMicrophone();
  await until(() => gateway.relay.offers.length === 1 && client.remoteTracks.length === 2);
  gateway.event({ event: 'relayUpload', needed: false });
  await until(() => active.at(-1) === false);
  gateway.drop();
  await until(() => seen.some(({ event }) => event === 'reconnected'));
  await until(() => active.at(-1) === true);
  client.close();
  RTCRtpSender.prototype.setParameters = setParameters;
  return active.at(-1);
}

/** What the relay has of a user, which carries nothing. */
function silentRelay(kind = 'audio') {
  return { userId: BEN, kind, track: {}, receiver: { getStats: async () => new Map() } };
}

function tone() {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const destination = context.createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0];
}

/**
 * Two ends of a connection, of which Ben's sends, and what Ann's application has.
 * @param {object} [parts] what Ann sends, what Ben does, and what is done with what she reports
 */
function pair({ annSends = null, kind = 'audio', benSends = tone(), onReport = () => {} } = {}) {
  const shown = [];
  const ends = {};
  const pcs = [];
  const relay = silentRelay(kind);
  const tracks = new TrackSwitch({
    onTrack: (track) => shown.push(track), onTrackRemoved: () => {}, isOpen: (userId, other) => other === kind });
  tracks.added(relay);
  const make = (other, kindsOpen, track) => new DirectMedia({
    request: async (message) => {
      if (message.type === 'p2pSignal') {
        ends[other].signal({ userId: BEN, attempt: 7, sdp: message.sdp });
      } else if (message.type === 'p2pReport' && other === 'ben') {
        onReport(message.state, ends.ann);
      }
    },
    tracks: other === 'ben' ? tracks : new TrackSwitch({ onTrack() {}, onTrackRemoved() {}, isOpen: () => false }),
    track: (wanted) => (track?.kind === wanted ? track : null),
    applyParameters: async () => {},
    isOpen: (userId, wanted) => kindsOpen.includes(wanted),
    iceServers: () => [],
    mesh: () => null,
    onBroken() {},
  });
  ends.ann = make('ben', [kind], annSends);
  ends.ben = make('ann', [], benSends);
  ends.ann.start();
  ends.ben.start();
  const end = noteConnections(pcs);
  ends.ben.try({ userId: BEN, attempt: 7, offers: false });
  ends.ann.try({ userId: BEN, attempt: 7, offers: true });
  end();
  return { ann: ends.ann, ben: ends.ben, tracks, relay, pc: pcs[1], shown };
}

/** Notes the peer connections that are made until the function is called that this returns. */
function noteConnections(pcs) {
  const Browsers = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Browsers {
    constructor(configuration) {
      super(configuration);
      pcs.push(this);
    }
  };
  return () => {
    globalThis.RTCPeerConnection = Browsers;
  };
}

/** The same once Ann's application has what comes directly. */
async function connected(parts = {}) {
  const states = [];
  const two = pair({ ...parts, onReport: (state) => states.push(state) });
  await until(() => states.includes('direct'));
  return two;
}

/** Muted by an operator: the relay carries nothing that could take the track's place. */
async function endsAtOnce() {
  const { ann, ben, tracks, relay, pc } = await connected();
  const before = tracks.tracks[0] === relay;
  ann.end({ userId: BEN, attempt: 7, graceMs: 0 });
  const result = { before, after: tracks.tracks[0] === relay, pc: pc.connectionState };
  ben.stop();
  return result;
}

/** And what is given up with a grace is cut short by a word without one. */
async function leavesWithAGrace() {
  const { ann, ben, tracks, relay, pc } = await connected();
  ann.end({ userId: BEN, attempt: 7, graceMs: 2_000 });
  const during = { direct: tracks.tracks[0] !== relay, pc: pc.connectionState };
  ann.end({ userId: BEN, attempt: 7, graceMs: 0 });
  const result = { during, after: tracks.tracks[0] === relay, pc: pc.connectionState };
  ben.stop();
  return result;
}

async function soundOf(pc) {
  const report = await pc.getStats();
  return [...report.values()].some((one) => one.type === 'inbound-rtp' && one.packetsReceived > 0);
}

/** Given up with a grace while it is being tried, it comes about within the grace: the application keeps the relay's. */
async function keepsTheRelaysWhereItComesTooLate() {
  const { ann, ben, tracks, relay, pc, shown } = pair({
    onReport: (state) => state === 'connected' && ann.end({ userId: BEN, attempt: 7, graceMs: 5_000 }) });
  let carried = false;
  const look = setInterval(async () => {
    carried ||= await soundOf(pc);
  }, 20);
  await until(() => pc.connectionState === 'closed');
  clearInterval(look);
  ben.stop();
  return { carried, relays: tracks.tracks[0] === relay, changes: shown.length };
}

/** A mute while an earlier connection is still being given up. */
async function endsEveryConnectionOfAUser() {
  const { media } = saying([]);
  const pcs = [];
  const end = noteConnections(pcs);
  media.start();
  media.try({ userId: BEN, attempt: 7, offers: true });
  media.end({ userId: BEN, attempt: 7, graceMs: 2_000 });
  media.try({ userId: BEN, attempt: 8, offers: true });
  media.try({ userId: BEN - 1, attempt: 9, offers: true });
  end();
  const before = pcs.map(({ signalingState }) => signalingState);
  media.end({ userId: BEN, attempt: 8, graceMs: 0 });
  const after = pcs.map(({ signalingState }) => signalingState);
  media.stop();
  return { before, after };
}

/** Nothing is sent after the grace, though what comes is shown until the relay has something. */
async function fallsSilentAfterTheGrace() {
  const { ann, ben, pc } = await connected({ annSends: tone() });
  const sends = () => pc.getSenders().some(({ track }) => track !== null);
  const before = sends();
  ann.end({ userId: BEN, attempt: 7, graceMs: 100 });
  const during = sends();
  await until(() => !sends() || pc.connectionState === 'closed');
  const result = { before, during, pc: pc.connectionState };
  ben.stop();
  ann.stop();
  return result;
}

/** A picture in which something moves, until it is said that nothing does. */
function movingPicture() {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let frames = 0;
  let moves = true;
  const timer = setInterval(() => {
    if (moves) {
      frames += 1;
      context.fillStyle = `rgb(${(frames * 16) % 256} 0 0)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  return { track, move: (does) => { moves = does; }, end: () => clearInterval(timer) };
}

async function picturesOf(pc) {
  const report = await pc.getStats();
  return [...report.values()].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0;
}

/** A screen without sound on which nothing moves sends nothing for longer than a path with sound may be silent. */
async function staysWhereAPictureStandsStill() {
  const picture = movingPicture();
  const states = [];
  const { ann, ben, tracks, relay, pc } = pair({
    kind: 'video', benSends: picture.track, onReport: (state) => states.push(state) });
  let pictures = 0;
  const look = setInterval(async () => {
    pictures = await picturesOf(pc);
  }, 50);
  // Until then the pauses of the beginning are what is usual.
  await until(() => pictures > 120 || states.includes('failed'));
  picture.move(false);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  picture.move(true);
  const still = await picturesOf(pc);
  await until(() => pictures > still + 5 || states.includes('failed'));
  clearInterval(look);
  picture.end();
  const result = { states, direct: tracks.tracks[0] !== relay };
  ben.stop();
  ann.stop();
  return result;
}

/**
 * After how many milliseconds without a packet a path is held to be broken, by a clock of its own.
 * @param {number} everyMs one packet, before that
 * @param {boolean} tellsTimes whether the browser says when the last packet came
 * @param {number} stallMs for how long the page stands still at the beginning of the silence
 */
async function silenceAfter(everyMs, tellsTimes, stallMs = 0) {
  const { now } = performance;
  let clockMs = 1_000;
  let endMs = Infinity;
  performance.now = () => clockMs;
  try {
    const lastMs = () => Math.floor(Math.min(clockMs, endMs) / everyMs) * everyMs;
    const pair = () => ({
      type: 'candidate-pair', bytesReceived: lastMs(), timestamp: clockMs,
      ...(tellsTimes && { lastPacketReceivedTimestamp: lastMs() }),
    });
    const watch = new PathWatch({ getStats: async () => new Map([['pair', pair()]]) });
    let broken = false;
    while (!broken && clockMs < 20_000) {
      if (clockMs > 6_000 && endMs === Infinity) {
        // It ended between two looks.
        endMs = clockMs - 130;
        clockMs += stallMs;
      }
      broken = await watch.look(400);
      clockMs += broken ? 0 : watch.nextLookMs;
    }
    return clockMs - lastMs();
  } finally {
    performance.now = now;
  }
}

/** Where the other has never opened anything. */
function lookAfterForgetting() {
  const watch = new PathWatch({});
  watch.forget();
  return watch.nextLookMs;
}

async function noticesSilence() {
  return {
    steady: await silenceAfter(20, true),
    untold: await silenceAfter(20, false),
    gaps: await silenceAfter(250, true),
    stall: await silenceAfter(20, true, 2_000),
    nextLookMs: lookAfterForgetting(),
  };
}

/** A DirectMedia that has nobody, and what it says. */
function saying(iceServers, takes = () => true) {
  const said = [];
  const media = new DirectMedia({
    request: async ({ type, anew }) => {
      said.push({ type, anew, servers: iceServers.length });
      if (!takes()) {
        throw new Error('refused');
      }
    },
    tracks: new TrackSwitch({ onTrack() {}, onTrackRemoved() {}, isOpen: () => false }),
    track: () => null,
    applyParameters: async () => {},
    isOpen: () => false,
    iceServers: () => iceServers,
    mesh: () => null,
    onBroken() {},
  });
  return { media, said };
}

async function saysItOnceDescribed() {
  const iceServers = [];
  const { media, said } = saying(iceServers);
  media.start();
  setTimeout(() => iceServers.push({ urls: ['stun:192.0.2.1:8907'] }), 300);
  await until(() => said.length > 0);
  await media.setPolicy(3);
  media.stop();
  return said;
}

/** A word that the server has not taken has told it nothing. */
async function saysItAnewUntilItIsTaken() {
  let taken = false;
  const { media, said } = saying([{ urls: ['stun:192.0.2.1:8907'] }], () => taken);
  media.start();
  await until(() => said.length > 0);
  const refused = await media.setPolicy(3).catch(({ message }) => message);
  taken = true;
  await media.setPolicy(2);
  await media.setPolicy(1);
  media.stop();
  return { refused, anew: said.map(({ anew }) => Boolean(anew)) };
}

async function saysItWithoutADescription() {
  const { media, said } = saying([]);
  media.start();
  await until(() => said.length > 0);
  media.stop();
  return said;
}

/** The relay's connection is built anew meanwhile; then the user closes the device. */
function keepsWhatCarries() {
  const seen = [];
  let open = true;
  const name = (track) => (track === direct ? 'direct' : 'relay');
  const tracks = new TrackSwitch({
    onTrack: (track) => seen.push(`+${name(track)}`),
    onTrackRemoved: (track) => seen.push(`-${name(track)}`),
    isOpen: () => open,
  });
  const relay = silentRelay();
  const direct = silentRelay();
  tracks.added(relay);
  tracks.use([direct]);
  tracks.removed(relay);
  const anew = silentRelay();
  tracks.added(anew);
  tracks.removed(anew);
  seen.push('closed');
  open = false;
  tracks.refresh();
  return seen;
}

/** What the server refuses has no effect on what may go directly; what it has taken before stays. */
async function takesBackWhatIsRefused() {
  const { gateway, client } = await enter((g) => g.enter('Ben'));
  const policies = () => gateway.received.filter(({ type }) => type === 'p2pPolicy').map(({ policy }) => policy);
  await until(() => policies().length === 1);
  gateway.failures = { limitVideos: 309, selectMedia: 309 };
  const codes = [await codeOf(client.limitVideos(2)), await codeOf(client.selectMedia(BEN, { video: false }))];
  gateway.failures = {};
  await client.limitVideos(2);
  gateway.failures = { limitVideos: 309 };
  codes.push(await codeOf(client.limitVideos(0)));
  await client.sendText('all before has come');
  client.close();
  return { codes, policies: policies() };
}
