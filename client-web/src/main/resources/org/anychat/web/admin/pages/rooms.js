import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { number } from '../format.js';
import { link, Pager, Table } from '../table.js';

const PAGE = 50;

/** What an operator does to a room. @param {import('../actions.js').Actions} actions @param {any} room @param {() => any} overview */
export function roomActions(actions, { room, name }, overview) {
  const values = { room: `${name} (${room})` };
  const relays = () => (overview()?.relays ?? [])
    .filter((/** @type {any} */ { mode }) => mode === 'OPEN').map((/** @type {any} */ { relay }) => [relay, relay]);
  const say = actions.button('say', {
    values, label: t('action.sayRoom'),
    fields: [{ name: 'text', label: t('field.text'), long: true }],
    details: ({ text }) => ({ room, text }),
  });
  const move = actions.may('operator') ? element('button', {
    type: 'button', className: 'small', text: t('action.moveRoom'),
    onclick: () => actions.run('moveRoom', {
      values, fields: [{ name: 'relay', label: t('field.relay'), options: relays() }], details: ({ relay }) => ({ room, relay }),
    }),
  }) : document.createTextNode('');
  if (move instanceof HTMLElement) {
    move.dataset.action = 'moveRoom';
  }
  const close = actions.button('closeRoom', { values, danger: true, details: () => ({ room }) });
  return element('span', { className: 'button-row' }, [say, move, close]);
}

/**
 * All rooms, by page and name.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions, overview }) {
  const search = element('input', { type: 'search', placeholder: t('rooms.search'), maxLength: 64, className: 'search' });
  search.setAttribute('aria-label', t('rooms.search'));
  const everybody = actions.button('say', {
    fields: [{ name: 'text', label: t('field.text'), long: true }], details: ({ text }) => ({ text }),
  });
  const table = new Table(t('page.rooms'), [
    { key: 'room.room', className: 'numeric', text: ({ room }) => room },
    { key: 'room.name', stamp: ({ name }) => name, node: ({ room, name }) => link(`room/${room}`, name) },
    { key: 'room.users', className: 'numeric', text: ({ users }) => number(users) },
    { key: 'room.kind', text: ({ hasPassword, call }) => [call && t('room.call'), hasPassword && t('room.locked')].filter(Boolean).join(', ') },
    { key: 'room.relays', text: ({ relays }) => relays.join(', ') },
    { key: '', className: 'actions', stamp: ({ name }) => name, node: (row) => roomActions(actions, row, overview) },
  ], ({ room }) => room);
  const pager = new Pager(PAGE, () => load());
  root.append(
    element('div', { className: 'head-row' }, [element('h1', { text: t('page.rooms') }), search, everybody]),
    table.element, pager.element,
  );
  let stamp = NaN;
  let underWay = false;

  async function load() {
    if (underWay) {
      return;
    }
    underWay = true;
    try {
      const answer = await bridge.ask('rooms', { offset: pager.offset, limit: PAGE, text: search.value });
      table.show(answer.rooms);
      pager.show(answer.total);
    } catch {
      stamp = NaN;
    } finally {
      underWay = false;
    }
  }

  search.addEventListener('input', () => {
    pager.offset = 0;
    load();
  });
  load();
  return {
    update(/** @type {any} */ { roomsStamp }) {
      if (roomsStamp !== stamp) {
        stamp = roomsStamp;
        load();
      }
    },
  };
}
