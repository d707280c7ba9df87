import { DirectMedia } from './sdk/direct-media.js';
import { TrackSwitch } from './sdk/track-switch.js';
import { enter, until } from './sdk-scenarios.js';

/** Scenarios of media that goes without the relay. */
export const directScenarios = { uploadsAfterALostLink, endsAtOnce, leavesWithAGrace, saysItOnceDescribed,
  saysItWithoutADescription, keepsWhatCarries };

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

/** Two ends of a connection, of which one sends, and what the other's application has. */
async function connected() {
  const shown = [];
  const pcs = [];
  const ends = {};
  const states = [];
  const relay = silentRelay();
  const tracks = new TrackSwitch({
    onTrack: (track) => shown.push(track), onTrackRemoved: () => {}, isOpen: (userId, kind) => kind === 'audio' });
  tracks.added(relay);
  const sent = tone();
  const make = (other, kindsOpen, track) => new DirectMedia({
    request: async (message) => {
      if (message.type === 'p2pSignal') {
        ends[other].signal({ userId: BEN, attempt: 7, sdp: message.sdp });
      } else if (message.type === 'p2pReport') {
        states.push(message.state);
      }
    },
    tracks: other === 'ben' ? tracks : new TrackSwitch({ onTrack() {}, onTrackRemoved() {}, isOpen: () => false }),
    track: (kind) => (kind === 'audio' ? track : null),
    applyParameters: async () => {},
    isOpen: (userId, kind) => kindsOpen.includes(kind),
    iceServers: () => [],
    onBroken() {},
  });
  ends.ann = make('ben', ['audio'], null);
  ends.ben = make('ann', [], sent);
  ends.ann.start();
  ends.ben.start();
  ends.ben.try({ userId: BEN, attempt: 7, offers: false });
  ends.ann.try({ userId: BEN, attempt: 7, offers: true });
  await until(() => states.includes('direct'));
  pcs.push(...ends.ann.pcs);
  return { ann: ends.ann, ben: ends.ben, tracks, relay, pc: pcs[0], shown };
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

/** A DirectMedia that has nobody, and what it says. */
function saying(iceServers) {
  const said = [];
  const media = new DirectMedia({
    request: async ({ type, anew }) => said.push({ type, anew, servers: iceServers.length }),
    tracks: new TrackSwitch({ onTrack() {}, onTrackRemoved() {}, isOpen: () => false }),
    iceServers: () => iceServers,
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
