import { AnyChatClient, AnyChatError } from './sdk/anychat.js';
import { ErrorCode, encodeBinary, decodeBinary, parseMessage, requests } from './sdk/protocol.js';
import { tracksOf } from './sdk/media-subscriber.js';
import { FakeGateway } from './fake-gateway.js';
import { directScenarios } from './direct-scenarios.js';
import { exchangeScenarios } from './exchange-scenarios.js';
import { forwardingScenarios } from './forwarding-scenarios.js';
import { meshScenarios } from './mesh-scenarios.js';
import { meshTreeScenarios } from './mesh-tree-scenarios.js';
import { networkScenarios } from './network-scenarios.js';
import { qualityScenarios } from './quality-scenarios.js';
import { reconnectScenarios } from './reconnect-scenarios.js';

/** Scenarios of SdkInBrowserIT: each returns plain data, which the test compares. */
export const scenarios = { goldenRequests, goldenEvents, errorNames, binaryFrames, malformed, offeredTracks, joinAndMeet,
  publishOnce, renegotiation, choices, mute, changingHands, roster, ownLimits, ownParameters, failures, lostLink, silentServer,
  mediaMoves, mediaChangesOver, temporalLayers,
  newSettings, people, ...exchangeScenarios, ...reconnectScenarios,
  ...qualityScenarios, ...directScenarios, ...meshScenarios, ...meshTreeScenarios, ...forwardingScenarios, ...networkScenarios };

const EVENTS = ['onlineUser', 'userAtRoom', 'cameraState', 'micStateChange', 'userInfoUpdate', 'chatModeChg',
  'privateRequest', 'privateEcho', 'privateExit', 'textMessage', 'videoPaused', 'transBuffer', 'sdkFilterData',
  'remoteTrack', 'remoteTrackRemoved', 'mediaState', 'deviceEnded', 'serverConfigUpdate', 'videoCall',
  'reconnecting', 'reconnected', 'linkClose', 'p2pConnectState'];

async function golden(name) {
  return (await fetch(`/protocol/golden/${name}.json`)).json();
}

/** A client in a room with a fake gateway; `seen` are its events. */
export async function enter(prepare = () => {}) {
  const gateway = new FakeGateway().install();
  prepare(gateway);
  const client = new AnyChatClient();
  const seen = [];
  EVENTS.forEach((event) => client.on(event, (detail) => seen.push({ event, ...plain(detail) })));
  await client.connect();
  await client.login({ name: 'Ann' });
  await client.enterRoom(1);
  return { gateway, client, seen };
}

function plain({ track, bytes, ...detail }) {
  return { ...detail, ...(bytes && { bytes: [...bytes] }) };
}

