/**
 * The wire protocol `anychat.v1` as values: numbers, message shapes, framing of binary messages. No I/O here.
 * The specification is docs/protocol.md; its sections are named below.
 */

/** Version of the protocol that this SDK speaks (field `version` of `connect`). */
export const PROTOCOL_VERSION = 1;

/** WebSocket sub-protocol (section 1). */
export const SUB_PROTOCOL = 'anychat.v1';

/** The `to` of a text for everybody in the room. */
export const TO_ROOM = -1;

/** The receiver of a file for the server. */
export const TO_SERVER = 0;

/** Most bytes of one `TransBufferEx` (section 9). */
export const MAX_BUFFER_EX_BYTES = 1_048_576;

/**
 * Steps of a video call.
 * @enum {number}
 */
export const CallStep = Object.freeze({ REQUEST: 1, REPLY: 2, START: 3, FINISH: 4 });

/** Events that the server keeps for a client whose link is lost, and that both sides count (section 12). */
export const ADDRESSED = new Set([
  'textMessage', 'transBuffer', 'videoCall', 'privateRequest', 'privateEcho', 'privateExit', 'sdkFilterData',
]);

/** Most UTF-8 bytes of one JSON message of a client (section 1). */
export const MAX_JSON_BYTES = 262_144;

/** Most bytes of one `transBuffer` or `sdkFilterData` (section 1). */
export const MAX_PAYLOAD_BYTES = 65_536;

/** Most characters of one text message (section 4). */
export const MAX_TEXT_CHARS = 16_384;

/**
 * State of a camera or microphone.
 * @enum {number}
 */
export const DeviceState = Object.freeze({
  /** The user has no such device. */
  NONE: 0,
  /** The device is there and closed (muted). */
  CLOSED: 1,
  /** The device is open and sends. */
  OPEN: 2,
});

/**
 * Kind of terminal, user state 15.
 * @enum {number}
 */
export const Device = Object.freeze({
  UNKNOWN: 0, WINDOWS: 1, ANDROID: 2, IOS: 3, WEB: 4, LINUX: 5, MAC: 6, WIN_PHONE: 7, WIN_CE: 8,
});

/**
 * The codes that a call of this SDK can fail with. The numbers are those of the AnyChat error table.
 * @enum {number}
 */
