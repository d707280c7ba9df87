import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { clock } from '../format.js';
import { onTyped } from '../typing.js';
import { choose } from './settings.js';

const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];
const MAX_LINES = 500;

/**
 * The newest lines of a process's log, as they come.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, overview }) {
  const nodes = element('select', { className: 'search' });
  nodes.setAttribute('aria-label', t('log.node'));
  const level = element('select', { className: 'search' }, LEVELS.map((name) =>
    element('option', { value: name, text: t('log.level', { level: name }), selected: name === 'INFO' })));
  level.setAttribute('aria-label', t('log.levels'));
  const search = element('input', { type: 'search', placeholder: t('log.search'), maxLength: 64, className: 'search' });
  search.setAttribute('aria-label', t('log.search'));
  const follow = element('input', { type: 'checkbox', checked: true });
  const lines = element('ol', { className: 'panel log', tabIndex: 0 });
  lines.setAttribute('aria-label', t('page.log'));
  root.append(
    element('div', { className: 'head-row' }, [
      element('h1', { text: t('page.log') }), nodes, level, search,
      element('label', { className: 'check' }, [follow, element('span', { text: t('log.follow') })])]),
    lines,
  );
  let after = 0;
  let underWay = false;
  let turn = 0;

  async function load() {
    if (underWay || nodes.value === '') {
      return;
    }
    underWay = true;
    const mine = turn;
    try {
      const answer = await bridge.ask('log', { node: nodes.value, level: level.value, text: search.value, after });
      if (mine === turn) {
        after = answer.last;
        lines.append(...answer.lines.map(line));
        while (lines.childElementCount > MAX_LINES) {
          lines.firstElementChild?.remove();
        }
        if (follow.checked && answer.lines.length > 0) {
          lines.scrollTop = lines.scrollHeight;
        }
      }
    } catch {
      // The next figures ask again.
    } finally {
      underWay = false;
      if (mine !== turn) {
        load();
      }
    }
  }

  function anew() {
    turn++;
    after = 0;
    lines.replaceChildren();
    load();
  }

  onTyped(search, anew);
  level.addEventListener('change', anew);
  nodes.addEventListener('change', anew);
  choose(nodes, overview(), anew);
  return {
    update(/** @type {any} */ latest) {
      choose(nodes, latest, anew);
      load();
    },
  };
}

/** @param {any} entry */
function line({ timeMs, level, logger, message }) {
  return element('li', { className: level.toLowerCase() }, [
    element('time', { text: clock(timeMs) }),
    element('span', { className: 'level', text: level }),
    element('span', { className: 'logger', text: logger }),
    element('span', { className: 'message', text: message }),
  ]);
}
