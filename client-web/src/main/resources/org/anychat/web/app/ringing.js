import { CallStep } from '../sdk/anychat.js';
import { t } from './i18n.js';
import { errorWords } from './words.js';

const SUBJECT = 'ringing';
const ACCEPT = 0;
const WITHDRAW = 100101;
const REFUSE = 100104;
const PASSING_MS = 6_000;

/** Video calls with one person: rings, answers, goes into the call's room and comes back when it is over. */
export class Ringing {
  #client;
  #notices;
  #nameOf;
  #goInto;
  #comeBack;
  /** Whom one calls, is called by, or is in a call with. @type {number | null} */ #peer = null;
  /** Of the call that is on. @type {number | null} */ #room = null;

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./notices.js').Notices} parts.notices
   * @param {(userId: number) => string} parts.nameOf
   * @param {(roomId: number) => Promise<void>} parts.goInto enters the call's room
   * @param {() => Promise<void>} parts.comeBack enters the room again where one was before
   */
  constructor({ client, notices, nameOf, goInto, comeBack }) {
    this.#client = client;
    this.#notices = notices;
    this.#nameOf = nameOf;
    this.#goInto = goInto;
    this.#comeBack = comeBack;
    client.on('videoCall', (event) => this.#onStep(event));
    client.on('linkClose', () => this.#forget());
  }

  /** Whether a room is that of the call. @param {number} roomId */
  isRoom(roomId) {
    return roomId === this.#room;
  }

  /** Rings somebody. @param {number} userId */
  async start(userId) {
    if (this.#peer !== null) {
      this.#tell(userId, 'error.440');
      return;
    }
    this.#peer = userId;
    this.#offer(userId, 'ring.calling', [{ key: 'action.withdraw', run: () => this.#reply(userId, WITHDRAW) }]);
    await this.#try(userId, () => this.#client.videoCall.request(userId));
  }

  /** The server has taken both out of the call's room. */
  async onOut() {
    this.#room = null;
    try {
      await this.#comeBack();
    } catch (error) {
      this.#notices.show(SUBJECT, { words: () => errorWords(/** @type {any} */ (error)) });
    }
  }

  /** @param {{step: number, userId: number, code: number, param: number}} event */
  #onStep({ step, userId, code, param }) {
    if (step === CallStep.REQUEST) {
      this.#onRequest(userId);
    } else if (step === CallStep.START) {
      this.#onStart(userId, param);
    } else if (step === CallStep.FINISH) {
      this.#over(userId, code === 0 ? 'ring.over' : `ring.${code}`);
    } else if (code !== ACCEPT) {
      this.#over(userId, `ring.${code}`);
    }
  }

  /** @param {number} userId */
  #onRequest(userId) {
    if (this.#peer !== null) {
      // One call at a time on one screen; the server lets one ring beside a call.
      this.#reply(userId, REFUSE);
      return;
    }
    this.#peer = userId;
    this.#offer(userId, 'ring.called', [
      { key: 'action.accept', run: () => this.#reply(userId, ACCEPT) },
      { key: 'action.refuse', run: () => this.#reply(userId, REFUSE) },
    ]);
  }

  /** @param {number} userId @param {number} roomId */
  #onStart(userId, roomId) {
    this.#peer = userId;
    this.#room = roomId;
    const hangUp = () => this.#try(userId, () => this.#client.videoCall.finish(userId));
    this.#offer(userId, 'ring.on', [{ key: 'action.hangUp', run: hangUp }]);
    this.#try(userId, () => this.#goInto(roomId));
  }

  /** @param {number} userId @param {number} code */
  #reply(userId, code) {
    if (code !== ACCEPT && this.#peer === userId) {
      this.#forget();
    }
    this.#try(userId, () => this.#client.videoCall.reply(userId, { code }));
  }

  /** @param {number} userId @param {() => Promise<unknown>} step */
  async #try(userId, step) {
    try {
      await step();
    } catch (error) {
      if (this.#peer === userId) {
        this.#peer = null;
        this.#notices.show(SUBJECT, { words: () => errorWords(/** @type {any} */ (error)), lastsMs: PASSING_MS });
      }
    }
  }

  /** @param {number} userId @param {string} key */
  #over(userId, key) {
    if (userId === this.#peer) {
      this.#peer = null;
      this.#tell(userId, key);
    }
  }

  /** @param {number} userId @param {string} key */
  #tell(userId, key) {
    const name = this.#nameOf(userId);
    this.#notices.show(SUBJECT, { words: () => t(key, { name }), tone: 'info', lastsMs: PASSING_MS });
  }

  /** @param {number} userId @param {string} key @param {{key: string, run: () => void}[]} actions */
  #offer(userId, key, actions) {
    const name = this.#nameOf(userId);
    this.#notices.show(SUBJECT, { words: () => t(key, { name }), tone: 'info', actions, stays: true });
  }

  #forget() {
    this.#peer = null;
    this.#notices.clear(SUBJECT);
  }
}
