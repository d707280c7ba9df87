import { FakeRelay } from './fake-relay.js';

/**
 * A gateway inside the page, behind a stand-in for the browser's WebSocket: knows one room with scripted people in it,
 * and records what the client sent. Replies and events come as tasks of their own, as from a network.
 */
export class FakeGateway {
  /** Requests in the order they came, without SDP. */
  received = [];
  /** Codes to fail requests with, by type. */
  failures = {};
  /** Request types that get no answer. */
  silent = new Set();
  authRequired = false;
  /** Of a session that outlives its link; without it there is none. */
  token = undefined;
  /** Further addresses that the client is told of. */
  servers = [];
  unreachableUrls = new Set();
  config = {
    video: { width: 320, height: 240, fps: 8, gop: 32, bitrate: 60000, codec: 1, quality: 3, preset: 3 },
    audio: { sampleRate: 16000, channels: 1, bitsPerSample: 16, codec: 11, bitrate: 15850 },
    iceServers: [],
    webCodecs: { video: 'H264', audio: 'opus' },
  };
  people = [];
  version = 1;
  /** The number that who logs in next gets. */
  ownId = -2;
  self = null;
  relay = new FakeRelay((event) => this.event(event));
  #socket = null;
  #nextUserId = -3;

  /** Takes the place of the browser's WebSocket. */
  install() {
    const gateway = this;
    globalThis.WebSocket = class extends EventTarget {
      static OPEN = 1;
      readyState = 0;
      constructor(url, protocol) {
        super();
        this.url = url;
        gateway.url = url;
        gateway.protocol = protocol;
        setTimeout(() => gateway.#accept(this));
      }
      send(data) {
        setTimeout(() => gateway.#receive(data));
      }
      close() {
        this.readyState = 3;
      }
    };
    return this;
  }

  /** Adds a person who shows a picture (`camera` 2) and makes a tone (`microphone` 2). */
  enter(name, { camera = 2, microphone = 2 } = {}) {
    const user = { userId: this.#nextUserId--, name, level: 0, camera, microphone, device: 4, chatMode: 0 };
    this.people.push(user);
    this.relay.add(user);
    this.#change({ event: 'userAtRoom', roomId: 1, userId: user.userId, enter: true, user });
    return user;
  }

  /** Another relay carries the same people from now on; the one before goes on. */
  changeRelay() {
    this.relay = new FakeRelay((event) => this.event(event));
    this.people.forEach((user) => this.relay.add(user));
  }

  leave(userId, reason = 0) {
    this.people = this.people.filter((user) => user.userId !== userId);
    this.relay.remove(userId);
    this.#change({ event: 'userAtRoom', roomId: 1, userId, enter: false, reason });
  }

  set(userId, device, state) {
    this.people.find((user) => user.userId === userId)[device] = state;
    const event = device === 'camera' ? 'cameraState' : 'micStateChange';
    this.#change({ event, userId, state });
  }

  rename(userId, name) {
    const user = this.people.find((person) => person.userId === userId);
    user.name = name;
    this.#change({ event: 'userInfoUpdate', userId, type: 6, user: { ...user } });
  }

  text(from, text, { to = -1, secret = false } = {}) {
    this.event({ event: 'textMessage', from, to, secret, text });
  }

  event(body) {
    this.#deliver(JSON.stringify(body));
  }

  binaryEvent(header, bytes) {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const frame = new Uint8Array(2 + json.length + bytes.length);
    frame.set([json.length >> 8, json.length & 255]);
    frame.set(json, 2);
    frame.set(bytes, 2 + json.length);
    this.#deliver(frame.buffer);
  }

  /** Drops the link. */
  drop() {
    this.#socket.readyState = 3;
    this.#socket.onclose?.();
  }

  #change(event) {
    this.version++;
    if (this.self) {
      this.event({ version: this.version, ...event });
    }
  }

  #accept(socket) {
    this.#socket = socket;
    if (this.unreachable || this.unreachableUrls.has(socket.url)) {
      socket.readyState = 3;
      socket.onerror?.();
      return;
    }
    socket.readyState = 1;
    socket.onopen?.();
  }

  #deliver(data) {
    const socket = this.#socket;
    setTimeout(() => socket?.readyState === 1 && socket.onmessage?.({ data }));
  }

  #receive(data) {
    const binary = typeof data !== 'string';
    const headerLength = binary ? (data[0] << 8) | data[1] : 0;
    const request = JSON.parse(binary ? new TextDecoder().decode(data.subarray(2, 2 + headerLength)) : data);
    const { id, sdp, ...shape } = request;
    this.received.push({ ...shape, ...(binary && { bytes: [...data.subarray(2 + headerLength)] }) });
    if (!this.silent.has(request.type)) {
      this.#answer(request).then((reply) => this.event({ re: id, code: 0, ...reply }));
    }
  }

  async #answer(request) {
    const code = this.failures[request.type];
    if (code) {
      return { code, message: `scripted ${code}` };
    }
    return (await this[`on_${request.type}`]?.(request)) ?? {};
  }

  on_connect() {
    const { authRequired, config } = this;
    return {
      version: 1, server: 'FakeGateway 1', node: 'n1', heartbeatSeconds: 10, authRequired, challenge: 'c4a11e', config,
    };
  }

  on_login({ name }) {
    this.self = { userId: this.ownId, name, level: 0, camera: 0, microphone: 0, device: 4, chatMode: 0 };
    return this.#login(name);
  }

  #login(name) {
    const { token, servers } = this;
    return { userId: this.ownId, name, level: 0, sessionId: 's1', token, keepSeconds: token ? 30 : 0, servers };
  }

  on_resume() {
    this.token = `${this.token}+`;
    const { name } = this.self;
    return {
      login: this.#login(name), user: this.self, room: this.#snapshot(1, 'Room 1'), media: ['publish', 'subscribe'],
      partners: [], calls: [], missed: 0,
    };
  }

  /** Does what the client is not told of. */
  away(changes) {
    const { self } = this;
    this.self = null;
    changes();
    this.self = self;
  }

  on_enterRoom({ roomId }) {
    setTimeout(() => this.event({ event: 'onlineUser', roomId, count: this.people.length + 1 }));
    return this.#snapshot(roomId, `Room ${roomId}`);
  }

  on_enterRoomEx({ roomName }) {
    return this.#snapshot(7, roomName);
  }

  on_roomSnapshot() {
    return this.#snapshot(1, 'Room 1');
  }

  on_roomUsers({ roomId }) {
    return { roomId, users: this.people };
  }

  on_queryRoomState({ roomId, state }) {
    return { state, text: `Room ${roomId}` };
  }

  on_queryUserState({ userId, state }) {
    if (state === 11) {
      return { state, number: 2, routes: [{ from: userId, to: this.self.userId, way: 'direct', sinceMs: 9, reason: '', via: userId, hops: 1 }] };
    }
    return { state, number: 1, text: 'H264' };
  }

  on_setNickname({ name }) {
    this.self.name = name;
  }

  on_privateChatRequest() {
    return { requestId: 5 };
  }

  on_setCamera({ state }) {
    this.self.camera = state;
  }

  on_setMicrophone({ state }) {
    this.self.microphone = state;
  }

  async on_publish({ sdp }) {
    return { sdp: await this.relay.publish(sdp) };
  }

  on_subscribe() {
    setTimeout(() => this.relay.subscribe());
  }

  on_mediaAnswer({ revision, sdp }) {
    return this.relay.answered(revision, sdp);
  }

  #snapshot(roomId, roomName) {
    return { roomId, roomName, version: this.version, users: [...this.people, this.self], media: true };
  }
}
