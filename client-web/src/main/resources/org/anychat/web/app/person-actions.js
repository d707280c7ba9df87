import { byId } from './dom.js';
import { FileSharing } from './file-sharing.js';
import { PrivateTalk } from './private-talk.js';
import { Ringing } from './ringing.js';

/** What can be done with the one person that the chat is set to: a call, a file, a private chat. */
export class PersonActions {
  #ringing;
  #files;
  #private;

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./notices.js').Notices} parts.notices
   * @param {import('./chat.js').Chat} parts.chat
   * @param {(roomId: number) => Promise<void>} parts.goInto enters the room of a call
   * @param {() => Promise<void>} parts.comeBack enters the room of before
   */
  constructor({ client, notices, chat, goInto, comeBack }) {
    const nameOf = (/** @type {number} */ userId) => chat.nameOf(userId);
    this.#private = new PrivateTalk({ client, notices, nameOf });
    this.#files = new FileSharing({ client, notices, nameOf, onActivity: () => chat.toggle(true) });
    const enter = async (/** @type {number} */ roomId) => {
      await this.#private.end();
      await goInto(roomId);
    };
    this.#ringing = new Ringing({ client, notices, nameOf, goInto: enter, comeBack });
    byId('person-call').onclick = () => this.#ringing.start(chat.chosen);
    byId('person-file').onclick = () => this.#files.start(chat.chosen);
    byId('person-private').onclick = () => this.#private.start(chat.chosen);
  }

  /** The server took this person out of a room. @param {number} roomId @returns {boolean} whether a call was the reason */
  onOut(roomId) {
    const wasCall = this.#ringing.isRoom(roomId);
    if (wasCall) {
      this.#ringing.onOut();
    }
    return wasCall;
  }

  /** Forgets all. */
  clear() {
    this.#files.clear();
  }
}
