import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { onTyped } from '../typing.js';
import { TrailList } from './trail.js';

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
  const list = new TrailList();
  root.append(
    element('div', { className: 'head-row' }, [
      element('h1', { text: t('page.why') }), search, element('label', { className: 'check' }, [ended, element('span', { text: t('why.ended') })])]),
    element('p', { className: 'lead', text: t('why.lead') }), list.element,
  );
  let underWay = false;
  async function load() {
    if (underWay) {
      return;
    }
    underWay = true;
    try {
      const { trails } = await bridge.ask('trails', { text: search.value, endedOnly: ended.checked, limit: LIMIT });
      list.show(trails);
    } catch {
      // The next figures ask again.
    } finally {
      underWay = false;
    }
  }

  onTyped(search, load);
  ended.addEventListener('change', load);
  load();
  return { update: load };
}