export async function until(condition, limitMs = 20_000) {
  const endMs = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > endMs) {
      throw new Error(`never came: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function codeOf(promise) {
  try {
    await promise;
    return 0;
  } catch (error) {
    return error instanceof AnyChatError ? error.code : String(error);
  }
}

const types = (gateway) => gateway.received.map(({ type }) => type);

async function goldenRequests() {
  const build = {
    connect: ({ client }) => requests.connect(client),
    authenticate: ({ proof }) => requests.authenticate(proof),
    login: ({ name, password }) => requests.login(name, password),
    heartbeat: () => requests.heartbeat(),
    resume: ({ token, received, version, attempt }) => requests.resume(token, received, version, attempt),
    enterRoom: ({ roomId, password }) => requests.enterRoom(roomId, password),
    enterRoomEx: ({ roomName, password }) => requests.enterRoomEx(roomName, password),
    roomUsers: ({ roomId }) => requests.roomUsers(roomId),
    queryRoomState: ({ roomId, state }) => requests.queryRoomState(roomId, state),
    queryUserState: ({ userId, state }) => requests.queryUserState(userId, state),
    setNickname: ({ name }) => requests.setNickname(name),
    changeChatMode: ({ mode }) => requests.changeChatMode(mode),
    privateChatRequest: ({ userId }) => requests.privateChatRequest(userId),
    privateChatEcho: ({ userId, requestId, code }) => requests.privateChatEcho(userId, requestId, code),
    privateChatExit: ({ userId }) => requests.privateChatExit(userId),
    userInfoControl: ({ userId, control, wParam, text }) => requests.userInfoControl(userId, control, wParam, text),
    setCamera: ({ state }) => requests.setCamera(state),
    setMicrophone: ({ state }) => requests.setMicrophone(state),
    selectMedia: ({ userId, video, audio, first, height }) =>
      requests.selectMedia(userId, video, audio, first, height),
    limitVideos: ({ videos }) => requests.limitVideos(videos),
    reportQuality: ({ received }) => requests.reportQuality(received),
    p2pPolicy: ({ policy, anew, mesh }) => requests.p2pPolicy(policy, anew, mesh),
    p2pConnect: ({ userId }) => requests.p2pConnect(userId),
    p2pSignal: ({ userId, attempt, sdp }) => requests.p2pSignal(userId, attempt, sdp),
    p2pReport: ({ userId, attempt, state, delayMs }) => requests.p2pReport(userId, attempt, state, delayMs),
    p2pNetwork: ({ mapping, udp, upBps }) => requests.p2pNetwork(mapping, udp, upBps),
    sendText: ({ userId, secret, text }) => requests.sendText(userId, secret, text),
    publish: ({ sdp }) => requests.publish(sdp),
    mediaAnswer: ({ revision, sdp }) => requests.mediaAnswer(revision, sdp),
    transBuffer: ({ userId }) => requests.transBuffer(userId),
    transOffer: ({ userId, content }) => requests.transOffer(userId, content),
    transChunk: ({ taskId, offset }) => requests.transChunk(taskId, offset),
    transAck: ({ taskId, offset }) => requests.transAck(taskId, offset),
    transCancel: ({ taskId, code }) => requests.transCancel(taskId, code),
    transInfo: ({ taskId }) => requests.transInfo(taskId),
    videoCall: ({ step, userId, code, ...words }) => requests.videoCall(step, userId, code, words),
  };
  const different = [];
  for (const type of Object.keys(requests)) {
    // A browser does not know what its NAT lets in.
    const { id, ...expected } = await golden(type === 'p2pNetwork' ? 'request-p2pNetwork-up' : `request-${type}`);
    const built = (build[type] ?? requests[type])(expected);
    if (JSON.stringify(built) !== JSON.stringify(expected)) {
      different.push({ built, expected });
    }
  }
  return { count: Object.keys(requests).length, different };
}

/** Each golden event comes out of the client with the fields that went in. */
async function goldenEvents() {
  const { gateway, seen } = await enter((g) => {
    g.version = 17;
  });
  await until(() => seen.some(({ event }) => event === 'onlineUser'));
  seen.length = 0;
  const names = ['userAtRoom', 'userAtRoom-leave', 'cameraState', 'micStateChange', 'userInfoUpdate', 'chatModeChg',
    'privateRequest', 'privateEcho', 'privateExit', 'textMessage', 'onlineUser', 'serverConfigUpdate', 'videoCall',
    'videoPaused', 'p2pConnectState'];
  const sent = [];
  for (const name of names) {
    sent.push(await golden(`event-${name}`));
    gateway.event(sent[sent.length - 1]);
  }
  const header = await golden('event-transBuffer');
  gateway.binaryEvent(header, new Uint8Array([1, 2, 3]));
  sent.push({ ...header, bytes: [1, 2, 3] });
  const filterHeader = await golden('event-sdkFilterData');
  gateway.binaryEvent(filterHeader, new Uint8Array([4, 5]));
  sent.push({ ...filterHeader, bytes: [4, 5] });
  const close = await golden('event-linkClose');
  gateway.event(close);
  sent.push(close);
  await until(() => seen.some(({ event }) => event === 'linkClose'));
  const got = seen.filter(({ event }) => event !== 'mediaState');
  return sent.filter((event) => !got.some((other) => same(event, other)));
}

function same(expected, got) {
  return Object.entries(expected).every(([key, value]) => JSON.stringify(value) === JSON.stringify(got[key]));
}

async function errorNames() {
  const table = await (await fetch('/protocol/error-codes.json')).json();
  return Object.entries(ErrorCode).filter(([name, code]) => table[code]?.name !== name).map(String);
}

function binaryFrames() {
  const frame = encodeBinary({ id: 9, type: 'transBuffer', userId: -3 }, new Uint8Array([0, 255]));
  const { header, bytes } = decodeBinary(frame.buffer);
  return {
    header: JSON.parse(header),
    bytes: [...bytes],
    truncated: Array.from({ length: 2 + header.length }, (_, length) => decodeBinary(frame.buffer.slice(0, length))),
  };
}

function malformed() {
  const texts = ['', '{', 'null', '[]', '7', '"a"', '{}', '{"re":"1","code":0}', '{"re":1}', '{"event":7}'];
  return texts.map(parseMessage);
}

function offeredTracks() {
  const section = (media, ...lines) => [`m=${media} 9 UDP/TLS/RTP/SAVPF 96`, ...lines, ''].join('\r\n');
  return tracksOf([
    'v=0\r\n',
    section('audio', 'a=mid:0', 'a=sendonly', 'a=msid:-2 -2-audio'),
    section('video', 'a=mid:1', 'a=inactive', 'a=msid:-2 -2-video'),
    section('video', 'a=mid:2', 'a=msid:1001 1001-video', 'a=sendonly'),
    section('video', 'a=mid:3', 'a=msid:- nonsense', 'a=sendonly'),
    section('audio', 'a=sendonly', 'a=msid:5 5-audio'),
  ].join(''));
}

async function joinAndMeet() {
  const { gateway, client, seen } = await enter((g) => g.enter('Ben'));
  await client.openCamera();
  await until(() => client.remoteTracks.length === 2);
  gateway.text(-3, 'hello', { to: -2, secret: true });
  await client.sendText('to all');
  await client.sendText('to one', { to: -3 });
  await client.transBuffer(-3, new Uint8Array([7, 8]));
  await client.sendSdkFilterData(new Uint8Array([9]));
  await until(() => seen.some(({ event }) => event === 'textMessage'));
  const result = {
    protocol: gateway.protocol,
    state: client.state,
    names: client.users.map(({ name }) => name),
    tracks: client.remoteTracks.map(({ userId, kind }) => `${userId} ${kind}`).sort(),
    texts: seen.filter(({ event }) => event === 'textMessage').map(({ from, text, secret }) => ({ from, text, secret })),
    sent: gateway.received.filter(({ type }) => ['sendText', 'transBuffer', 'sdkFilterData'].includes(type)),
  };
  await client.leaveRoom();
  const afterLeave = [client.state, client.remoteTracks.length, client.users.length];
  client.close();
  await until(() => client.cameraTrack === null);
  return { ...result, afterLeave, afterClose: client.state };
}

/** Camera and microphone on one connection, with the server's sizes, rates and codec. */
async function publishOnce() {
  const { gateway, client } = await enter();
  const camera = await client.openCamera();
  await client.openMicrophone();
  await client.closeCamera();
  const cameraTracks = [camera.readyState, client.camera];
  const again = await client.openCamera();
  await until(() => gateway.relay.publisher?.connectionState === 'connected');
  const { width, height, frameRate } = again.getSettings();
  const stats = await client.getStats();
  const [offer] = gateway.relay.offers;
  client.close();
  return {
    picture: [width, height, frameRate],
    cameraTracks,
    publishes: types(gateway).filter((type) => type === 'publish').length,
    codec: /a=rtpmap:(\d+) (\S+)/.exec(offer.slice(offer.indexOf('m=video')))[2],
    sent: stats.publish.tracks.map(({ kind }) => kind).sort(),
    directions: gateway.relay.offers[1].match(/a=(sendonly|sendrecv|recvonly)/g),
  };
}

/** The relay would choose another codec: what is open is offered once more, on the same connection; else nothing is. */
async function renegotiation() {
  const { gateway, client } = await enter();
  const told = () =>
    gateway.event({ event: 'mediaState', direction: 'publish', state: 'renegotiate', code: 0, reason: '' });
  told();
  await client.openCamera();
  await until(() => gateway.relay.publisher?.connectionState === 'connected');
  const { publisher } = gateway.relay;
  const publishes = () => types(gateway).filter((type) => type === 'publish').length;
  const before = publishes();
  told();
  await until(() => publishes() > before && gateway.relay.offers.length > before);
  const stays = gateway.relay.publisher === publisher;
  client.close();
  return { before, stays, offered: gateway.relay.offers.map((sdp) => /a=rtpmap:\d+ VP8/.test(sdp)) };
}

/** The server takes a choice as a whole: half of one must not undo the other half. */
async function choices() {
  const { gateway, client } = await enter((g) => g.enter('Ben'));
  await client.selectMedia(-3, { video: true, audio: false });
  await client.selectMedia(-3, { first: true, height: 720 });
  await client.selectMedia(-3, { video: false, audio: false });
  gateway.failures.selectMedia = 309;
  const code = await codeOf(client.selectMedia(-3, { video: true, height: 0 }));
  delete gateway.failures.selectMedia;
  await client.selectMedia(-3, { first: false });
  await client.leaveRoom();
  await client.enterRoom(1);
  await client.selectMedia(-3, { height: 180 });
  client.close();
  const chosen = gateway.received
    .filter(({ type }) => type === 'selectMedia')
    .map(({ userId, video, audio, first, height }) => [userId, video, audio, first, height].join(' '));
  return { code, chosen };
}

async function mute() {
  const { gateway, client } = await enter();
  const microphone = await client.openMicrophone();
  await client.closeMicrophone();
  const muted = [microphone.enabled, microphone.readyState, client.microphone];
  await client.openMicrophone();
  const open = [microphone.enabled, client.microphone, client.microphoneTrack === microphone];
  const states = gateway.received.filter(({ type }) => type === 'setMicrophone').map(({ state }) => state);
  client.close();
  return { muted, open, states, publishes: types(gateway).filter((type) => type === 'publish').length };
}

/** A media section goes from one person to another, who comes while offers are under way. */
async function changingHands() {
  const { gateway, client, seen } = await enter();
  const ben = gateway.enter('Ben');
  await until(() => client.remoteTracks.length === 2);
  gateway.leave(ben.userId);
  gateway.enter('Eve');
  gateway.enter('Zoe', { camera: 1 });
  await until(() => client.remoteTracks.length === 3);
  const tracks = client.remoteTracks.map(({ userId, kind }) => `${userId} ${kind}`).sort();
  const removed = seen.filter(({ event }) => event === 'remoteTrackRemoved').map(({ userId, kind }) => `${userId} ${kind}`);
  const revisions = [...gateway.relay.answers];
  client.close();
  return { tracks, removed: removed.sort(), ascending: revisions.every((r, i) => i === 0 || r > revisions[i - 1]) };
}

async function roster() {
  const { gateway, client, seen } = await enter((g) => {
    g.enter('Ben');
    g.version = 40;
  });
  gateway.event({ event: 'cameraState', version: 39, userId: -3, state: 1 });
  gateway.event({ event: 'micStateChange', version: 47, userId: -3, state: 1 });
  gateway.event({ event: 'cameraState', version: 47, userId: -3, state: 0 });
  await until(() => seen.some(({ event }) => event === 'cameraState'));
  const { camera, microphone } = client.users.find(({ name }) => name === 'Ben');
  const own = (await client.openMicrophone(), client.users.find(({ name }) => name === 'Ann').microphone);
  client.close();
  return { camera, microphone, own, cameraEvents: seen.filter(({ event }) => event === 'cameraState').length };
}

/** Own values count at once and give way to the server's again; only what the relay has a part in takes an offer. */
async function ownParameters() {
  const { gateway, client } = await enter();
  const seen = [];
  const connections = recordConnections();
  const read = () => {
    const sender = connections.flatMap((pc) => pc.getSenders()).find(({ track }) => track && track === client.cameraTrack);
    const { encodings: [encoding], degradationPreference } = sender.getParameters();
    const { width, height } = client.cameraTrack.getSettings();
    const scaled = [width, height].map((size) => Math.round(size / encoding.scaleResolutionDownBy));
    seen.push([...scaled, encoding.maxFramerate, encoding.maxBitrate, degradationPreference]);
  };
  await client.leaveRoom();
  await client.enterRoom(1);
  await client.openCamera();
  await client.openMicrophone();
  read();
  client.setVideoParameters({ width: 160, height: 120, fps: 5, bitrate: 30_000 });
  read();
  await client.applyParameters();
  read();
  client.setVideoParameters({ gop: 10, bitrate: 0, quality: 5 });
  client.setAudioParameters({ bitrate: 24_000, channels: 2 });
  await client.applyParameters();
  read();
  const { parameters } = client;
  await client.applyParameters(false);
  read();
  const refused = [{ fps: 61 }, { gop: 1.5 }, { width: '320' }, { colour: 1 }].map((values) => {
    try {
      client.setVideoParameters(values);
      return 0;
    } catch (error) {
      return error.code;
    }
  });
  client.close();
  const owns = gateway.received.filter(({ type }) => type === 'publish').map(({ own }) => own ?? null);
  return { seen, owns, refused, parameters };
}

/** Layers are asked for where the codec has them, and not any more where the server's parameters count again. */
async function temporalLayers() {
  const { client } = await enter();
  const modes = [];
  const connections = recordConnections();
  const read = () => {
    const sender = connections.flatMap((pc) => pc.getSenders()).find(({ track }) => track && track === client.cameraTrack);
    const [{ scalabilityMode, maxBitrate }] = sender.getParameters().encodings;
    modes.push([scalabilityMode ?? null, maxBitrate]);
  };
  await client.leaveRoom();
  await client.enterRoom(1);
  client.setVideoParameters({ codec: 'VP8', scalabilityMode: 'L1T3', bitrate: 80_000 });
  await client.applyParameters();
  await client.openCamera();
  read();
  client.setVideoParameters({ scalabilityMode: 'L1T2', bitrate: 70_000 });
  await client.applyParameters();
  read();
  client.setVideoParameters({ scalabilityMode: undefined, bitrate: 60_000 });
  await client.applyParameters();
  read();
  const refused = ['L3T3', 'L2T1_KEY', 'L1T3_KEY', 'L4T1', 'fast', 3].map((scalabilityMode) => {
    try {
      client.setVideoParameters({ scalabilityMode });
      return 0;
    } catch (error) {
      return error.code;
    }
  });
  client.close();
  return { modes, refused };
}

/** Every RTCPeerConnection that is made from now on. */
function recordConnections() {
  const connections = [];
  const create = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends create {
    constructor(configuration) {
      super(configuration);
      connections.push(this);
    }
  };
  return connections;
}

/** What the application asks for counts instead of the server's settings, until it asks for nothing. */
async function ownLimits() {
  const encodings = [];
  const connections = recordConnections();
  const { gateway, client } = await enter();
  const read = () => {
    const sender = connections.flatMap((pc) => pc.getSenders()).find(({ track }) => track && track === client.cameraTrack);
    const { maxBitrate, maxFramerate } = sender.getParameters().encodings[0];
    const { width, height } = client.cameraTrack.getSettings();
    encodings.push([width, height, maxFramerate, maxBitrate ?? 0]);
  };
  await client.openCamera();
  read();
  await client.openCamera({ width: 640, height: 480, frameRate: 25, bitrate: 0 });
  read();
  await client.openCamera();
  read();
  client.close();
  return { encodings, publishes: types(gateway).filter((type) => type === 'publish').length };
}

/** The server's settings change: what is open follows, but for what the application asked for. */
async function newSettings() {
  const create = globalThis.RTCPeerConnection;
  const connections = [];
  globalThis.RTCPeerConnection = class extends create {
    constructor(configuration) {
      super(configuration);
      connections.push(this);
    }
  };
  const { gateway, client, seen } = await enter();
  const encodingOf = (track) => connections.flatMap((pc) => pc.getSenders())
    .find((sender) => sender.track && sender.track === track)?.getParameters().encodings[0] ?? {};
  const read = () => {
    const { width, height } = client.cameraTrack.getSettings();
    const { maxBitrate, maxFramerate } = encodingOf(client.cameraTrack);
    return [width, height, maxFramerate, maxBitrate, encodingOf(client.microphoneTrack).maxBitrate];
  };
  const publishes = () => types(gateway).filter((type) => type === 'publish').length;
  const change = async (video, audio) => {
    const before = publishes();
    const config = { ...gateway.config, video: { ...gateway.config.video, ...video }, audio: { ...gateway.config.audio, ...audio } };
    gateway.event({ event: 'serverConfigUpdate', config });
    await until(() => client.config.audio.bitrate === audio.bitrate && read()[2] === video.fps && read()[4] === audio.bitrate
      && publishes() > before);
  };
  await client.openCamera();
  await client.openMicrophone();
  await client.closeMicrophone();
  const before = read();
  await change({ width: 640, height: 480, fps: 15, bitrate: 300_000 }, { bitrate: 23_850 });
  const followed = read();
  const stillMuted = client.microphone;
  await client.openCamera({ width: 176, height: 144, bitrate: 50_000 });
  await change({ width: 352, height: 288, fps: 10, bitrate: 200_000 }, { bitrate: 6600 });
  const overridden = read();
  client.close();
  const updates = seen.filter(({ event }) => event === 'serverConfigUpdate').map(({ config }) => config.video.width);
  return { before, followed, stillMuted, overridden, updates, publishes: publishes() };
}

async function people() {
  const { gateway, client, seen } = await enter((g) => g.enter('Ben'));
  await client.setNickname('Anna');
  gateway.event({ event: 'chatModeChg', version: 90, userId: -3, mode: 1 });
  await until(() => seen.some(({ event }) => event === 'chatModeChg'));
  const requestId = await client.privateChats.request(-3);
  await client.privateChats.changeMode(1);
  await client.privateChats.echo(-3, 9);
  await client.privateChats.exit(-3);
  await client.directory.kick(-3);
  await client.directory.ban('192.0.2.*', { seconds: 60 });
  await client.directory.admit('192.0.2.*');
  const result = {
    names: client.users.map(({ name, chatMode }) => `${name} ${chatMode}`),
    self: client.self.name,
    requestId,
    roomUsers: (await client.directory.roomUsers(2)).map(({ name }) => name),
    roomName: await client.directory.roomState(2, 1),
    codec: await client.directory.userState(-3, 21),
    routes: (await client.directory.routes(-3)).flatMap(({ via, way, hops }) => [via, way, hops]),
    noRoutes: await client.directory.userState(-3, 11),
    sent: gateway.received.filter(({ type }) => /^(private|changeChat|userInfo)/.test(type)),
  };
  client.close();
  return result;
}

async function failures() {
  const early = await codeOf(new AnyChatClient().login({ name: 'Ann' }));
  const { gateway, client } = await enter();
  gateway.failures = { enterRoom: 303, sendText: 205 };
  const codes = {
    early,
    noRoom: await codeOf(client.enterRoom(9)),
    stillIn: client.room?.roomId,
    noUser: await codeOf(client.sendText('a', { to: -9 })),
    longText: await codeOf(client.sendText('x'.repeat(16_385))),
    emptyBuffer: await codeOf(client.transBuffer(-3, new Uint8Array())),
    device: await codeOf(client.openCamera({ deviceId: 'no such camera' })),
  };
  client.close();
  gateway.authRequired = true;
  codes.noServerPassword = await codeOf(client.connect());
  await client.connect({ serverPassword: 'secret' });
  codes.proof = gateway.received.find(({ type }) => type === 'authenticate').proof;
  client.close();
  gateway.unreachable = true;
  codes.unreachable = await codeOf(client.connect());
  return codes;
}

/** A link that drops fails what waits on it, tells once, and leaves the devices open for the next `connect`. */
async function lostLink() {
  const { gateway, client, seen } = await enter();
  await client.openMicrophone();
  gateway.silent.add('rooms');
  const waiting = codeOf(client.rooms());
  gateway.drop();
  gateway.relay.restart();
  const first = { waiting: await waiting, state: client.state, microphone: client.microphone };
  await client.connect();
  await client.login({ name: 'Ann' });
  await client.enterRoom(1);
  await until(() => gateway.relay.offers.length === 2);
  client.close();
  return { ...first, closes: seen.filter(({ event }) => event === 'linkClose').map(({ code }) => code) };
}

/** A server that does not answer a heartbeat is dead before the next would be due. */
async function silentServer() {
  const gateway = new FakeGateway().install();
  gateway.on_connect = () => ({ heartbeatSeconds: 0.5 });
  const client = new AnyChatClient();
  const closed = new Promise((resolve) => client.on('linkClose', resolve));
  await client.connect();
  gateway.silent.add('heartbeat');
  const { code } = await closed;
  return { code, state: client.state, heartbeats: types(gateway).includes('heartbeat') };
}

async function mediaMoves() {
  const { gateway, client, seen } = await enter((g) => g.enter('Ben'));
  await client.openMicrophone();
  await until(() => client.remoteTracks.length === 2 && gateway.relay.publisher?.connectionState === 'connected');
  gateway.event({ event: 'mediaMoved', roomId: 1, media: false });
  await until(() => client.remoteTracks.length === 0);
  gateway.relay.restart();
  gateway.event({ event: 'mediaMoved', roomId: 1, media: true });
  await until(() => client.remoteTracks.length === 2 && gateway.relay.publisher?.connectionState === 'connected');
  client.close();
  return {
    publishes: types(gateway).filter((type) => type === 'publish').length,
    subscribes: types(gateway).filter((type) => type === 'subscribe').length,
    removed: seen.filter(({ event }) => event === 'remoteTrackRemoved').length,
  };
}

/** The old relay goes on: nothing ends before the same is there from the new one. */
async function mediaChangesOver() {
  const { gateway, client, seen } = await enter((g) => g.enter('Ben'));
  await client.openMicrophone();
  await until(() => client.remoteTracks.length === 2 && gateway.relay.publisher?.connectionState === 'connected');
  const old = client.remoteTracks.map(({ track }) => track);
  const oldPublisher = gateway.relay.publisher;
  let gaps = 0;
  const watch = setInterval(() => (gaps += client.remoteTracks.length < 2 ? 1 : 0));
  seen.length = 0;
  gateway.changeRelay();
  gateway.event({ event: 'mediaMoved', roomId: 1, media: true, graceMs: 60_000 });
  await until(() => client.remoteTracks.every(({ track }) => !old.includes(track))
    && gateway.relay.publisher?.connectionState === 'connected');
  clearInterval(watch);
  const order = seen.map(({ event }) => event).filter((event) => event.startsWith('remoteTrack'));
  client.close();
  return { gaps, oldPublisher: oldPublisher.connectionState, order };
}

/** Runs `/call.js`, the guide's example, in a room with somebody else; tells the calls that it made. */
export async function runExample() {
  const gateway = new FakeGateway().install();
  gateway.enter('Ben');
  const base = document.createElement('script');
  base.type = 'module';
  base.src = '/call.js';
  document.body.append(base);
  await until(() => types(gateway).includes('sendText') && document.querySelector('video'));
  const calls = ['connect', 'login', 'enterRoom', 'sendText'];
  return types(gateway).filter((type) => calls.includes(type));
}
