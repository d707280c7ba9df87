import { TO_ROOM } from '../sdk/anychat.js';
import { byId, dress, element } from './dom.js';
import { language, onLanguage, t } from './i18n.js';
import { errorWords } from './words.js';

/** Whose words are those of the server's operators. */
const SERVER = 0;

const MOST_LINES = 500;
const MOST_HEIGHT_PX = 120;

/** Text with the room or with one person in it. */
export class Chat {
  #client;
  #panel = byId('chat');
  #button = byId('chat-button');
  #log = byId('chat-log');
  /** @type {HTMLSelectElement} */ #to = byId('chat-to');
  /** @type {HTMLTextAreaElement} */ #text = byId('chat-text');
  #badge = element('span', { className: 'badge' });
  #unread = 0;
  /** @type {Map<number, string>} names of all who were ever seen in this call */ #names = new Map();

  /** @param {import('../sdk/anychat.js').AnyChatClient} client */
  constructor(client) {
    this.#client = client;
    this.#badge.setAttribute('aria-hidden', 'true');
    this.#button.append(this.#badge);
    this.#button.onclick = () => this.toggle();
    byId('chat-close').onclick = () => this.toggle(false);
    this.#panel.onkeydown = (event) => event.key === 'Escape' && this.toggle(false);
    byId('chat-form').onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    this.#text.onkeydown = (event) => this.#onKey(event);
    this.#text.oninput = () => this.#grow();
    this.#to.onchange = () => this.#showActions();
    client.on('textMessage', (message) => this.#onText(message));
    onLanguage(() => {
      this.#render();
      this.refresh();
    });
    this.#render();
  }

  /** Opens or closes the panel. @param {boolean} [wanted] without it, the other way round */
  toggle(wanted) {
    const open = wanted ?? Boolean(this.#panel.hidden);
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#panel.hidden = !open;
    byId('call').classList.toggle('with-chat', open);
    if (open) {
      this.#unread = 0;
      this.#scrollDown();
      this.#text.focus();
    } else if (hadFocus) {
      this.#button.focus();
    }
    this.#render();
  }

  /** Whom the chat is set to, TO_ROOM for everybody. @returns {number} */
  get chosen() {
    return Number(this.#to.value || TO_ROOM);
  }

  /** Name of somebody who is or was here. @param {number} userId @returns {string} */
  nameOf(userId) {
    if (userId === SERVER) {
      return t('chat.server');
    }
    const user = this.#client.users.find((person) => person.userId === userId);
    return this.#names.get(userId) ?? user?.name ?? t('person.unknown', { userId });
  }

  /** Shows who can be written to. */
  refresh() {
    const ownId = this.#client.self?.userId;
    const others = this.#client.users.filter((user) => user.userId !== ownId);
    others.forEach(({ userId, name }) => this.#names.set(userId, name));
    const { chosen } = this;
    const options = others.map(({ userId, name }) => element('option', { value: String(userId), text: name }));
    options.unshift(element('option', { value: String(TO_ROOM), text: t('chat.everyone') }));
    if (chosen !== TO_ROOM && !others.some(({ userId }) => userId === chosen)) {
      // Whoever was chosen stays chosen: words meant for one must not go to everybody because that one left.
      options.push(element('option', { value: String(chosen), text: t('chat.gone', { name: this.nameOf(chosen) }) }));
    }
    this.#to.replaceChildren(...options);
    this.#to.value = String(chosen);
    this.#showActions();
  }

  /** What needs one person is there when one is chosen who has not left. */
  #showActions() {
    byId('person-actions').hidden = !this.#client.users.some(({ userId }) => userId === this.chosen);
  }

  /** Notes that somebody came or went. @param {string} words */
  note(words) {
    this.#add(element('p', { className: 'chat-note', text: words }));
  }

  /** Forgets everything. */
  clear() {
    this.#log.replaceChildren();
    this.#names.clear();
    this.#to.replaceChildren();
    this.#text.value = '';
    this.#unread = 0;
    this.toggle(false);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  async #send() {
    const text = this.#text.value.trim();
    const to = this.chosen;
    if (!text) {
      return;
    }
    this.#text.value = '';
    this.#grow();
    const hint = to === TO_ROOM ? '' : t('chat.onlyTo', { name: this.nameOf(to) });
    const line = this.#line({ who: t('chat.you'), hint, text, own: true });
    try {
      await this.#client.sendText(text, { to });
    } catch (error) {
      const why = errorWords(/** @type {any} */ (error));
      line.append(element('small', { className: 'chat-failure', text: t('chat.notSent', { why }) }));
      this.#scrollDown();
    }
  }

  /** @param {{from: number, secret: boolean, text: string}} message */
  #onText({ from, secret, text }) {
    this.#line({ who: this.nameOf(from), hint: secret ? t('chat.onlyYou') : '', text, own: false });
    if (this.#panel.hidden) {
      this.#unread++;
      this.#render();
    }
  }

  /** @param {{who: string, hint: string, text: string, own: boolean}} message */
  #line({ who, hint, text, own }) {
    const time = new Date().toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' });
    const head = element('header', {}, [element('b', { text: who }), element('time', { text: time })]);
    if (hint) {
      head.append(element('span', { className: 'chat-whisper', text: hint }));
    }
    const className = `chat-message${own ? ' own' : ''}${hint ? ' whisper' : ''}`;
    return this.#add(element('article', { className }, [head, element('p', { text })]));
  }

  /** @template {HTMLElement} E @param {E} line @returns {E} */
  #add(line) {
    const atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 40;
    this.#log.append(line);
    if (this.#log.childElementCount > MOST_LINES) {
      this.#log.firstElementChild?.remove();
    }
    if (atEnd || line.classList.contains('own')) {
      this.#scrollDown();
    }
    return line;
  }

  #scrollDown() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #grow() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${Math.min(MOST_HEIGHT_PX, this.#text.scrollHeight)}px`;
  }

  #render() {
    const open = !this.#panel.hidden;
    const closedLabel = this.#unread > 0 ? t('chat.openUnread', { count: this.#unread }) : t('chat.open');
    dress(this.#button, { icon: 'chat', label: open ? t('chat.close') : closedLabel });
    this.#button.setAttribute('aria-expanded', String(open));
    this.#badge.hidden = this.#unread === 0;
    this.#badge.textContent = this.#unread > 99 ? '99+' : String(this.#unread);
    this.#log.dataset.empty = t('chat.empty');
  }
}
