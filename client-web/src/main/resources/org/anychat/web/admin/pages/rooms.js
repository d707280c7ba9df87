import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { number } from '../format.js';
import { PagedList } from '../paged-list.js';
import { link, Table } from '../table.js';

/**
 * What an operator does to a room.
 * @param {import('../actions.js').Actions} actions
 * @param {{room: number, name: string, relays: string[]}} room
 * @param {() => any} overview
 */
export function roomActions(actions, { room, name, relays }, overview) {
  const values = { room: `${name} (${room})` };
  const say = actions.button('say', {
    values, label: t('action.sayRoom'), asks: 'sayRoom',
    fields: [{ name: 'text', label: t('field.text'), long: true }],
    details: ({ text }) => ({ room, text }),
  });
  const move = actions.button('moveRoom', {
    values,
    fields: () => {
      const options = otherRelays(overview(), relays);
      return options.length > 0 ? [{ name: 'relay', label: t('field.relay'), options }] : undefined;
    },
    unable: t('rooms.noOtherRelay'),
    details: ({ relay }) => ({ room, relay }),
  });
  const close = actions.button('closeRoom', { values, danger: true, details: () => ({ room }) });
  return element('span', { className: 'button-row' }, [say, move, close]);
}

/** Where a room can move to: relays that take rooms, but for the one that has all of it. @param {any} latest @param {string[]} carrying */
function otherRelays(latest, carrying) {
  return (latest?.relays ?? [])
    .filter((/** @type {any} */ { relay, mode }) => mode === 'OPEN' && !(carrying.length === 1 && carrying[0] === relay))
    .map((/** @type {any} */ { relay }) => [relay, relay]);
}

/**
 * All rooms, by page and name.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions, overview }) {
  const everybody = actions.button('say', {
    fields: [{ name: 'text', label: t('field.text'), long: true }], details: ({ text }) => ({ text }),
  });
  const table = new Table(t('page.rooms'), [
    { key: 'room.room', sort: 'room', className: 'numeric', text: ({ room }) => room },
    { key: 'room.name', sort: 'name', stamp: ({ name }) => name, node: ({ room, name }) => link(`room/${room}`, name) },
    { key: 'room.users', sort: 'users', className: 'numeric', text: ({ users }) => number(users) },
    { key: 'room.kind', text: ({ hasPassword, call }) => [call && t('room.call'), hasPassword && t('room.locked')].filter(Boolean).join(', ') },
    { key: 'room.relays', text: ({ relays }) => relays.join(', ') },
    { key: '', className: 'actions', stamp: ({ name, relays }) => `${name} ${relays}`, node: (row) => roomActions(actions, row, overview) },
  ], ({ room }) => room, () => list.restart());
  const list = new PagedList(table, t('rooms.search'), async (wanted) => {
    const { total, rooms } = await bridge.ask('rooms', wanted);
    return { total, rows: rooms };
  });
  root.append(
    element('div', { className: 'head-row' }, [element('h1', { text: t('page.rooms') }), list.search, everybody]),
    table.element, list.pager,
  );
  let stamp = NaN;

  async function load() {
    if (!await list.load()) {
      stamp = NaN;
    }
  }

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