export const ErrorCode = Object.freeze({
  SUCCESS: 0,
  /** A call that needs a connection came before `connect`. */
  NOTINIT: 2,
  /** The browser failed in a way that has no number of its own. */
  EXCEPTION: 5,
  /** Ended before its time, by whoever could. */
  CANCEL: 6,
  /** The server keeps no such session (any more). */
  SESSIONNOTEXIST: 8,
  /** There is no such value now. */
  DATANOTEXIST: 9,
  /** The server has no such function. */
  FUNCNOTALLOW: 20,
  /** A message that breaks the protocol. */
  PROTOCOLFAIL: 7,
  /** A parameter is missing, of the wrong type or out of range. */
  FUNCOPTERROR: 21,
  /** Camera or microphone cannot be opened; `reason` says why. */
  DEVICEOPENFAIL: 22,
  /** No relay can carry the room's media now. */
  NOENOUGHRESOURCE: 23,
  /** No room left on the server's disk. */
  DISKSPACELIMITED: 43,
  /** The server could not finish the request in time. */
  REQUESTFAILED: 44,
  /** A part of the server is not there now. */
  SERVICECLOSED: 58,
  /** A limit of size, rate or number was passed. */
  OVERFLOW: 62,
  /** The server is older than this SDK. */
  OLDSERVER: 63,
  /** Nothing was heard from the server in time. */
  CONNECT_TIMEOUT: 100,
  /** The server cannot be reached, or the link to it broke. */
  CONNECT_ABORT: 101,
  /** The server password is wrong or missing. */
  CONNECT_AUTHFAIL: 102,
  /** More users than the licence admits. */
  CONNECT_OVERFLOW: 104,
  /** More users than demo mode admits. */
  CONNECT_FUNCLIMIT: 105,
  /** Server and client have no protocol version in common. */
  CONNECT_OLDVERSION: 107,
  /** A standby refuses, as the master is there. */
  CONNECT_HOTSERVER: 111,
  /** The address is banned. */
  CONNECT_IPFORBID: 113,
  /** Closed by this side: `close()` was called. */
  CONNECT_SELFCLOSE: 116,
  /** Name or password wrong. */
  CERTIFY_FAIL: 200,
  /** The user is logged in already. */
  ALREADY_LOGIN: 201,
  /** Too many wrong passwords came from this address; wait. */
  IPADDR_LOCK: 203,
  /** Guests (a login without password) are not allowed. */
  VISITOR_DENY: 204,
  /** No such user. */
  INVALID_USERID: 205,
  /** The call needs a login. */
  NOTLOGIN: 208,
  /** The same user logged in elsewhere. */
  LOGIN_NEWLOGIN: 209,
  /** A login without a name. */
  LOGIN_EMPTYNAME: 210,
  /** The server removed the user. */
  KICKOUT: 211,
  /** No right to do this. */
  FORBIDDEN: 213,
  /** The room's password is wrong. */
  ROOM_PASSERR: 301,
  /** The room is full. */
  ROOM_FULLUSER: 302,
  /** The room does not exist. */
  ROOM_INVALID: 303,
  /** The room is not for this user. */
  ROOM_REJECT: 305,
  /** No room can be entered. */
  ROOM_ENTERFAIL: 307,
  /** In that room already; nothing changed. */
  ROOM_ALREADIN: 308,
  /** The call needs a room. */
  ROOM_NOTIN: 309,
  /** One is in a video call, or rings, oneself. */
  VIDEOCALL_INCHAT: 440,
  /** Too many transfers at once, here or at the receiver. */
  TRANSBUF_CREATEFAIL: 700,
  /** There is no such buffer on its way. */
  TRANSBUF_NOTASK: 701,
  /** The file cannot be opened or made. */
  TRANSFILE_OPENFAIL: 710,
  /** The file is empty. */
  TRANSFILE_ZEROLEN: 711,
  /** The file is larger than the server lets pass. */
  TRANSFILE_TOOLARGE: 712,
  /** The file cannot be read. */
  TRANSFILE_READFAIL: 713,
  /** The file is on its way to that receiver already. */
  TRANSFILE_DOWNLOADING: 714,
  /** The file did not come as it was sent. */
  TRANSFILE_FAILED: 715,
  /** There is no such file on its way. */
  TRANSFILE_NOTASK: 716,
  /** The caller withdrew the call. */
  VIDEOCALL_CANCEL: 100_101,
  /** The callee is not logged in. */
  VIDEOCALL_OFFLINE: 100_102,
  /** The callee is in a call, or is being rung. */
  VIDEOCALL_BUSY: 100_103,
  /** The callee refused the call. */
  VIDEOCALL_REJECT: 100_104,
  /** The callee did not answer in time. */
  VIDEOCALL_TIMEOUT: 100_105,
  /** The other side's link is gone. */
  VIDEOCALL_DISCONNECT: 100_106,
  /** There is no such call. */
  VIDEOCALL_NOTINCALL: 100_107,
  /** The other of a private chat is not in the room, or there is no such chat. */
  PRIVATE_PRINULL: 401,
  /** The other does not want a private chat now. */
  PRIVATE_REJECTPRI: 402,
  /** The other wants no private chats. */
  PRIVATE_PRIDENY: 403,
  /** There is no such request for a private chat, or not any more. */
  PRIVATE_PRIREQIDERR: 420,
  /** The two are in a private chat already. */
  PRIVATE_PRIALRCHAT: 421,
  /** The request for a private chat was not answered in time. */
  PRIVATE_PRITIMEOUT: 431,
  /** The other is being asked already. */
  PRIVATE_PRICHATBUSY: 432,
  /** The other has ended the private chat. */
  PRIVATE_PRIUSERCLOSE: 433,
  /** This side has ended the private chat. */
  PRIVATE_PRISELFCLOSE: 434,
  /** The other has taken the request back. */
  PRIVATE_PRIREQCANCEL: 435,
});

/**
 * Who gets one's picture and sound.
 * @enum {number}
 */
export const ChatMode = Object.freeze({
  /** Everybody in the room. */
  PUBLIC: 0,
  /** One's private partners alone. */
  PRIVATE: 1,
});

/**
 * What `directory.userState` asks for: the user states of the AnyChat SDK (section 11).
 * @enum {number}
 */
