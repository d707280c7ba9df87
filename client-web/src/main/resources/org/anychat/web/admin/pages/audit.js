import { element } from '../../app/dom.js';
import { hasWords, t } from '../../app/i18n.js';
import { moment } from '../format.js';
import { Table } from '../table.js';

const EVERY = 4;

/**
 * What operators have done, at all gateways.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge }) {
  const table = new Table(t('page.audit'), [
    { key: 'audit.at', text: ({ atMs }) => moment(atMs) },
    { key: 'audit.who', text: ({ who }) => who },
    { key: 'audit.address', text: ({ address }) => address },
    { key: 'audit.action', text: actionWords },
    { key: 'audit.target', className: 'long', text: ({ target }) => details(target) },
    { key: 'audit.outcome', className: 'long', text: ({ outcome }) => outcomeWords(outcome) },
  ], ({ atMs, who, action, target }) => `${atMs} ${who} ${action} ${target}`);
  const missing = element('ul', { className: 'alarms' });
  root.append(element('h1', { text: t('page.audit') }), element('p', { className: 'lead', text: t('audit.lead') }),
    missing, table.element);
  let tick = 0;
  const load = () => bridge.ask('audit').then((trail) => {
    missing.replaceChildren(...(trail.missing.length === 0
      ? []
      : [element('li', { text: t('audit.missing', { gateways: trail.missing.join(', ') }) })]));
    table.show(trail.entries);
  }).catch(() => undefined);
  load();
  return {
    update() {
      if (++tick % EVERY === 0) {
        load();
      }
    },
  };
}

/** @param {any} entry */
function actionWords({ action, target }) {
  const key = `action.${action === 'say' && target.includes('"room":') ? 'sayRoom' : action}`;
  return hasWords(key) ? t(key) : action;
}

/** @param {string} outcome such as `done {"users":6}` */
function outcomeWords(outcome) {
  const [, word, more] = /^(done|refused)\b:? ?(.*)$/s.exec(outcome) ?? [];
  if (word) {
    return [t(`outcome.${word}`), details(more)].filter(Boolean).join(' · ');
  }
  return hasWords(`outcome.${outcome}`) ? t(`outcome.${outcome}`) : outcome;
}

/** What an order says and what came of it are JSON, unless they were too long for the log. @param {string} text */
function details(text) {
  if (!text.startsWith('{')) {
    return text;
  }
  try {
    return Object.entries(JSON.parse(text)).filter(([, value]) => !isEmpty(value)).map(([name, value]) =>
      `${hasWords(`detail.${name}`) ? t(`detail.${name}`) : name}: ${valueWords(value)}`).join(' · ');
  } catch {
    return text;
  }
}

/** @param {unknown} value */
function isEmpty(value) {
  return Array.isArray(value) && value.length === 0;
}

/** @param {unknown} value */
function valueWords(value) {
  if (typeof value === 'boolean') {
    return t(value ? 'detail.yes' : 'detail.no');
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}
