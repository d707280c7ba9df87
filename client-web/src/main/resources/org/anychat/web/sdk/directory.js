import { UserControl, UserState, requests } from './protocol.js';

/** @typedef {import('./protocol.js').User} User */

/**
 * How media goes from one user to another.
 * @typedef {object} Route
 * @property {number} from who sends it
 * @property {number} to who gets it
 * @property {'relay' | 'trying' | 'direct'} way by the relay; so as well, while a connection is made; from user to user
 * @property {number} sinceMs since when, in milliseconds since 1970; 0 where that is not known
 * @property {string} reason a word for why it does not go directly; empty where it does, or is being tried
 * @property {number} hops how many connections between users it takes; 0 by the relay
 * @property {number} [via] from whom the receiver gets it, where that is one of the two
 */

/** What a client can learn of rooms and users that it is not among, and do to users. */
export class Directory {
  #request;

  /** @param {(message: object) => Promise<any>} request sends a request */
  constructor(request) {
    this.#request = request;
  }

  /**
   * Lists the users of any room.
   * @param {number} roomId
   * @returns {Promise<User[]>} rejects with 208, 303
   */
  async roomUsers(roomId) {
    return (await this.#request(requests.roomUsers(roomId))).users;
  }

  /**
   * Asks for one state of any room.
   * @param {number} roomId
   * @param {number} state a RoomState
   * @returns {Promise<{number?: number, text?: string}>} rejects with 20, 208, 303
   */
  roomState(roomId, state) {
    return this.#value(requests.queryRoomState(roomId, state));
  }

  /**
   * Asks for one state of any user.
   * @param {number} userId -1 for oneself
   * @param {number} state a UserState
   * @returns {Promise<{number?: number, text?: string}>} a number, a text, or for codecs both; rejects with 9 (there is
   *   none now), 20 (the server cannot know it), 205, 208, 213 (an address that is not yours to see)
   */
  userState(userId, state) {
    return this.#value(requests.queryUserState(userId, state));
  }

  /**
   * Asks how media goes between this client and another user of its room: which way, since when, why not directly.
   * @param {number} userId
   * @returns {Promise<Route[]>} that to this client first, then that to the other; none where nothing goes, or both go by
   *   the relay as a matter of course; rejects with 205, 208
   */
  async routes(userId) {
    return (await this.#request(requests.queryUserState(userId, UserState.P2P_STATE))).routes ?? [];
  }

  /**
   * Ends another user's link with 211.
   * @param {number} userId
   * @returns {Promise<void>} rejects with 205, 208, 213 (no right)
   */
  kick(userId) {
    return this.#control(userId, UserControl.KICK_OUT, 0, '');
  }

  /**
   * Bans addresses: their links are closed with 113.
   * @param {string} pattern `192.0.2.7`, `192.0.2.*` or `2001:db8:*`
   * @param {{seconds?: number}} [options] how long; 0 (default) for no end
   * @returns {Promise<void>} rejects with 21 (no pattern), 208, 213 (no right)
   */
  ban(pattern, { seconds = 0 } = {}) {
    return this.#control(0, UserControl.BAN_ADDRESS, seconds, pattern);
  }

  /**
   * Takes a ban back.
   * @param {string} pattern as it was banned
   * @returns {Promise<void>} rejects with 9 (no such ban), 208, 213 (no right)
   */
  admit(pattern) {
    return this.#control(0, UserControl.ADMIT_ADDRESS, 0, pattern);
  }

  /** @param {object} message */
  async #value(message) {
    const { number, text } = await this.#request(message);
    return { ...(number !== undefined && { number }), ...(text !== undefined && { text }) };
  }

  /** @param {number} userId @param {number} control @param {number} wParam @param {string} text */
  async #control(userId, control, wParam, text) {
    await this.#request(requests.userInfoControl(userId, control, wParam, text));
  }
}
