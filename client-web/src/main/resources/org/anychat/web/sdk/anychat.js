import { emit } from './client-events.js';
import { Link, linkUrl } from './link.js';
import { LocalMedia } from './local-media.js';
import { MediaClient } from './media-client.js';
import { MediaParameters } from './media-parameters.js';
import { Directory } from './directory.js';
import { PrivateChats } from './private-chats.js';
import { isPassing, Reconnection } from './reconnection.js';
import { KINDS, RoomMedia } from './room-media.js';
import { RoomRoster } from './room-roster.js';
import { ADDRESSED, AnyChatError, ErrorCode, MAX_PAYLOAD_BYTES, MAX_TEXT_CHARS, TO_ROOM } from './protocol.js';
import { completeConfig, requests } from './protocol.js';
import { challengeProof } from './challenge.js';
import { Transfers } from './transfers.js';
import { VideoCall } from './video-call.js';

/** How long a server may take to answer at all where there is another one. */
const PATIENCE_MS = 4_000;

export {
  AnyChatError, CallStep, ChatMode, Device, DeviceState, ErrorCode, RoomState, TO_ROOM, TO_SERVER, UserState,
} from './protocol.js';
export {
  listDevices, openBothTracks, openCameraTrack, openMicrophoneTrack, resizeCamera, watchDevices,
} from './devices.js';
export { LevelMeter } from './level-meter.js';

/** @typedef {import('./client-events.js').ClientEvents} ClientEvents */
/** @typedef {import('./protocol.js').User} User */
/** @typedef {import('./protocol.js').MediaConfig} MediaConfig */
/** @typedef {import('./devices.js').MediaKind} MediaKind */

/** @typedef {{roomId: number, roomName: string, users: User[], media: boolean}} Room */

/**
 * Where a client is: `closed` → `connected` → `loggedIn` → `inRoom`.
 * @typedef {'closed' | 'connected' | 'loggedIn' | 'inRoom'} ClientState
 */

/**
 * A client of an AnyChat server: control and media of one user.
 *
 * Every call returns a promise; what fails is an {@link AnyChatError} with a number of the AnyChat error table. Codes
 * that any call may give: 2 (not connected yet), 100 (no answer in time), 101 (link broken), 44 and 58 (server busy or
 * partly down; try again), 62 (too much at once).
 */
export class AnyChatClient extends MediaClient {
  /** @type {Link | null} */ #link = null;
  /** @type {LocalMedia} */ #local;
  /** @type {RoomMedia} */ #media;
  /** @type {Reconnection} */ #reconnection;
  #serverPassword = '';
  /** Addressed events that have come in this session. @type {number | undefined} */ #received;
  #roster = new RoomRoster();
  /** @type {ClientState} */ #state = 'closed';
  /** @type {{userId: number, name: string, level: number} | null} */ #self = null;
  /** @type {{roomId: number, roomName: string} | null} */ #room = null;
  /** @type {MediaParameters} */ #parameters;
  /** @type {{version: string, node: string}} */ #server = { version: '', node: '' };
  #privateChats = new PrivateChats((message) => this.#request(message));
  #directory = new Directory((message) => this.#request(message));

  /** Buffers and files to and from other users. @type {Transfers} */ transfers;
  /** Video calls with other users. @type {VideoCall} */ videoCall;

