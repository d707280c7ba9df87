import { element } from '../app/dom.js';
import { language } from '../app/i18n.js';
import { WORDS } from './words.js';

/** @typedef {'ok' | 'warn' | 'fail' | 'skip'} Verdict */

/**
 * A line: what was looked at, what it comes to, what was seen, what to do. Keys of words.js, with what is filled in.
 * @typedef {{name: string, verdict: Verdict, seen: string, remedy?: string, values?: Record<string, string | number>}} Line
 */

/**
 * Words for a key, in the language shown.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  const words = WORDS[key]?.[language() === 'zh' ? 1 : 0] ?? key;
  return words.replace(/\{(\w+)\}/g, (_, name) => said(values[name]));
}

/** Values that are keys themselves are said in the language shown. @param {string | number | undefined} value */
function said(value) {
  return typeof value === 'string' && value in WORDS && !value.includes(' ') ? say(value) : String(value ?? '');
}

/** The lines, on the page and as text. */
export class Report {
  /** @type {Line[]} */ #lines = [];
  #list;

  /** @param {HTMLElement} list where the lines are shown */
  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#lines = [];
    this.show();
  }

  /** Adds a line, or replaces the one of that name. @param {Line} line */
  add(line) {
    const at = this.#lines.findIndex(({ name }) => name === line.name);
    if (at < 0) {
      this.#lines.push(line);
    } else {
      this.#lines[at] = line;
    }
    this.show();
  }

  /** @param {Verdict} verdict @returns {number} */
  count(verdict) {
    return this.#lines.filter((line) => line.verdict === verdict).length;
  }

  /** Shows all lines in the language that is shown. */
  show() {
    this.#list.replaceChildren(
      ...this.#lines.map((line) => {
        const item = element('li', { className: 'check-line' }, [
          element('span', { className: 'check-verdict', text: say(line.verdict) }),
          element('span', { className: 'check-name', text: say(line.name) }),
          element('span', { className: 'check-seen', text: say(line.seen, line.values) }),
        ]);
        item.dataset.verdict = line.verdict;
        item.dataset.name = line.name;
        if (line.remedy) {
          item.append(element('span', { className: 'check-remedy', text: say(line.remedy, line.values) }));
        }
        return item;
      }),
    );
  }

  /** One sentence for all of it. @returns {string} */
  sum() {
    const fail = this.count('fail');
    const warn = this.count('warn');
    return say(fail > 0 ? 'sumFail' : warn > 0 ? 'sumWarn' : 'sumGood', { fail, warn });
  }

  /** The report as text, for those who help. @returns {string} */
  text() {
    const lines = this.#lines.map((line) => {
      const remedy = line.remedy ? `\n    -> ${say(line.remedy, line.values)}` : '';
      return `[${say(line.verdict)}] ${say(line.name)}: ${say(line.seen, line.values)}${remedy}`;
    });
    return [
      `${say('reportHead')} · ${location.host} · ${new Date().toISOString()}`,
      navigator.userAgent,
      '',
      ...lines,
      '',
      this.sum(),
    ].join('\n');
  }
}
