import { element } from '../app/dom.js';
import { hasWords, t } from '../app/i18n.js';
import { ask, toast } from './dialog.js';
import { codeWords } from './format.js';
import { covers } from './session.js';

const BAD_REQUEST = 400;

/**
 * What an operator does: asks, orders, and says what came of it.
 */
export class Actions {
  #bridge;
  #role;

  /** @param {import('./bridge.js').Bridge} bridge @param {string} role */
  constructor(bridge, role) {
    this.#bridge = bridge;
    this.#role = role;
  }

  /** @param {string} role */
  may(role) {
    return covers(this.#role, role);
  }

  /**
   * A button for it; none where the role does not cover it.
   * @param {string} what the order
   * @param {{values?: Record<string, string | number>, danger?: boolean, label?: string, confirm?: string, unable?: string,
   *   asks?: string, fields?: import('./dialog.js').Field[] | (() => import('./dialog.js').Field[] | undefined),
   *   details: (filled: Record<string, string>) => object}} how `asks` names the question where it is not the order's own;
   *   fields that are made when they are asked, or none, and `unable` is said, where it cannot be done now
   * @returns {Node}
   */
  button(what, how) {
    if (!this.may('operator')) {
      return document.createTextNode('');
    }
    const label = how.label ?? t(`action.${what}`);
    const button = element('button', { type: 'button', className: how.danger ? 'danger small' : 'small', text: label });
    button.dataset.action = what;
    button.addEventListener('click', () => this.run(what, how));
    return button;
  }

  /** @param {string} what @param {any} how */
  async run(what, { values = {}, asks = what, fields = [], danger = false, details, label, confirm, unable = '' }) {
    const subject = values.name ?? values.room ?? values.relay ?? values.pattern;
    const asked = typeof fields === 'function' ? fields() : fields;
    if (!asked) {
      toast(unable, 'bad');
      return;
    }
    const title = label ?? t(`action.${what}`);
    const filled = await ask({
      title: subject ? `${title} · ${subject}` : title,
      words: t(`ask.${asks}`, values), confirm: confirm ?? title, danger, fields: asked,
    });
    if (filled) {
      await this.order('admin.operate', what, details(filled));
    }
  }

  /**
   * @param {'admin.operate' | 'admin.configure'} address
   * @param {string} what
   * @param {object} details
   * @returns {Promise<any>} undefined where it was refused
   */
  async order(address, what, details) {
    try {
      const done = await this.#bridge.order(address, what, details);
      const key = `done.${what}`;
      toast(hasWords(key) ? t(key, done) : t('done.other'), 'good');
      return done;
    } catch (failure) {
      const { code = 0, message = '' } = /** @type {{code?: number, message?: string}} */ (failure);
      // 400 is no code of the error table: what is wrong is in the words.
      const known = code && code !== BAD_REQUEST ? codeWords(code) : '';
      toast([t('done.refused'), known, message].filter(Boolean).join(' '), 'bad');
      return undefined;
    }
  }
}