export const UserState = Object.freeze({
  CAMERA: 1, MICROPHONE: 2, SPEAK_VOLUME: 3, RECORDING: 4, LEVEL: 5, NICKNAME: 6, LOCAL_IP: 7, INTERNET_IP: 8,
  VIDEO_BITRATE: 9, AUDIO_BITRATE: 10, P2P_STATE: 11, NETWORK: 12, VIDEO_SIZE: 13, LOSS_RATE: 14, DEVICE: 15, STATUS: 16,
  USER_ID: 17, ROTATION: 18, MIRRORED: 19, AUDIO_CODEC: 20, VIDEO_CODEC: 21, LOSS_AFTER_RESEND: 22,
});

/**
 * What `directory.roomState` asks for.
 * @enum {number}
 */
export const RoomState = Object.freeze({ NAME: 1, ONLINE_USERS: 2 });

/**
 * What `userInfoControl` does.
 * @enum {number}
 */
export const UserControl = Object.freeze({ KICK_OUT: 1, BAN_ADDRESS: 4, ADMIT_ADDRESS: 5 });

/** @type {Map<number, string>} */
const NAMES = new Map(Object.entries(ErrorCode).map(([name, code]) => [code, name]));

/** A failed call: every promise of this SDK rejects with one of these. */
export class AnyChatError extends Error {
  /**
   * @param {number} code number of the AnyChat error table, see {@link ErrorCode}
   * @param {string} [message] words for a person, in English
   * @param {{reason?: string, cause?: unknown}} [more] `reason` tells device failures apart, see devices.js
   */
  constructor(code, message, { reason, cause } = {}) {
    super(message || `${NAMES.get(code) ?? 'error'} (${code})`, cause === undefined ? undefined : { cause });
    this.name = 'AnyChatError';
    /** Number of the AnyChat error table. @type {number} */
    this.code = code;
    /** For code 22: `denied`, `notFound`, `inUse`, `unsupported` or `insecure`. @type {string | undefined} */
    this.reason = reason;
  }
}

/**
 * Someone in a room, oneself included.
 * @typedef {object} User
 * @property {number} userId guests have negative ids, from -2 downwards
 * @property {string} name
 * @property {number} level
 * @property {number} camera a {@link DeviceState}
 * @property {number} microphone a {@link DeviceState}
 * @property {number} device a {@link Device}
 * @property {number} chatMode a {@link ChatMode}
 */

/**
 * What the server's ini tells clients to use (section 7).
 * @typedef {object} MediaConfig
 * @property {{width: number, height: number, fps: number, gop: number, bitrate: number, codec: number,
 *   quality: number, preset: number}} video width and height in pixels, `gop` in frames, `bitrate` in bit/s (0 = quality
 *   first), `quality` 1 poor to 5 best, `preset` 1 least work for the encoder to 5 most
 * @property {{sampleRate: number, channels: number, bitsPerSample: number, codec: number, bitrate: number}} audio
 *   `sampleRate` in Hz, `bitrate` in bit/s (0 = quality first)
 * @property {RTCIceServer[]} iceServers
 * @property {{video: string, audio: string}} webCodecs codec names as in SDP, e.g. `H264` and `opus`
 */

/** What clients use where the server says nothing. @type {MediaConfig} */
export const DEFAULT_CONFIG = Object.freeze({
  video: { width: 320, height: 240, fps: 8, gop: 32, bitrate: 60_000, codec: 1, quality: 3, preset: 3 },
  audio: { sampleRate: 16_000, channels: 1, bitsPerSample: 16, codec: 11, bitrate: 15_850 },
  iceServers: [],
  webCodecs: { video: 'H264', audio: 'opus' },
});

/**
 * Fills what a server's `config` leaves out with the defaults.
 * @param {Partial<MediaConfig> | undefined} config as received
 * @returns {MediaConfig}
 */
export function completeConfig(config = {}) {
  return {
    video: { ...DEFAULT_CONFIG.video, ...config.video },
    audio: { ...DEFAULT_CONFIG.audio, ...config.audio },
    iceServers: Array.isArray(config.iceServers) ? config.iceServers : [],
    webCodecs: { ...DEFAULT_CONFIG.webCodecs, ...config.webCodecs },
  };
}

/**
 * Builds every request of section 4, without its `id`: the link numbers requests when it sends them.
 */
