/** @typedef {import('./protocol.js').User} User */

/**
 * Who is in the room, by the server's snapshots and events. Events carry the room's version: one that was seen already
 * is dropped, and a gap asks for a snapshot.
 */
export class RoomRoster {
  /** @type {Map<number, User>} */ #users = new Map();
  #version = 0;

  /** Everybody in the room, oneself included. @returns {User[]} copies */
  get users() {
    return [...this.#users.values()].map((user) => ({ ...user }));
  }

  /** @param {number} userId @returns {User | undefined} a copy */
  user(userId) {
    const user = this.#users.get(userId);
    return user && { ...user };
  }

  /** Forgets the room. */
  clear() {
    this.#users.clear();
    this.#version = 0;
  }

  /**
   * Takes a snapshot over.
   * @param {number} version
   * @param {User[]} users
   * @returns {{entered: User[], left: User[], changed: {before: User, now: User}[]}} what is new in it
   */
  replace(version, users) {
    const before = this.#users;
    this.#users = new Map(users.map((user) => [user.userId, user]));
    this.#version = version;
    return {
      entered: users.filter((user) => !before.has(user.userId)),
      left: [...before.values()].filter((user) => !this.#users.has(user.userId)),
      changed: users.flatMap((now) => {
        const was = before.get(now.userId);
        return was ? [{ before: was, now }] : [];
      }),
    };
  }

  /**
   * Checks an event's version and remembers it.
   * @param {number} version
   * @returns {'next' | 'seen' | 'gap'}
   */
  advance(version) {
    if (version <= this.#version) {
      return 'seen';
    }
    const isNext = version === this.#version + 1;
    this.#version = version;
    return isNext ? 'next' : 'gap';
  }

  /** @param {User} user who entered, or whose fields changed */
  put(user) {
    this.#users.set(user.userId, user);
  }

  /** @param {number} userId who left */
  remove(userId) {
    this.#users.delete(userId);
  }

  /**
   * @param {number} userId
   * @param {'camera' | 'microphone'} device
   * @param {number} state
   */
  setDevice(userId, device, state) {
    const user = this.#users.get(userId);
    if (user) {
      user[device] = state;
    }
  }
}
