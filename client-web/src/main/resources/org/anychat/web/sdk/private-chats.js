import { requests } from './protocol.js';

/**
 * Private chats with users of the same room (section 11). In private mode only one's private partners get one's picture
 * and sound; text is not affected. News comes as the client's events `privateRequest`, `privateEcho` and `privateExit`.
 */
export class PrivateChats {
  #request;

  /** @param {(message: object) => Promise<any>} request sends a request */
  constructor(request) {
    this.#request = request;
  }

  /**
   * Changes who gets one's picture and sound. Before a room is entered it takes effect on entering.
   * @param {number} mode a ChatMode
   * @returns {Promise<void>} done when it holds at the relay; rejects with 21, 208
   */
  async changeMode(mode) {
    await this.#request(requests.changeChatMode(mode));
  }

  /**
   * Asks for a private chat. The answer comes as `privateEcho`.
   * @param {number} userId somebody in the room
   * @returns {Promise<number>} the request's number; rejects with 21, 208, 309, 401 (not in the room), 421 (in one
   *   already), 432 (busy)
   */
  async request(userId) {
    return (await this.#request(requests.privateChatRequest(userId))).requestId;
  }

  /**
   * Answers a request.
   * @param {number} userId who asked
   * @param {number} requestId of the event `privateRequest`
   * @param {number} [code] 0 (default) accepts, else why not: 402, 403, or a number of the application's
   * @returns {Promise<void>} rejects with 208, 309, 420 (no such request any more), 432
   */
  async echo(userId, requestId, code = 0) {
    await this.#request(requests.privateChatEcho(userId, requestId, code));
  }

  /**
   * Ends a private chat, or takes one's request back.
   * @param {number} userId the other
   * @returns {Promise<void>} rejects with 208, 309, 401 (there is none)
   */
  async exit(userId) {
    await this.#request(requests.privateChatExit(userId));
  }
}
