import { ChatMode } from '../sdk/anychat.js';
import { t } from './i18n.js';
import { errorWords } from './words.js';

const ACCEPT = 0;
const REFUSE = 402;
const PASSING_MS = 6_000;

/** Private chats: while there is one, only its partners see and hear this person. */
export class PrivateTalk {
  #client;
  #notices;
  #nameOf;
  /** @type {Set<number>} */ #partners = new Set();

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./notices.js').Notices} parts.notices
   * @param {(userId: number) => string} parts.nameOf
   */
  constructor({ client, notices, nameOf }) {
    this.#client = client;
    this.#notices = notices;
    this.#nameOf = nameOf;
    client.on('privateRequest', ({ userId, requestId }) => this.#onRequest(userId, requestId));
    client.on('privateEcho', ({ userId, code }) => this.#onEcho(userId, code));
    client.on('privateExit', ({ userId, code }) => this.#onExit(userId, code));
    client.on('linkClose', () => this.#partners.clear());
  }

  /** Asks somebody. @param {number} userId */
  async start(userId) {
    const run = () => this.#exit(userId);
    this.#show(userId, 'private.asking', { actions: [{ key: 'action.withdraw', run }], stays: true });
    await this.#try(userId, () => this.#client.privateChats.request(userId));
  }

  /** Ends all before another room is entered: the mode would go along, the partners would not. */
  async end() {
    const partners = [...this.#partners];
    this.#partners.clear();
    partners.forEach((userId) => this.#notices.clear(subject(userId)));
    if (partners.length > 0) {
      await this.#client.privateChats.changeMode(ChatMode.PUBLIC);
    }
  }

  /** @param {number} userId @param {number} requestId */
  #onRequest(userId, requestId) {
    const refuse = () => {
      this.#notices.clear(subject(userId));
      this.#try(userId, () => this.#client.privateChats.echo(userId, requestId, REFUSE));
    };
    const accept = () =>
      this.#try(userId, async () => {
        await this.#client.privateChats.echo(userId, requestId, ACCEPT);
        await this.#begin(userId);
      });
    const actions = [{ key: 'action.accept', run: accept }, { key: 'action.refuse', run: refuse }];
    this.#show(userId, 'private.asked', { actions, stays: true });
  }

  /** @param {number} userId @param {number} code */
  #onEcho(userId, code) {
    if (code === ACCEPT) {
      this.#try(userId, () => this.#begin(userId));
    } else {
      this.#show(userId, 'private.refused', { lastsMs: PASSING_MS });
    }
  }

  /** @param {number} userId */
  async #begin(userId) {
    this.#partners.add(userId);
    const run = () => this.#exit(userId);
    this.#show(userId, 'private.on', { actions: [{ key: 'action.endPrivate', run }], stays: true });
    await this.#client.privateChats.changeMode(ChatMode.PRIVATE);
  }

  /** @param {number} userId */
  #exit(userId) {
    this.#notices.clear(subject(userId));
    this.#try(userId, () => this.#client.privateChats.exit(userId));
  }

  /** @param {number} userId @param {number} code 435: only a request was taken back */
  #onExit(userId, code) {
    const wasOn = this.#partners.delete(userId);
    if (code === 434 || code === 435) {
      this.#notices.clear(subject(userId));
    } else {
      this.#show(userId, 'private.over', { lastsMs: PASSING_MS });
    }
    if (wasOn && this.#partners.size === 0) {
      this.#try(userId, () => this.#client.privateChats.changeMode(ChatMode.PUBLIC));
    }
  }

  /** @param {number} userId @param {() => Promise<unknown>} step */
  async #try(userId, step) {
    try {
      await step();
    } catch (error) {
      this.#notices.show(subject(userId), { words: () => errorWords(/** @type {any} */ (error)), lastsMs: PASSING_MS });
    }
  }

  /** @param {number} userId @param {string} key @param {Partial<import('./notices.js').Notice>} rest */
  #show(userId, key, rest) {
    const name = this.#nameOf(userId);
    this.#notices.show(subject(userId), { words: () => t(key, { name }), tone: 'info', ...rest });
  }
}

/** @param {number} userId */
function subject(userId) {
  return `private ${userId}`;
}
