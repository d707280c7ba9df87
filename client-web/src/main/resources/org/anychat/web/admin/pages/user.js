import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { deviceName, freezeWords, moment, natWords, wayWords } from '../format.js';
import { link } from '../table.js';
import { mediaBadges } from './room.js';
import { TrailList } from './trail.js';

/** @param {import('../actions.js').Actions} actions @param {any} row */
export function muteButton(actions, { user, name, mute = {} }) {
  // What the page knows may be a second old: only what the operator changes is ordered.
  const changed = (field, value) => ((value === 'true') === Boolean(mute[field]) ? {} : { [field]: value === 'true' });
  return actions.button('mute', {
    values: { name }, confirm: t('action.apply'),
    fields: [
      { name: 'microphone', label: t('field.microphone'), type: 'checkbox', value: String(Boolean(mute.microphone)) },
      { name: 'camera', label: t('field.camera'), type: 'checkbox', value: String(Boolean(mute.camera)) },
    ],
    details: ({ microphone, camera }) => ({ user, ...changed('microphone', microphone), ...changed('camera', camera) }),
  });
}

/** @param {import('../actions.js').Actions} actions @param {any} row */
export function kickButton(actions, { user, name }) {
  return actions.button('kick', { values: { name }, danger: true, details: () => ({ user }) });
}

/** @param {import('../actions.js').Actions} actions @param {any} row */
export function banButton(actions, { name, way }) {
  if (!way) {
    return document.createTextNode('');
  }
  return actions.button('ban', {
    values: { name }, danger: true,
    fields: [
      { name: 'pattern', label: t('field.pattern'), value: way.address },
      { name: 'seconds', label: t('field.banSeconds'), type: 'number', value: '3600', max: 31_622_400 },
    ],
    details: ({ pattern, seconds }) => ({ pattern, seconds: Number(seconds) }),
  });
}

/**
 * One user: where it is now, and what it has done.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions, argument }) {
  const user = Number(argument);
  const title = element('h1', { text: t('user.title', { user: argument }) });
  const buttons = element('span', { className: 'button-row' });
  const facts = element('dl', { className: 'panel facts' });
  const trails = new TrailList();
  root.append(
    element('p', { className: 'crumbs' }, [link('users', t('page.users')), ` › ${argument}`]),
    element('div', { className: 'head-row' }, [title, buttons]), facts,
    element('h2', { text: t('user.history') }), trails.element,
  );
  let underWay = false;
  let shown = '';

  async function load() {
    if (underWay) {
      return;
    }
    underWay = true;
    try {
      const answer = await bridge.ask('user', { user });
      const stamp = JSON.stringify(answer);
      if (stamp !== shown) {
        shown = stamp;
        show(answer);
      }
    } catch {
      shown = '';
    } finally {
      underWay = false;
    }
  }

  /** @param {any} answer */
  function show({ online, trails: found }) {
    const here = online.user !== undefined;
    title.textContent = (online.name ?? found[0]?.name) || t('user.title', { user: argument });
    buttons.replaceChildren(...(here ? [muteButton(actions, online), kickButton(actions, online), banButton(actions, online)] : []));
    facts.replaceChildren(...(here ? presence(online) : fact('user.state', t('user.offline'))));
    trails.show(found);
  }

  load();
  return { update: load };
}

/** @param {any} online */
function presence(online) {
  return [
    ...fact('user.state', t(online.way.lost ? 'user.lost' : 'user.online')),
    ...fact('user.account', online.account),
    ...fact('user.level', String(online.level)),
    ...fact('user.address', online.way.address),
    ...fact('user.way', wayWords(online.way)),
    ...fact('user.device', deviceName(online.device)),
    ...fact('user.login', moment(online.loginMs)),
    ...fact('user.gateway', online.gateway),
    ...fact('user.room', online.room === null || online.room === undefined ? t('user.noRoom') : link(`room/${online.room}`, String(online.room))),
    ...fact('user.relay', online.relay ?? '–'),
    ...fact('user.media', mediaBadges(online)),
    ...fact('user.freezes', freezeWords(online.received && total(online.received))),
    ...fact('user.nat', natWords(online.network)),
  ];
}

/** @param {{freezes: number, frozenMs: number}[]} received */
function total(received) {
  return received.reduce((sum, { freezes, frozenMs }) =>
    ({ freezes: sum.freezes + freezes, frozenMs: sum.frozenMs + frozenMs }), { freezes: 0, frozenMs: 0 });
}

/** @param {string} key @param {string | Node} value */
export function fact(key, value) {
  return [element('dt', { text: t(key) }), element('dd', {}, [value])];
}