  constructor() {
    const parameters = new MediaParameters(completeConfig());
    const local = new LocalMedia({
      defaults: (kind) => parameters.capture(kind),
      send: (kind) => this.#media.send(kind),
      announce: (kind, state) => this.#announce(kind, state),
      onEnded: (kind) => this.#emit('deviceEnded', { kind }),
    });
    const media = new RoomMedia({
      request: (message) => this.#request(message),
      local,
      parameters,
      emit: (event, detail) => this.#emit(event, detail),
      onSuspicion: () => this.#link?.check(),
      isOpen: (userId, kind) => this.#roster.isOpen(userId, kind),
    });
    super(local, parameters, media);
    this.#local = local;
    this.#parameters = parameters;
    this.#media = media;
    this.transfers = new Transfers({
      request: (message, bytes) => this.#request(message, bytes),
      emit: (event, detail) => this.#emit(event, detail),
    });
    this.videoCall = new VideoCall((message) => this.#request(message));
    this.#reconnection = new Reconnection({
      open: (url) => this.#open(url),
      resume: (token, attempt) => this.#resume(token, attempt),
      login: (name, password) => this.#loginAnew(name, password),
      closeLink: () => this.#closeLink(),
      onGivenUp: (why) => this.#onLost(why),
    });
  }

  /** @returns {ClientState} */
  get state() {
    return this.#state;
  }

  /** Oneself after `login`, else null. @returns {{userId: number, name: string, level: number} | null} */
  get self() {
    return this.#self && { ...this.#self };
  }

  /** The room one is in, else null. @returns {{roomId: number, roomName: string} | null} */
  get room() {
    return this.#room && { ...this.#room };
  }

  /** Everybody in the room, oneself included. @returns {User[]} */
  get users() {
    return this.#roster.users;
  }

  /** What the server's ini tells clients to use. @returns {MediaConfig} */
  get config() {
    return this.#parameters.server;
  }

  /** Name and version of the server, and which of its nodes holds the link. @returns {{version: string, node: string}} */
  get server() {
    return { ...this.#server };
  }

  /** Private chats, and who gets one's picture and sound because of them. @returns {PrivateChats} */
  get privateChats() {
    return this.#privateChats;
  }

  /** Rooms and users beyond one's own room. @returns {Directory} */
  get directory() {
    return this.#directory;
  }

  /**
   * Opens the link to a server. A link that is open is closed first; camera and microphone stay as they are.
   * @param {object} [options]
   * @param {string} [options.url] `wss://host:8906/anychat` (http: and https: work too); without it the page's own server
   * @param {string} [options.serverPassword] the server's SDKAuthPass, where it has one
   * @param {string[]} [options.servers] further addresses, such as a standby's: tried in turn where one cannot be reached
   * @returns {Promise<void>} rejects with 102 (server password), 63 and 107 (versions do not fit), 21 (url),
   *   100, 101, 111
   */
  async connect({ url, serverPassword = '', servers = [] } = {}) {
    this.#disconnect();
    this.#serverPassword = serverPassword;
    this.#reconnection.urls = [url, ...servers].map((address) => linkUrl(address));
    for (let left = this.#reconnection.urls.length; ; left--) {
      try {
        await this.#open(this.#reconnection.url);
        break;
      } catch (error) {
        this.#closeLink();
        if (left <= 1 || !isPassing(error)) {
          throw error;
        }
        this.#reconnection.next();
      }
    }
    this.#state = 'connected';
  }

  /** @param {string} url */
  async #open(url) {
    // Where there is another server, one that does not answer is soon given up.
    const patienceMs = this.#reconnection.urls.length > 1 ? PATIENCE_MS : undefined;
    const link = await Link.open(url, {
      onEvent: (event, body, bytes) => link === this.#link && this.#onEvent(event, body, bytes),
      onClose: (why) => link === this.#link && this.#onLinkClose(why),
      received: () => this.#received,
    }, patienceMs);
    this.#link = link;
    const welcome = await link.request(requests.connect('anychat.js'), { timeoutMs: patienceMs });
    link.heartbeatSeconds = welcome.heartbeatSeconds ?? 10;
    this.#parameters.server = completeConfig(welcome.config);
    this.#server = { version: welcome.server ?? '', node: welcome.node ?? '' };
    if (welcome.authRequired) {
      await link.request(requests.authenticate(await challengeProof(this.#serverPassword, welcome.challenge)));
    }
  }

  /**
   * Logs a user in. An empty password is a guest.
   * @param {{name: string, password?: string}} who name 1–64 characters, password at most 4096
   * @returns {Promise<{userId: number, name: string, level: number}>} rejects with 21, 102, 104, 105, 200, 201, 204, 210
   */
  async login({ name, password = '' }) {
    const [reply] = await Promise.all([this.#request(requests.login(name, password)), this.#local.detect()]);
    this.#loggedIn(name, password, reply);
    return { .../** @type {{userId: number, name: string, level: number}} */ (this.#self) };
  }

  /** @param {string} name @param {string} password @param {any} reply */
  #loggedIn(name, password, reply) {
    this.#self = { userId: reply.userId, name: reply.name, level: reply.level };
    this.#state = 'loggedIn';
    this.#received = 0;
    this.#reconnection.remember(reply.token ? { name, password, token: reply.token } : null);
    this.#reconnection.learn(reply.servers);
    for (const kind of KINDS) {
      // Not waited for: the server handles a link's requests in order, and keeps the states for the room.
      this.#announce(kind, this.#local.state(kind)).catch(() => {});
    }
  }

  /**
   * Enters a room by its number. Media of others follow as `remoteTrack` events; what is open of one's own is sent.
   * @param {number} roomId above 0
   * @param {{password?: string}} [options] password at most 64 characters
   * @returns {Promise<Room>} rejects with 21, 208, 301, 302, 303, 308
   */
  enterRoom(roomId, { password = '' } = {}) {
    return this.#enter(requests.enterRoom(roomId, password));
  }

  /**
   * Enters a room by its name.
   * @param {string} roomName 1–64 characters
   * @param {{password?: string}} [options] password at most 64 characters; it becomes the room's where that is new
   * @returns {Promise<Room>} rejects with 21, 208, 301, 302, 303, 308
   */
  enterRoomEx(roomName, { password = '' } = {}) {
    return this.#enter(requests.enterRoomEx(roomName, password));
  }

  /**
   * Leaves the room. Camera and microphone stay open, but are not sent.
   * @returns {Promise<void>} rejects with 208, 309
   */
  async leaveRoom() {
    await this.#request(requests.leaveRoom());
    this.#leftRoom();
  }

  /**
   * Changes the name that others see.
   * @param {string} name 1–64 characters
   * @returns {Promise<void>} rejects with 21, 208
   */
  async setNickname(name) {
    await this.#request(requests.setNickname(name));
    const self = /** @type {{userId: number, name: string, level: number}} */ (this.#self);
    self.name = name;
    this.#roster.change(self.userId, { name });
  }

  /**
   * Lists the rooms.
   * @returns {Promise<{roomId: number, name: string, users: number, hasPassword: boolean}[]>} `users`: how many are in
   *   it; rejects with 208
   */
  async rooms() {
    return (await this.#request(requests.rooms())).rooms ?? [];
  }

  /**
   * Logs out, and gives camera and microphone back. The link stays.
   * @returns {Promise<void>} rejects with 208
   */
  async logout() {
    await this.#request(requests.logout());
    this.#reconnection.remember(null);
    this.#received = undefined;
    this.#leftRoom();
    this.#self = null;
    this.#state = 'connected';
    await this.#releaseDevices();
  }

  /**
   * Closes the link, and gives camera and microphone back. Does not fail, and gives no `linkClose` event.
   * @param {{keepDevices?: boolean}} [options] `keepDevices` leaves camera and microphone open for the next `connect`
   */
  close({ keepDevices = false } = {}) {
    this.#disconnect();
    if (!keepDevices) {
      this.#releaseDevices().catch(() => {});
    }
  }

  /**
   * Sends text to the room, or to one user in it.
   * @param {string} text 1–16384 characters
   * @param {{to?: number, secret?: boolean}} [options] `to`: a user id, or -1 (default) for everybody; `secret` (default
   *   with a user id): only that user gets it, else everybody does
   * @returns {Promise<void>} rejects with 21, 205, 208, 309
   */
  async sendText(text, { to = TO_ROOM, secret = to !== TO_ROOM } = {}) {
    if (text.length > MAX_TEXT_CHARS) {
      throw new AnyChatError(ErrorCode.FUNCOPTERROR, `A text has at most ${MAX_TEXT_CHARS} characters.`);
    }
    await this.#request(requests.sendText(to, secret, text));
  }

  /**
   * Sends bytes to a user who is logged in, in whichever room.
   * @param {number} userId
   * @param {Uint8Array} bytes 1–65536
   * @returns {Promise<void>} rejects with 21, 205, 208
   */
  async transBuffer(userId, bytes) {
    if (bytes.length === 0 || bytes.length > MAX_PAYLOAD_BYTES) {
      throw new AnyChatError(ErrorCode.FUNCOPTERROR, `A buffer has 1 to ${MAX_PAYLOAD_BYTES} bytes.`);
    }
    await this.#request(requests.transBuffer(userId), bytes);
  }

  /**
   * Sends bytes to the server's plug-in.
   * @param {Uint8Array} bytes 1–65536
   * @returns {Promise<void>} rejects with 21, 206 (no plug-in), 207 (the plug-in is too busy), 208
   */
  async sendSdkFilterData(bytes) {
    if (bytes.length === 0 || bytes.length > MAX_PAYLOAD_BYTES) {
      throw new AnyChatError(ErrorCode.FUNCOPTERROR, `The plug-in takes 1 to ${MAX_PAYLOAD_BYTES} bytes at once.`);
    }
    await this.#request(requests.sdkFilterData(), bytes);
  }

  /** @param {Record<string, any>} message @param {Uint8Array} [bytes] */
  #request(message, bytes) {
    if (this.#reconnection.underWay) {
      return this.#reconnection.wait(() => this.#request(message, bytes));
    }
    if (!this.#link) {
      return Promise.reject(new AnyChatError(ErrorCode.NOTINIT, 'Not connected: call connect() first.'));
    }
    return this.#link.request(message, { bytes });
  }

  /** @param {MediaKind} kind @param {number} state */
  async #announce(kind, state) {
    if (this.#self) {
      await this.#request(kind === 'video' ? requests.setCamera(state) : requests.setMicrophone(state));
      this.#roster.setDevice(this.#self.userId, kind === 'video' ? 'camera' : 'microphone', state);
    }
  }

  /** @param {Record<string, any>} message @returns {Promise<Room>} */
  async #enter(message) {
    const reply = await this.#request(message);
    this.#media.stop();
    this.#roster.clear();
    this.#roster.replace(reply.version, reply.users);
    this.#room = { roomId: reply.roomId, roomName: reply.roomName };
    this.#state = 'inRoom';
    this.#media.start(reply.roomId, /** @type {any} */ (this.#self).userId);
    return { ...this.#room, users: this.#roster.users, media: reply.media };
  }

  #leftRoom() {
    this.#media.stop();
    this.#roster.clear();
    this.#room = null;
    if (this.#state === 'inRoom') {
      this.#state = 'loggedIn';
    }
  }

  #disconnect(code = ErrorCode.CONNECT_SELFCLOSE) {
    const link = this.#link;
    this.#reconnection.forget(code);
    this.#received = undefined;
    this.transfers.end(code);
    if (this.#self) {
      // So that the others are told of a leaving, not of a lost link. Nobody waits for the reply.
      link?.request(requests.logout()).catch(() => {});
    }
    this.#link = null;
    this.#leftRoom();
    this.#self = null;
    this.#state = 'closed';
    link?.close();
  }

  async #releaseDevices() {
    await Promise.all([this.#local.close('video', true), this.#local.close('audio', true)]);
  }

  #closeLink() {
    const link = this.#link;
    this.#link = null;
    link?.close();
  }

  /** @param {{code: number, message: string}} why */
  #onLinkClose(why) {
    this.#link = null;
    if (this.#reconnection.underWay) {
      // The requests of the link that failed speak for it.
      return;
    }
    if (!this.#reconnection.isWorthwhile(why.code)) {
      this.#onLost(why);
      return;
    }
    this.transfers.end(why.code);
    this.#reconnection.begin(why.code);
    this.#emit('reconnecting', why);
  }

  /** @param {string} token @param {number} attempt */
  async #resume(token, attempt) {
    const link = /** @type {Link} */ (this.#link);
    const version = this.#room ? this.#roster.version : undefined;
    const reply = await link.request(requests.resume(token, this.#received ?? 0, version, attempt));
    this.#reconnection.renew(reply.login.token);
    this.#reconnection.learn(reply.login.servers);
    const news = this.#catchUp(reply);
    this.#reconnection.resumed();
    const { partners = [], calls = [], missed = 0 } = reply;
    this.#emit('reconnected', { resumed: true, room: this.room, partners, calls, missed });
    news.forEach(({ event, body }) => this.#emit(event, body));
    if (this.#room) {
      this.#media.returned(reply.media ?? []);
    }
  }

  /** @param {any} reply to `resume` */
  #catchUp({ login, room }) {
    const self = (this.#self = { userId: login.userId, name: login.name, level: login.level });
    if (!room) {
      this.#leftRoom();
      return [];
    }
    this.#room = { roomId: room.roomId, roomName: room.roomName };
    return room.users ? this.#roster.catchUp(room.version, room.roomId, room.users, self.userId) : [];
  }

  /** @param {string} name @param {string} password */
  async #loginAnew(name, password) {
    const reply = await /** @type {Link} */ (this.#link).request(requests.login(name, password));
    this.#leftRoom();
    this.#reconnection.loggedInAnew();
    this.#loggedIn(name, password, reply);
    this.#emit('reconnected', { resumed: false, room: null, partners: [], calls: [], missed: 0 });
  }

  /** @param {{code: number, message: string}} why */
  #onLost(why) {
    const wasConnected = this.#state !== 'closed';
    this.#disconnect(why.code);
    if (wasConnected) {
      this.#emit('linkClose', why);
    }
  }

  /** @param {string} event @param {any} body @param {Uint8Array} [bytes] */
  #onEvent(event, body, bytes) {
    if (this.#received !== undefined && ADDRESSED.has(event)) {
      this.#received++;
    }
    switch (event) {
      case 'mediaOffer':
        this.#media.offer(body);
        break;
      case 'mediaState':
        this.#media.onState(body);
        break;
      case 'mediaMoved':
        this.#media.moved(body.media, body.graceMs);
        break;
      case 'serverConfigUpdate':
        this.#onConfig(completeConfig(body.config));
        break;
      case 'transBuffer':
        this.#emit('transBuffer', { from: body.from, bytes: bytes ?? new Uint8Array() });
        break;
      case 'sdkFilterData':
        this.#emit('sdkFilterData', { bytes: bytes ?? new Uint8Array() });
        break;
      case 'p2pTry':
      case 'p2pSignal':
      case 'p2pStream':
      case 'p2pClose':
      case 'p2pNetwork':
      case 'relayUpload':
        this.#media.onDirect(event, body);
        break;
      case 'onlineUser':
      case 'p2pConnectState':
      case 'textMessage':
      case 'videoPaused':
      case 'videoCall':
      case 'privateRequest':
      case 'privateEcho':
      case 'privateExit':
        this.#emit(event, body);
        break;
      case 'userAtRoom':
      case 'cameraState':
      case 'micStateChange':
      case 'userInfoUpdate':
      case 'chatModeChg':
        this.#onRosterEvent(event, body);
        break;
      default:
        // What transfers do not know either is an event of a newer server.
        this.transfers.onEvent(event, body, /** @type {Uint8Array<ArrayBuffer> | undefined} */ (bytes));
    }
  }

  /** @param {MediaConfig} config */
  #onConfig(config) {
    this.#parameters.server = config;
    this.followParameters(false).catch(() => {});
    this.#emit('serverConfigUpdate', { config });
  }

  /**
   * @param {'userAtRoom' | 'cameraState' | 'micStateChange' | 'userInfoUpdate' | 'chatModeChg'} event
   * @param {any} body
   */
  #onRosterEvent(event, body) {
    if (this.#roster.advance(body.version)) {
      this.#roster.apply(event, body);
      this.#media.onRoster();
      this.#emit(event, body);
      if (event === 'userAtRoom' && !body.enter && body.userId === this.#self?.userId) {
        this.#leftRoom();
        this.#emit('leftRoom', { roomId: body.roomId });
      }
    }
  }

  /**
   * @template {keyof ClientEvents} E
   * @param {E} event
   * @param {ClientEvents[E]} detail
   */
  #emit(event, detail) {
    emit(this, event, detail);
  }
}