export const requests = Object.freeze({
  /** @param {string} client free text, at most 64 characters */
  connect: (client) => ({ type: 'connect', version: PROTOCOL_VERSION, device: Device.WEB, client }),
  /** @param {string} proof hex HMAC-SHA-256 over the challenge */
  authenticate: (proof) => ({ type: 'authenticate', proof }),
  /** @param {string} name @param {string} password empty = guest */
  login: (name, password) => ({ type: 'login', name, password }),
  logout: () => ({ type: 'logout' }),
  /** @param {number} [received] how many addressed events have come in the session */
  heartbeat: (received) => ({ type: 'heartbeat', ...(received !== undefined && { received }) }),
  /**
   * @param {string} token @param {number} received @param {number | undefined} version of the room, as it is known here
   * @param {number} attempt which it is, from 1 on
   */
  resume: (token, received, version, attempt) =>
    ({ type: 'resume', token, received, ...(version && { version }), attempt }),
  /** @param {number} roomId @param {string} password */
  enterRoom: (roomId, password) => ({ type: 'enterRoom', roomId, password }),
  /** @param {string} roomName @param {string} password */
  enterRoomEx: (roomName, password) => ({ type: 'enterRoomEx', roomName, password }),
  leaveRoom: () => ({ type: 'leaveRoom' }),
  rooms: () => ({ type: 'rooms' }),
  roomSnapshot: () => ({ type: 'roomSnapshot' }),
  /** @param {number} roomId */
  roomUsers: (roomId) => ({ type: 'roomUsers', roomId }),
  /** @param {number} roomId @param {number} state a {@link RoomState} */
  queryRoomState: (roomId, state) => ({ type: 'queryRoomState', roomId, state }),
  /** @param {number} userId -1 = oneself @param {number} state a {@link UserState} */
  queryUserState: (userId, state) => ({ type: 'queryUserState', userId, state }),
  /** @param {string} name */
  setNickname: (name) => ({ type: 'setNickname', name }),
  /** @param {number} mode a {@link ChatMode} */
  changeChatMode: (mode) => ({ type: 'changeChatMode', mode }),
  /** @param {number} userId */
  privateChatRequest: (userId) => ({ type: 'privateChatRequest', userId }),
  /** @param {number} userId @param {number} requestId @param {number} code 0 accepts */
  privateChatEcho: (userId, requestId, code) => ({ type: 'privateChatEcho', userId, requestId, code }),
  /** @param {number} userId */
  privateChatExit: (userId) => ({ type: 'privateChatExit', userId }),
  /** @param {number} userId @param {number} control a {@link UserControl} @param {number} wParam @param {string} text */
  userInfoControl: (userId, control, wParam, text) =>
    ({ type: 'userInfoControl', userId, control, wParam, lParam: 0, text }),
  /** @param {number} state a {@link DeviceState} */
  setCamera: (state) => ({ type: 'setCamera', state }),
  /** @param {number} state a {@link DeviceState} */
  setMicrophone: (state) => ({ type: 'setMicrophone', state }),
  /** @param {number} userId @param {boolean} video @param {boolean} audio @param {boolean} first @param {number} height */
  selectMedia: (userId, video, audio, first, height) =>
    ({ type: 'selectMedia', userId, video, audio, first, height }),
  /** @param {number} videos at most so many, 0 for as many as the server allows */
  limitVideos: (videos) => ({ type: 'limitVideos', videos }),
  /** @param {{userId: number, freezes: number, frozenMs: number}[]} received of at most 64 users */
  reportQuality: (received) => ({ type: 'reportQuality', received }),
  /** @param {number} userId -1 = the room @param {boolean} secret @param {string} text */
  sendText: (userId, secret, text) => ({ type: 'sendText', userId, secret, text }),
  /** @param {string} sdp an offer @param {object} [own] settings that count instead of the server's */
  publish: (sdp, own) => ({ type: 'publish', sdp, ...(own && { own }) }),
  unpublish: () => ({ type: 'unpublish' }),
  subscribe: () => ({ type: 'subscribe' }),
  /** @param {number} revision of the offer @param {string} sdp an answer */
  mediaAnswer: (revision, sdp) => ({ type: 'mediaAnswer', revision, sdp }),
  /** Header of the binary message. @param {number} userId */
  transBuffer: (userId) => ({ type: 'transBuffer', userId }),
  /** @param {number} userId 0 = the server @param {object} content section 9 */
  transOffer: (userId, content) => ({ type: 'transOffer', userId, content }),
  /** Header of the binary message. @param {number} taskId @param {number} offset */
  transChunk: (taskId, offset) => ({ type: 'transChunk', taskId, offset }),
  /** @param {number} taskId @param {number} offset */
  transAck: (taskId, offset) => ({ type: 'transAck', taskId, offset }),
  /** @param {number} taskId @param {number} code */
  transCancel: (taskId, code) => ({ type: 'transCancel', taskId, code }),
  /** @param {number} taskId */
  transInfo: (taskId) => ({ type: 'transInfo', taskId }),
  /**
   * @param {number} step a {@link CallStep}
   * @param {number} userId @param {number} code
   * @param {{flags: number, param: number, userStr: string}} words
   */
  videoCall: (step, userId, code, { flags, param, userStr }) => ({
    type: 'videoCall', step, userId, code, flags, param, userStr,
  }),
  /**
   * @param {number} policy 0 never, 1 as the server sees fit, 2 only where its own application asks for it, 3 while there is media
   * @param {boolean} anew whether no direct connections are known here (any more)
   * @param {{forwards: string, upBps: number, key: string} | null} [mesh] what can be done in mesh trees
   */
  p2pPolicy: (policy, anew, mesh) => ({ type: 'p2pPolicy', policy, anew, ...(mesh && { mesh }) }),
  /** @param {number} userId */
  p2pConnect: (userId) => ({ type: 'p2pConnect', userId }),
  /** @param {number} userId @param {number} attempt @param {string} sdp an offer or an answer */
  p2pSignal: (userId, attempt, sdp) => ({ type: 'p2pSignal', userId, attempt, sdp }),
  /**
   * @param {number} userId @param {number} attempt
   * @param {string} state connected, direct, failed or declined; of an edge starved and forged, too
   * @param {number} [delayMs] one way
   */
  p2pReport: (userId, attempt, state, delayMs) => (
    { type: 'p2pReport', userId, attempt, state, ...(delayMs !== undefined && { delayMs }) }),
  /**
   * What a browser knows of its network; not what its NAT lets in.
   * @param {import('./nat-discovery.js').Mapping} mapping what an outside port depends on
   * @param {boolean} udp whether UDP gets through
   * @param {number} [upBps] how much it can send in all
   */
  p2pNetwork: (mapping, udp, upBps) => (
    { type: 'p2pNetwork', mapping, filtering: 'unknown', udp, ...(upBps !== undefined && { upBps }) }),
  /** Header of the binary message. */
  sdkFilterData: () => ({ type: 'sdkFilterData' }),
});

