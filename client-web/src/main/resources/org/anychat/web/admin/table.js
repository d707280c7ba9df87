import { t } from '../app/i18n.js';
import { element } from '../app/dom.js';

/**
 * A column.
 * @typedef {object} Column
 * @property {string} key words for its head
 * @property {(row: any) => string | number} [text] what a cell says
 * @property {(row: any) => Node} [node] what a cell holds instead; made anew only where `stamp` differs
 * @property {(row: any) => string} [stamp]
 * @property {string} [className]
 * @property {string} [sort] by what its head sorts; only where the table is given what to do then
 */

/**
 * A table whose rows stay the same elements while their content changes, so that focus and selection survive.
 */
export class Table {
  #body = element('tbody');
  #rows = new Map();
  #columns;
  #keyOf;
  #empty;
  #heads = new Map();

  /** How it is to be sorted. @type {{sort?: string, descending?: boolean}} */
  order = {};

  /**
   * @param {string} caption words for it
   * @param {Column[]} columns
   * @param {(row: any) => string | number} keyOf tells rows apart
   * @param {() => void} [onSort] gets rows in another order
   */
  constructor(caption, columns, keyOf, onSort) {
    this.#columns = columns;
    this.#keyOf = keyOf;
    this.#empty = element('p', { className: 'empty', text: t('admin.nothing') });
    const head = element('tr', {}, columns.map((column) => this.#head(column, onSort)));
    const table = element('table', {}, [
      element('caption', { className: 'hidden-text', text: caption }), element('thead', {}, [head]), this.#body]);
    this.element = element('div', { className: 'scroll', tabIndex: 0, role: 'region' }, [table, this.#empty]);
    this.element.setAttribute('aria-label', caption);
  }

  /** @param {Column} column @param {() => void} [onSort] */
  #head({ key, className = '', sort }, onSort) {
    const text = key === '' ? '' : t(key);
    if (!sort || !onSort) {
      return element('th', { scope: 'col', className, text });
    }
    const button = element('button', { type: 'button', className: 'sort', text });
    const cell = element('th', { scope: 'col', className }, [button]);
    cell.setAttribute('aria-sort', 'none');
    this.#heads.set(sort, cell);
    button.dataset.sort = sort;
    button.addEventListener('click', () => {
      this.#sortBy(sort, this.order.sort === sort && !this.order.descending);
      onSort();
    });
    return cell;
  }

  /** @param {string} sort @param {boolean} descending */
  #sortBy(sort, descending) {
    this.order = { sort, descending };
    for (const [name, cell] of this.#heads) {
      cell.setAttribute('aria-sort', name !== sort ? 'none' : descending ? 'descending' : 'ascending');
    }
  }

  /** Shows these. @param {any[]} list */
  show(list) {
    const wanted = new Map(list.map((row) => [this.#keyOf(row), row]));
    for (const [key, { line }] of this.#rows) {
      if (!wanted.has(key)) {
        line.remove();
        this.#rows.delete(key);
      }
    }
    let place = this.#body.firstElementChild;
    for (const [key, row] of wanted) {
      const known = this.#rows.get(key) ?? this.#add(key);
      known.cells.forEach((cell, at) => fill(cell, this.#columns[at], row));
      if (known.line === place) {
        place = place.nextElementSibling;
      } else {
        this.#body.insertBefore(known.line, place);
      }
    }
    this.#empty.hidden = list.length > 0;
  }

  #add(key) {
    const cells = this.#columns.map(({ key: head, className = '' }) => {
      const cell = element('td', { className });
      cell.dataset.label = head === '' ? '' : t(head);
      return cell;
    });
    const known = { line: element('tr', {}, cells), cells };
    known.line.dataset.key = String(key);
    this.#rows.set(key, known);
    return known;
  }
}

/** @param {HTMLElement} cell @param {Column} column @param {any} row */
function fill(cell, column, row) {
  if (column.node) {
    const stamp = column.stamp?.(row) ?? '';
    if (cell.dataset.stamp !== stamp) {
      cell.dataset.stamp = stamp;
      cell.replaceChildren(column.node(row));
    }
    return;
  }
  const text = String(column.text?.(row) ?? '');
  if (cell.textContent !== text) {
    cell.textContent = text;
  }
}

/**
 * A link to a page of the dashboard.
 * @param {string} hash
 * @param {string} text
 */
export function link(hash, text) {
  return element('a', { href: `#${hash}`, text });
}

/**
 * A small coloured word.
 * @param {string} text
 * @param {'good' | 'bad' | 'warn' | 'plain'} tone
 */
export function badge(text, tone) {
  return element('span', { className: `badge ${tone}`, text });
}

/**
 * Buttons for a list by page.
 */
export class Pager {
  #words = element('span', { className: 'pager-words' });
  #before;
  #after;

  /** @param {number} size @param {(offset: number) => void} onMove */
  constructor(size, onMove) {
    /** How many come before this page. */
    this.offset = 0;
    this.size = size;
    const move = (/** @type {number} */ by) => () => {
      this.offset = Math.max(0, this.offset + by);
      onMove(this.offset);
    };
    this.#before = element('button', { type: 'button', className: 'quiet', text: t('pager.before'), onclick: move(-size) });
    this.#after = element('button', { type: 'button', className: 'quiet', text: t('pager.after'), onclick: move(size) });
    this.element = element('div', { className: 'pager' }, [this.#words, this.#before, this.#after]);
  }

  /** @param {number} total */
  show(total) {
    const last = Math.min(total, this.offset + this.size);
    this.#words.textContent = total === 0 ? '' : t('pager.words', { first: this.offset + 1, last, total });
    this.#before.disabled = this.offset === 0;
    this.#after.disabled = last >= total;
  }
}
