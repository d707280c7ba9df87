import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { trailCard } from './trail.js';

const LIMIT = 30;

/**
 * Why somebody is not in, or was thrown out: each client's steps with what came of them.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, argument }) {
  const search = element('input', { type: 'search', placeholder: t('why.search'), maxLength: 64, className: 'search', value: argument });
  search.setAttribute('aria-label', t('why.search'));
  const ended = element('input', { type: 'checkbox' });
  const list = element('div', { className: 'trails' });
  root.append(
    element('div', { className: 'head-row' }, [
      element('h1', { text: t('page.why') }), search, element('label', { className: 'check' }, [ended, element('span', { text: t('why.ended') })])]),
    element('p', { className: 'lead', text: t('why.lead') }), list,
  );
  let underWay = false;
  let shown = '';
  /** What the person has opened or closed, by trail. */
  const opened = new Map();

  async function load() {
    if (underWay) {
      return;
    }
    underWay = true;
    try {
      const { trails } = await bridge.ask('trails', { text: search.value, endedOnly: ended.checked, limit: LIMIT });
      const stamp = JSON.stringify(trails);
      if (stamp !== shown) {
        shown = stamp;
        list.replaceChildren(...trails.map(card));
        if (trails.length === 0) {
          list.append(element('p', { className: 'empty', text: t('admin.nothing') }));
        }
      }
    } catch {
      shown = '';
    } finally {
      underWay = false;
    }
  }

  /** @param {any} trail */
  function card(trail) {
    const made = trailCard(trail);
    const key = `${trail.gateway} ${trail.beganMs} ${trail.way.address}`;
    if (opened.has(key)) {
      made.open = opened.get(key);
    }
    made.querySelector('summary')?.addEventListener('click', () => opened.set(key, !made.open));
    return made;
  }

  search.addEventListener('input', load);
  ended.addEventListener('change', load);
  load();
  return { update: load };
}
