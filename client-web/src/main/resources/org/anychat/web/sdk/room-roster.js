import { DeviceState } from './protocol.js';

/** @typedef {import('./protocol.js').User} User */

/**
 * Who is in the room, by the server's word. Events carry the room's version, which rises with every change, also with
 * such that have no event here; one older than what is known is dropped.
 */
export class RoomRoster {
  /** @type {Map<number, User>} */ #users = new Map();
  #version = 0;

  /** Everybody in the room, oneself included. @returns {User[]} copies */
  get users() {
    return [...this.#users.values()].map((user) => ({ ...user }));
  }

  /** The room's version as it is known here, 0 for none. @returns {number} */
  get version() {
    return this.#version;
  }

  /**
   * Takes over what the server says of the whole room after a while without it.
   * @param {number} version
   * @param {number} roomId
   * @param {User[]} users
   * @param {number} self one's own id, of whom there is no event
   * @returns {{event: 'userAtRoom' | 'cameraState' | 'micStateChange' | 'userInfoUpdate' | 'chatModeChg', body: any}[]}
   *   what an application would have heard
   */
  catchUp(version, roomId, users, self) {
    const before = this.#users;
    this.replace(version, users);
    const gone = [...before.keys()].filter((userId) => !this.#users.has(userId) && userId !== self);
    return [
      ...gone.map((userId) => news('userAtRoom', { roomId, version, userId, enter: false, reason: 0 })),
      ...users.filter(({ userId }) => userId !== self).flatMap((user) => changes(version, roomId, before.get(user.userId), user)),
    ];
  }

  /** @param {number} userId @returns {User | undefined} a copy */
  user(userId) {
    const user = this.#users.get(userId);
    return user && { ...user };
  }

  /** Whether a user has a device open. @param {number} userId @param {import('./devices.js').MediaKind} kind */
  isOpen(userId, kind) {
    const user = this.#users.get(userId);
    return (kind === 'video' ? user?.camera : user?.microphone) === DeviceState.OPEN;
  }

  /** Forgets the room. */
  clear() {
    this.#users.clear();
    this.#version = 0;
  }

  /**
   * Takes over what the server says of the whole room.
   * @param {number} version
   * @param {User[]} users
   */
  replace(version, users) {
    this.#users = new Map(users.map((user) => [user.userId, user]));
    this.#version = version;
  }

  /**
   * Checks an event's version and remembers it.
   * @param {number} version
   * @returns {boolean} whether the event is news
   */
  advance(version) {
    const isNews = version >= this.#version;
    this.#version = Math.max(version, this.#version);
    return isNews;
  }

  /** @param {User} user who entered, or whose fields changed */
  put(user) {
    this.#users.set(user.userId, { ...user });
  }

  /** @param {number} userId who left */
  remove(userId) {
    this.#users.delete(userId);
  }

  /**
   * @param {number} userId
   * @param {Partial<User>} fields what is new of them
   */
  change(userId, fields) {
    const user = this.#users.get(userId);
    if (user) {
      Object.assign(user, fields);
    }
  }

  /**
   * @param {number} userId
   * @param {'camera' | 'microphone'} device
   * @param {number} state
   */
  setDevice(userId, device, state) {
    this.change(userId, { [device]: state });
  }

  /** Takes an event of the room over. @param {string} event @param {any} body */
  apply(event, body) {
    if (body.user) {
      this.put(body.user);
    } else if (event === 'userAtRoom') {
      this.remove(body.userId);
    } else if (event === 'chatModeChg') {
      this.change(body.userId, { chatMode: body.mode });
    } else {
      this.setDevice(body.userId, event === 'cameraState' ? 'camera' : 'microphone', body.state);
    }
  }
}

/** @param {any} event @param {any} body */
function news(event, body) {
  return { event, body };
}

/** @param {number} version @param {number} roomId @param {User | undefined} before @param {User} user */
function changes(version, roomId, before, user) {
  const { userId } = user;
  if (!before) {
    return [news('userAtRoom', { roomId, version, userId, enter: true, user, reason: 0 })];
  }
  return [
    before.camera !== user.camera && news('cameraState', { version, userId, state: user.camera }),
    before.microphone !== user.microphone && news('micStateChange', { version, userId, state: user.microphone }),
    before.name !== user.name && news('userInfoUpdate', { version, userId, type: 6, user }),
    before.chatMode !== user.chatMode && news('chatModeChg', { version, userId, mode: user.chatMode }),
  ].filter((change) => change !== false);
}
