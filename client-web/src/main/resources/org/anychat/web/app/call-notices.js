import { t } from './i18n.js';

const PATIENCE_MS = 3_000;
const PASSING_MS = 4_000;

/** What goes wrong during a call, in words: media connections, sound held back, the link. */
export class CallNotices {
  #notices;
  /** @type {Record<string, number | undefined>} */ #timers = {};

  /**
   * @param {import('./notices.js').Notices} notices
   * @param {import('../sdk/anychat.js').AnyChatClient} client
   */
  constructor(notices, client) {
    this.#notices = notices;
    client.on('mediaState', ({ direction, state }) => this.#onMediaState(direction, state));
  }

  /** The browser wants a touch before it plays sound. @param {() => void} play */
  soundBlocked(play) {
    const run = () => {
      this.#notices.clear('autoplay');
      play();
    };
    this.#notices.show('autoplay', { words: () => t('notice.autoplay'), tone: 'info', actions: [{ key: 'action.playSound', run }] });
  }

  /** A passing word. @param {string} subject @param {string} key @param {Record<string, string>} [values] */
  tell(subject, key, values) {
    const lastsMs = values ? undefined : PASSING_MS;
    this.#notices.show(subject, { words: () => t(key, values), tone: 'info', lastsMs });
  }

  /** Takes all away. */
  clear() {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#notices.clearAll();
  }

  /** @param {'publish' | 'subscribe'} direction @param {string} state */
  #onMediaState(direction, state) {
    clearTimeout(this.#timers[direction]);
    if (state === 'connected') {
      this.#notices.clear(direction);
    } else if (state === 'interrupted') {
      this.#timers[direction] = setTimeout(() => this.#tellMedia(direction), PATIENCE_MS);
    } else if (state === 'closed') {
      this.#tellMedia(direction);
    }
  }

  /** @param {'publish' | 'subscribe'} direction */
  #tellMedia(direction) {
    this.#notices.show(direction, { words: () => `${t(`notice.${direction}`)} ${t('notice.udp')}` });
  }
}