/**
 * A message from the server: a reply to a request, or an event.
 * @typedef {{kind: 'reply', re: number, code: number, body: any} | {kind: 'event', event: string, body: any}} Incoming
 */

/**
 * Reads a JSON message or the header of a binary one (section 2).
 * @param {string} text
 * @returns {Incoming | null} null where it is neither a reply nor an event
 */
export function parseMessage(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (body === null || typeof body !== 'object') {
    return null;
  }
  if (Number.isInteger(body.re) && Number.isInteger(body.code)) {
    return { kind: 'reply', re: body.re, code: body.code, body };
  }
  return typeof body.event === 'string' ? { kind: 'event', event: body.event, body } : null;
}

/**
 * Frames a binary message: 2-byte big-endian header length, JSON header, bytes (section 1, type 2).
 * @param {object} header
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encodeBinary(header, bytes) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(2 + json.length + bytes.length);
  new DataView(frame.buffer).setUint16(0, json.length);
  frame.set(json, 2);
  frame.set(bytes, 2 + json.length);
  return frame;
}

/**
 * Takes a binary message apart.
 * @param {ArrayBuffer} frame
 * @returns {{header: string, bytes: Uint8Array} | null} null where the header length does not fit
 */
export function decodeBinary(frame) {
  if (frame.byteLength < 2) {
    return null;
  }
  const headerLength = new DataView(frame).getUint16(0);
  if (2 + headerLength > frame.byteLength) {
    return null;
  }
  return {
    header: new TextDecoder().decode(new Uint8Array(frame, 2, headerLength)),
    bytes: new Uint8Array(frame, 2 + headerLength),
  };
}
