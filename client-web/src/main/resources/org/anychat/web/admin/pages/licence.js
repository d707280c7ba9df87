import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { duration, number } from '../format.js';
import { badge } from '../table.js';
import { fact } from './user.js';

const EVERY = 4;

/**
 * What the licence allows, and how much of it is used.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge }) {
  const facts = element('dl', { className: 'panel facts' });
  root.append(element('h1', { text: t('page.licence') }), facts);
  let tick = 0;

  async function load() {
    try {
      show(await bridge.ask('licence'));
    } catch {
      facts.replaceChildren(...fact('licence.state', t('licence.away')));
    }
  }

  /** @param {any} licence */
  function show(licence) {
    const limit = licence.seatsLimit ?? null;
    const meter = element('meter', { min: 0, max: limit ?? 1, value: limit === null ? 0 : licence.seats, high: 0.9 * (limit ?? 1) });
    meter.setAttribute('aria-label', t('licence.seats'));
    facts.replaceChildren(
      ...fact('licence.state', t(licence.demo ? 'licence.demo' : 'licence.licensed')),
      ...fact('licence.holder', licence.holder || '–'),
      ...fact('licence.seats', element('span', {}, [
        `${number(licence.seats)} / ${limit === null ? t('licence.any') : number(limit)} `, ...(limit === null ? [] : [meter])])),
      ...fact('licence.expires', licence.expires || t('licence.never')),
      ...fact('licence.left', licence.leftSeconds === null || licence.leftSeconds === undefined ? t('licence.never') : duration(licence.leftSeconds)),
      ...fact('licence.functions', element('span', { className: 'badges' }, licence.allFunctions.map((/** @type {string} */ name) =>
        badge(name, licence.functions.includes(name) ? 'good' : 'plain')))),
    );
  }

  load();
  return {
    update() {
      if (++tick % EVERY === 0) {
        load();
      }
    },
  };
}
