import { element, icon } from './dom.js';
import { onLanguage, t } from './i18n.js';

/**
 * @typedef {object} Notice
 * @property {() => string} words made anew when the language changes
 * @property {'error' | 'info'} [tone]
 * @property {{key: string, run?: () => void, href?: string}[]} [actions] `key` of the label's words
 * @property {number} [lastsMs] takes itself away after this time
 * @property {boolean} [stays] cannot be dismissed: one of its actions is to be chosen
 */

/** A place for notices: what went wrong and what to do about it. One notice for each subject. */
export class Notices {
  #place;
  /** @type {Map<string, Notice>} */ #shown = new Map();
  /** @type {Map<string, number>} */ #timers = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
    this.#place.setAttribute('aria-live', 'polite');
    onLanguage(() => this.#render());
  }

  /**
   * Shows a notice, in place of the one about the same subject.
   * @param {string} subject
   * @param {Notice} notice
   */
  show(subject, notice) {
    clearTimeout(this.#timers.get(subject));
    this.#shown.set(subject, notice);
    if (notice.lastsMs) {
      this.#timers.set(subject, setTimeout(() => this.clear(subject), notice.lastsMs));
    }
    this.#render();
  }

  /** Takes a notice away. @param {string} subject */
  clear(subject) {
    if (this.#shown.delete(subject)) {
      this.#render();
    }
  }

  /** Takes all away, or those of some subjects. @param {(subject: string) => boolean} [which] */
  clearAll(which = () => true) {
    [...this.#shown.keys()].filter(which).forEach((subject) => this.#shown.delete(subject));
    this.#render();
  }

  #render() {
    this.#place.replaceChildren(...[...this.#shown].map(([subject, notice]) => this.#card(subject, notice)));
  }

  /** @param {string} subject @param {Notice} notice */
  #card(subject, { words, tone = 'error', actions = [], stays = false }) {
    /** @type {{key: string, run?: () => void, href?: string}} */
    const dismiss = { key: 'action.dismiss', run: () => this.clear(subject) };
    const buttons = [...actions, ...(stays ? [] : [dismiss])].map(({ key, run, href }) =>
      href
        ? element('a', { className: 'notice-action', text: t(key), href })
        : element('button', { className: 'notice-action', type: 'button', text: t(key), onclick: run }),
    );
    const card = element('div', { className: `notice ${tone}` }, [
      icon(tone === 'error' ? 'warning' : 'info'),
      element('p', { text: words() }),
      element('div', { className: 'notice-actions' }, buttons),
    ]);
    card.dataset.subject = subject;
    return card;
  }
}
