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
    { key: 'audit.action', text: ({ action }) => (hasWords(`action.${action}`) ? t(`action.${action}`) : action) },
    { key: 'audit.target', className: 'value', text: ({ target }) => target },
    { key: 'audit.outcome', text: ({ outcome }) => (hasWords(`outcome.${outcome}`) ? t(`outcome.${outcome}`) : outcome) },
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
