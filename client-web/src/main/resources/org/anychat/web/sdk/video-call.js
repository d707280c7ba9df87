import { CallStep, requests } from './protocol.js';

/**
 * Video calls of one client (section 10): between any two users who are logged in. What the other side does comes as
 * `videoCall` events.
 */
export class VideoCall {
  /** @type {(message: Record<string, any>) => Promise<any>} */ #request;

  /** @param {(message: Record<string, any>) => Promise<any>} request sends a request on the client's link */
  constructor(request) {
    this.#request = request;
  }

  /**
   * Rings a user. The answer comes as an event.
   * @param {number} userId
   * @param {{flags?: number, param?: number, userStr?: string}} [words] passed on; `flags` 1 audio, 2 video and the others of
   *   the AnyChat SDK
   * @returns {Promise<void>} when it rings; rejects with 440 (in a call oneself), 100102 (offline), 100103 (busy), 21, 213
   */
  async request(userId, { flags = 3, param = 0, userStr = '' } = {}) {
    await this.#request(requests.videoCall(CallStep.REQUEST, userId, 0, { flags, param, userStr }));
  }

  /**
   * Accepts (code 0) or refuses (100104) a call that rings, or withdraws one's own (100101).
   * @param {number} userId the other side
   * @param {{code?: number, flags?: number, param?: number, userStr?: string}} [words]
   * @returns {Promise<void>} rejects with 100107 (no such call), 307 (no room is free), 21
   */
  async reply(userId, { code = 0, flags = 0, param = 0, userStr = '' } = {}) {
    await this.#request(requests.videoCall(CallStep.REPLY, userId, code, { flags, param, userStr }));
  }

  /**
   * Ends a call that is on. Both sides are taken out of its room.
   * @param {number} userId the other side
   * @param {{code?: number, flags?: number, param?: number, userStr?: string}} [words]
   * @returns {Promise<void>} rejects with 100107 (no such call), 21
   */
  async finish(userId, { code = 0, flags = 0, param = 0, userStr = '' } = {}) {
    await this.#request(requests.videoCall(CallStep.FINISH, userId, code, { flags, param, userStr }));
  }
}
