import { element } from '../app/dom.js';
import { Pager } from './table.js';
import { onTyped } from './typing.js';

const PAGE = 50;

/**
 * A table by page with a field to search in. One question at a time: what is typed, sorted or turned to while an answer
 * is awaited is asked right after it.
 */
export class PagedList {
  #table;
  #ask;
  #pager = new Pager(PAGE, () => this.load());
  #underWay = false;
  #again = false;

  /**
   * @param {import('./table.js').Table} table
   * @param {string} searchWords
   * @param {(wanted: object) => Promise<{total: number, rows: any[]}>} ask
   */
  constructor(table, searchWords, ask) {
    this.#table = table;
    this.#ask = ask;
    this.pager = this.#pager.element;
    this.search = element('input', { type: 'search', placeholder: searchWords, maxLength: 64, className: 'search' });
    this.search.setAttribute('aria-label', searchWords);
    onTyped(this.search, () => this.restart());
  }

  /** Shows the first page. */
  restart() {
    this.#pager.offset = 0;
    return this.load();
  }

  /** Asks for what is to be seen; resolves when it is. @returns {Promise<boolean>} whether there was an answer */
  async load() {
    if (this.#underWay) {
      this.#again = true;
      return true;
    }
    this.#underWay = true;
    let answered = true;
    do {
      this.#again = false;
      answered = await this.#show();
    } while (this.#again);
    this.#underWay = false;
    return answered;
  }

  async #show() {
    const wanted = { offset: this.#pager.offset, limit: PAGE, text: this.search.value, ...this.#table.order };
    try {
      const { total, rows } = await this.#ask(wanted);
      if (rows.length === 0 && total > 0 && this.#pager.offset > 0) {
        // Who was on the last page has gone.
        this.#pager.offset = Math.floor((total - 1) / PAGE) * PAGE;
        this.#again = true;
      } else {
        this.#table.show(rows);
        this.#pager.show(total);
      }
      return true;
    } catch {
      return false;
    }
  }
}
