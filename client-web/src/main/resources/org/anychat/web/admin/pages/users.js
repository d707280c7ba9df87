import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { deviceName, moment, wayWords } from '../format.js';
import { PagedList } from '../paged-list.js';
import { link, Table } from '../table.js';
import { mediaBadges } from './room.js';
import { banButton, kickButton } from './user.js';

const EVERY = 2;

/**
 * Everybody who is logged in, by page; and the addresses that are banned.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions }) {
  const table = new Table(t('page.users'), [
    { key: 'user.user', className: 'numeric', text: ({ user }) => user },
    { key: 'user.name', stamp: ({ name }) => name, node: ({ user, name }) => link(`user/${user}`, name) },
    { key: 'user.account', text: ({ account }) => account },
    { key: 'user.room', stamp: ({ room }) => String(room), node: ({ room }) => (room === null || room === undefined ? document.createTextNode('') : link(`room/${room}`, String(room))) },
    { key: 'user.media', stamp: ({ camera, microphone, publishing, mute, chatMode }) => JSON.stringify([camera, microphone, publishing, mute, chatMode]), node: mediaBadges },
    { key: 'user.device', text: ({ device }) => deviceName(device) },
    { key: 'user.address', text: ({ way }) => way.address },
    { key: 'user.way', text: ({ way }) => wayWords(way) + (way.lost ? ` · ${t('user.lost')}` : '') },
    { key: 'user.login', text: ({ loginMs }) => moment(loginMs) },
    { key: '', className: 'actions', stamp: ({ name, way }) => name + way.address, node: (row) => element('span', { className: 'button-row' }, [kickButton(actions, row), banButton(actions, row)]) },
  ], ({ user }) => user);
  const list = new PagedList(table, t('users.search'), async (wanted) => {
    const { total, users } = await bridge.ask('users', wanted);
    return { total, rows: users };
  });
  const bans = new Table(t('users.bans'), [
    { key: 'ban.pattern', text: ({ pattern }) => pattern },
    { key: 'ban.until', text: ({ untilMs }) => (untilMs ? moment(untilMs) : t('ban.forever')) },
    { key: '', className: 'actions', stamp: ({ pattern }) => pattern, node: ({ pattern }) => actions.button('admit', { values: { pattern }, details: () => ({ pattern }) }) },
  ], ({ pattern }) => pattern);
  root.append(
    element('div', { className: 'head-row' }, [element('h1', { text: t('page.users') }), list.search]),
    table.element, list.pager,
    element('h2', { text: t('users.bans') }), bans.element,
  );
  let tick = 0;

  async function load() {
    await list.load();
    // Where there is no answer the next figures ask again.
    await bridge.ask('bans').then((answer) => bans.show(answer.bans)).catch(() => undefined);
  }

  load();
  return {
    update() {
      if (tick++ % EVERY === 0) {
        load();
      }
    },
  };
}
