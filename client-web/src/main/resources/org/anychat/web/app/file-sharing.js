import { byId, element } from './dom.js';
import { language, t } from './i18n.js';
import { errorWords } from './words.js';

const CANCELLED = 6;

/** Files to and from others: what is on its way is listed in the chat, what is offered is asked about. */
export class FileSharing {
  #client;
  #notices;
  #nameOf;
  #onActivity;
  #list = byId('transfers');

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./notices.js').Notices} parts.notices
   * @param {(userId: number) => string} parts.nameOf
   * @param {() => void} parts.onActivity the list has something new
   */
  constructor({ client, notices, nameOf, onActivity }) {
    this.#client = client;
    this.#notices = notices;
    this.#nameOf = nameOf;
    this.#onActivity = onActivity;
    client.on('transFileOffer', (offer) => this.#onOffer(offer));
    client.on('linkClose', () => this.#notices.clearAll((subject) => subject.startsWith('file ')));
  }

  /** Lets the person choose a file and sends it. @param {number} userId */
  start(userId) {
    const picker = element('input', { type: 'file' });
    picker.onchange = () => picker.files?.[0] && this.send(userId, picker.files[0]);
    picker.click();
  }

  /** @param {number} userId @param {File} file */
  async send(userId, file) {
    const row = new TransferRow(t('file.sending', { file: file.name, name: this.#nameOf(userId) }), file.name);
    this.#add(row);
    await row.follow(async (options) => {
      await this.#client.transfers.sendFile(userId, file, options);
      return element('span', { text: t('file.sent') });
    });
  }

  /** Forgets all. */
  clear() {
    this.#list.replaceChildren();
  }

  /** @param {import('../sdk/incoming-transfers.js').IncomingFile['offer']} offer */
  #onOffer(offer) {
    const { taskId, from, name: file, size } = offer;
    const subject = `file ${taskId}`;
    const name = this.#nameOf(from);
    const answer = (/** @type {() => void} */ run) => () => {
      this.#notices.clear(subject);
      run();
    };
    this.#notices.show(subject, {
      words: () => t('file.offer', { name, file, size: sizeWords(size) }),
      tone: 'info',
      stays: true,
      actions: [
        { key: 'action.accept', run: answer(() => this.#receive(offer, name)) },
        { key: 'action.refuse', run: answer(() => offer.reject()) },
      ],
    });
  }

  /** @param {import('../sdk/incoming-transfers.js').IncomingFile['offer']} offer @param {string} name */
  async #receive(offer, name) {
    const row = new TransferRow(t('file.receiving', { file: offer.name, name }), offer.name);
    this.#add(row);
    await row.follow(async (options) => {
      const file = await offer.accept(options);
      // As bytes and nothing else: a page that somebody sends must not run as one of this server's.
      const href = URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' }));
      return element('a', { href, download: file.name, text: t('file.save', { file: file.name }) });
    });
  }

  /** @param {TransferRow} row */
  #add(row) {
    this.#list.append(row.element);
    this.#onActivity();
  }
}

/** One transfer in the list. */
class TransferRow {
  #abort = new AbortController();
  #bar;
  #cancel;
  element;

  /** @param {string} words what goes where @param {string} file */
  constructor(words, file) {
    this.#bar = element('progress', { max: 1, value: 0, ariaLabel: words });
    this.#cancel = element('button', {
      className: 'quiet', type: 'button', text: t('file.cancel'), ariaLabel: t('file.cancelOf', { file }),
      onclick: () => this.#abort.abort(),
    });
    this.element = element('li', { className: 'transfer' }, [element('span', { text: words }), this.#bar, this.#cancel]);
  }

  /**
   * Shows how far it is, and then what came of it.
   * @param {(options: {signal: AbortSignal, onProgress: (done: number, size: number) => void}) => Promise<HTMLElement>} transfer
   */
  async follow(transfer) {
    const onProgress = (/** @type {number} */ done, /** @type {number} */ size) => {
      this.#bar.value = size === 0 ? 1 : done / size;
    };
    try {
      this.#end(await transfer({ signal: this.#abort.signal, onProgress }));
    } catch (error) {
      const failure = /** @type {{code?: number}} */ (error);
      const text = failure.code === CANCELLED ? t('file.cancelled') : errorWords(failure);
      this.#end(element('span', { className: 'chat-failure', text }));
    }
  }

  /** @param {HTMLElement} result */
  #end(result) {
    this.#bar.replaceWith(element('span', { role: 'status' }, [result]));
    this.#cancel.remove();
  }
}

/** @param {number} bytes @returns {string} in the unit that a person would use */
function sizeWords(bytes) {
  const step = bytes < 1_000_000 ? { unit: 'kilobyte', size: 1_000 } : { unit: 'megabyte', size: 1_000_000 };
  const format = new Intl.NumberFormat(language(), { style: 'unit', unit: step.unit, maximumFractionDigits: 1 });
  return format.format(bytes / step.size);
}
