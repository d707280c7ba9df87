import { byId, element } from '../app/dom.js';
import { addWords, language, onLanguage, setLanguage, t, translate } from '../app/i18n.js';
import en from './lang/en.js';
import zh from './lang/zh.js';
import { Actions } from './actions.js';
import { Bridge } from './bridge.js';
import { current, login, logout } from './session.js';
import * as audit from './pages/audit.js';
import * as licence from './pages/licence.js';
import * as log from './pages/log.js';
import * as overview from './pages/overview.js';
import * as room from './pages/room.js';
import * as rooms from './pages/rooms.js';
import * as settings from './pages/settings.js';
import * as topology from './pages/topology.js';
import * as user from './pages/user.js';
import * as users from './pages/users.js';
import * as why from './pages/why.js';

/**
 * What a page is given.
 * @typedef {{bridge: Bridge, actions: Actions, argument: string, overview: () => any}} Context
 */

addWords({ en, zh });

const PAGES = { overview, topology, rooms, users, why, licence, settings, log, audit };
const DETAILS = { room, user };

/** @type {import('./session.js').Session | undefined} */
let session;
/** @type {Bridge | undefined} */
let bridge;
/** @type {{update?: (latest: any) => void, close?: () => void} | undefined} */
let page;
/** @type {any} */
let latest;

async function start() {
  translateAll();
  byId('login-form').addEventListener('submit', enter);
  byId('logout').addEventListener('click', leave);
  for (const id of ['language', 'login-language']) {
    byId(id).addEventListener('click', () => setLanguage(language() === 'en' ? 'zh' : 'en'));
  }
  onLanguage(() => {
    translateAll();
    if (session) {
      show();
    }
  });
  addEventListener('hashchange', () => session && show());
  begin(await current());
}

function translateAll() {
  translate();
  document.title = `AnyChat · ${t('admin.title')}`;
  byId('language').textContent = t('language.other');
  byId('login-language').textContent = t('language.other');
  byId('whoami').textContent = session ? `${session.name} · ${t(`role.${session.role}`)}` : '';
}

/** @param {SubmitEvent} event */
async function enter(event) {
  event.preventDefault();
  const problem = byId('login-error');
  const password = /** @type {HTMLInputElement} */ (byId('login-password'));
  problem.hidden = true;
  try {
    const known = await login(/** @type {HTMLInputElement} */ (byId('login-name')).value, password.value);
    password.value = '';
    begin(known);
  } catch (refused) {
    const { reason = 'FAILED' } = /** @type {{reason?: string}} */ (refused);
    say(reason);
    password.select();
  }
}

/** Why nobody is logged in. @param {string} reason */
function say(reason) {
  const problem = byId('login-error');
  problem.dataset.i18n = `login.${reason}`;
  problem.textContent = t(`login.${reason}`);
  problem.hidden = false;
}

async function leave() {
  const ending = session;
  end();
  if (ending) {
    await logout(ending).catch(() => undefined);
  }
}

/** @param {import('./session.js').Session | undefined} known */
function begin(known) {
  session = known;
  byId('login-error').hidden = true;
  byId('login').hidden = known !== undefined;
  byId('console').hidden = known === undefined;
  if (!known) {
    byId('login-name').focus();
    return;
  }
  translateAll();
  bridge = new Bridge(known.csrf, { onOverview, onState, onLost });
  bridge.open();
  navigation();
  show();
}

/** @param {string} [reason] where the operator has not asked for it */
function end(reason) {
  page?.close?.();
  page = undefined;
  latest = undefined;
  bridge?.close();
  bridge = undefined;
  byId('content').replaceChildren();
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  begin(undefined);
  if (reason) {
    say(reason);
  }
}

/** The connection is lost: is the session, too? */
async function onLost() {
  try {
    const known = await current();
    // Somebody may have logged in as another operator in another tab.
    if (!known || known.csrf !== session?.csrf) {
      end(known ? undefined : 'OVER');
      if (known) {
        begin(known);
      }
      return false;
    }
    return true;
  } catch {
    return session !== undefined;
  }
}

/** @param {boolean} open */
function onState(open) {
  const state = byId('link-state');
  state.textContent = open ? '' : t('admin.reconnecting');
  state.className = open ? 'state live' : 'state lost';
  state.title = t(open ? 'admin.live' : 'admin.reconnecting');
  if (open && page) {
    show();
  }
}

/** @param {any} body */
function onOverview(body) {
  latest = body;
  const critical = body.alarms.length;
  const alarms = document.querySelector('[data-page=overview] .count');
  if (alarms) {
    alarms.textContent = critical ? String(critical) : '';
  }
  page?.update?.(body);
}

function navigation() {
  byId('navigation').replaceChildren(...Object.keys(PAGES)
    .filter((name) => name !== 'audit' || session?.role !== 'viewer')
    .map((name) => {
      const link = element('a', { href: `#${name}` }, [t(`page.${name}`), element('span', { className: 'count' })]);
      link.dataset.page = name;
      return link;
    }));
}

/** Shows the page that the address names: `#rooms`, `#room/1`. */
function show() {
  const [name, ...rest] = location.hash.slice(1).split('/');
  const known = { ...PAGES, ...DETAILS }[name] ? name : 'overview';
  page?.close?.();
  page = undefined;
  navigation();
  const parent = { room: 'rooms', user: 'users' }[known] ?? known;
  const link = document.querySelector(`[data-page=${parent}]`);
  link?.setAttribute('aria-current', 'page');
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const root = byId('content');
  root.replaceChildren();
  root.className = `content page-${known}`;
  if (!bridge || !session) {
    return;
  }
  const context = {
    bridge, actions: new Actions(bridge, session.role), argument: decodeURIComponent(rest.join('/')), overview: () => latest,
  };
  page = { ...PAGES, ...DETAILS }[known].open(root, context);
  if (latest) {
    page?.update?.(latest);
  }
}

start();
