import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { ask } from '../dialog.js';
import { badge, Table } from '../table.js';

/**
 * The settings of a process that count, where they come from, and their change where that needs no restart.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions, overview }) {
  const nodes = element('select', { className: 'search' });
  nodes.setAttribute('aria-label', t('log.node'));
  const search = element('input', { type: 'search', placeholder: t('settings.search'), maxLength: 64, className: 'search' });
  search.setAttribute('aria-label', t('settings.search'));
  const reload = actions.may('admin')
    ? element('button', { type: 'button', className: 'small', text: t('action.reload'), onclick: reread }) : '';
  if (reload) {
    reload.dataset.action = 'reload';
  }
  const restart = element('ul', { className: 'notes' });
  const table = new Table(t('page.settings'), [
    { key: 'setting.key', text: ({ key }) => key },
    { key: 'setting.value', className: 'value', text: ({ value }) => value },
    { key: 'setting.origin', text: ({ origin }) => originWords(origin) },
    { key: 'setting.section', text: ({ section }) => section },
    { key: 'setting.live', stamp: ({ live }) => String(live), node: ({ live }) => (live ? badge(t('setting.now'), 'good') : badge(t('setting.restart'), 'plain')) },
    { key: '', className: 'actions', stamp: ({ live, value }) => live + value, node: changeButton },
  ], ({ key }) => key);
  root.append(
    element('div', { className: 'head-row' }, [element('h1', { text: t('page.settings') }), nodes, search, reload]),
    restart, table.element,
  );
  /** @type {any[]} */
  let settings = [];

  /** @param {any} setting */
  function changeButton({ key, value, live, origin }) {
    if (!live || !actions.may('admin')) {
      return document.createTextNode('');
    }
    const button = element('button', { type: 'button', className: 'small', text: t('action.change') });
    button.dataset.action = 'change';
    button.addEventListener('click', () => change(key, value, origin));
    return button;
  }

  /** @param {string} key @param {string} value @param {string} origin */
  async function change(key, value, origin) {
    /** @type {import('../dialog.js').Field[]} */
    const everywhere = nodes.options.length > 1
      ? [{ name: 'everywhere', label: t('field.everywhere'), type: 'checkbox', value: 'true' }] : [];
    const filled = await ask({
      title: `${t('action.change')} · ${key}`,
      words: t('ask.change', { value: value || '–', origin: originWords(origin) }), confirm: t('action.change'),
      fields: [{ name: 'value', label: t('setting.value'), value }, ...everywhere],
    });
    if (filled) {
      await actions.order('admin.configure', 'change', {
        node: nodes.value, everywhere: filled.everywhere === 'true', values: [{ key, value: filled.value }],
      });
      load();
    }
  }

  async function reread() {
    const filled = await ask({ title: t('action.reload'), words: t('ask.reload'), confirm: t('action.reload') });
    if (filled) {
      await actions.order('admin.configure', 'reload', { node: nodes.value });
      load();
    }
  }

  async function load() {
    try {
      const answer = await bridge.ask('settings', { node: nodes.value });
      settings = answer.settings;
      restart.replaceChildren(...answer.needRestart.map((/** @type {string} */ words) =>
        element('li', { text: `${t('settings.restart')} ${words}` })));
      filter();
    } catch {
      settings = [];
    }
  }

  function filter() {
    const text = search.value.toLowerCase();
    table.show(settings.filter(({ key, value, section }) => `${key} ${value} ${section}`.toLowerCase().includes(text)));
  }

  search.addEventListener('input', filter);
  nodes.addEventListener('change', load);
  choose(nodes, overview(), load);
  return { update: (/** @type {any} */ latest) => choose(nodes, latest, load) };
}

/** @param {string} origin */
function originWords(origin) {
  return origin === 'default' ? t('setting.default') : origin;
}

/**
 * Offers the processes that there are; loads once there are some.
 * @param {HTMLSelectElement} select
 * @param {any} latest
 * @param {() => void} load
 */
export function choose(select, latest, load) {
  const names = (latest?.nodes ?? []).map((/** @type {any} */ { node }) => node);
  const stamp = names.join('\n');
  if (names.length === 0 || select.dataset.stamp === stamp) {
    return;
  }
  select.dataset.stamp = stamp;
  const before = select.value || latest.self;
  select.replaceChildren(...names.map((/** @type {string} */ name) => element('option', { value: name, text: name, selected: name === before })));
  load();
}
