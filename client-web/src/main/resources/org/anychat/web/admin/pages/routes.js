import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { moment } from '../format.js';
import { PagedList } from '../paged-list.js';
import { badge, link, Table } from '../table.js';

/** @type {Record<string, 'good' | 'warn' | 'plain'>} */
const WAY_TONES = { DIRECT: 'good', TRYING: 'warn', RELAY: 'plain' };
const EVERYBODY = '';

/** Which way media goes in a room, from everybody by sender, or from one along its tree: who feeds whom. By page. */
export class Routes {
  #bridge;
  #room;
  #senders = element('select', { className: 'search' });
  #list;
  /** @type {(user: number) => string} */
  #nameOf = String;

  /**
   * @param {import('../bridge.js').Bridge} bridge
   * @param {number} room
   */
  constructor(bridge, room) {
    this.#bridge = bridge;
    this.#room = room;
    this.#senders.setAttribute('aria-label', t('route.senders'));
    this.#senders.append(element('option', { value: EVERYBODY, text: t('route.everybody') }));
    this.#senders.addEventListener('change', () => this.#list.restart());
    const table = new Table(t('room.routes'), [
      { key: 'route.from', text: ({ from }) => from ?? '' },
      { key: 'stream.to', stamp: ({ user, name, depth }) => `${user} ${name} ${depth}`, node: receiver },
      { key: 'route.way', className: 'folds', stamp: ({ way }) => way ?? '', node: ({ way }) => (way ? badge(t(`way.${way}`), WAY_TONES[way]) : document.createDocumentFragment()) },
      { key: 'route.via', text: ({ via }) => via ?? '' },
      { key: 'route.hops', className: 'numeric', text: ({ hops }) => hops || '' },
      { key: 'route.since', text: ({ sinceMs }) => (sinceMs ? moment(sinceMs) : '') },
      { key: 'route.reason', text: ({ reason }) => (reason ? t(`reason.${reason}`) : '') },
    ], ({ key }) => key);
    this.#list = new PagedList(table, t('room.routes'), (wanted) => this.#ask(wanted));
    this.element = element('section', { className: 'stack routes', hidden: true }, [
      element('div', { className: 'head-row' }, [element('h2', { text: t('room.routes') }), this.#senders]),
      table.element, this.#list.pager,
    ]);
  }

  /** Asks anew. @param {(user: number) => string} nameOf how members are called */
  load(nameOf) {
    this.#nameOf = nameOf;
    return this.#list.load();
  }

  /** @param {any} wanted */
  async #ask({ offset, limit }) {
    const from = this.#senders.value;
    const answer = await this.#bridge.ask('routes', {
      room: this.#room, offset, limit, ...(from === EVERYBODY ? {} : { from: Number(from) }),
    });
    this.#offer(answer.senders);
    this.element.hidden = answer.senders.length === 0;
    const rows = answer.routes.map((/** @type {any} */ route) => this.#row(route));
    const sender = answer.senders.find((/** @type {any} */ { user }) => String(user) === from);
    return { total: answer.total, rows: sender ? this.#tree(sender, rows, offset) : rows };
  }

  /** Who has stopped sending is no choice any more. @param {{user: number, receivers: number, direct: number}[]} senders */
  #offer(senders) {
    const choices = [[EVERYBODY, t('route.everybody')], ...senders.map(({ user, receivers, direct }) => (
      [String(user), t('route.sender', { name: this.#nameOf(user), direct, receivers })]))];
    const stamp = JSON.stringify(choices);
    if (this.#senders.dataset.stamp === stamp) {
      return;
    }
    this.#senders.dataset.stamp = stamp;
    const before = this.#senders.value;
    // The options stay the same elements, so that a list which is open stays open.
    choices.forEach(([value, text], at) => {
      const option = this.#senders.options[at] ?? this.#senders.appendChild(element('option'));
      option.value = value;
      option.textContent = text;
    });
    while (this.#senders.options.length > choices.length) {
      this.#senders.options[choices.length].remove();
    }
    const stays = choices.some(([value]) => value === before);
    this.#senders.value = stays ? before : EVERYBODY;
    if (!stays) {
      this.#list.restart();
    }
  }

  /** @param {any} route */
  #row(route) {
    const direct = route.way === 'DIRECT';
    return {
      ...route, key: `${route.from} ${route.to}`, user: route.to, name: this.#nameOf(route.to), from: this.#nameOf(route.from),
      via: direct ? this.#nameOf(route.via) : t('route.relay'), depth: 0,
    };
  }

  /** Hangs each below whom it gets the stream from: the sender, another viewer, or the relay. @param {any} sender @param {any[]} rows @param {number} offset */
  #tree(sender, rows, offset) {
    const hung = rows.map((row) => ({ ...row, depth: row.hops || 1, from: '' }));
    const relayed = sender.receivers - sender.direct;
    const first = hung.findIndex(({ way }) => way !== 'DIRECT');
    if (first >= 0) {
      hung.splice(first, 0, { key: 'relay', name: t('route.byRelay', { count: relayed }), depth: 0 });
    }
    const root = { key: 'root', user: sender.user, name: this.#nameOf(sender.user), depth: 0, from: this.#nameOf(sender.user) };
    return offset === 0 && rows.length > 0 ? [root, ...hung] : hung;
  }
}

/** @param {any} row */
function receiver({ user, name, depth }) {
  const who = element('span', { className: depth > 0 ? 'branch' : '' }, [user === undefined ? name : link(`user/${user}`, name)]);
  who.style.setProperty('--depth', depth);
  return who;
}
