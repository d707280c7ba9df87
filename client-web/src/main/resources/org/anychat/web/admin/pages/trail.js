import { element } from '../../app/dom.js';
import { hasWords, t } from '../../app/i18n.js';
import { clock, codeWords, moment, wayWords } from '../format.js';
import { badge } from '../table.js';

/** The way from the link to others' media, for a verdict. */
const STAGES = [
  { stage: 'login', done: ['login', 'resume'] },
  { stage: 'room', done: ['enterRoom', 'enterRoomEx'] },
  { stage: 'publish', done: ['publish.connected'] },
  { stage: 'subscribe', done: ['subscribe.connected'] },
];

/** Whether a step is bad news. @param {any} step */
function isBad({ what, code }) {
  return (code !== 0 && code !== 116) || /\.(closed|interrupted)$/.test(what);
}

/**
 * How far a client has come, and what has kept it from going on.
 * @param {any} trail
 * @returns {{words: string, tone: 'good' | 'bad' | 'warn' | 'plain'}}
 */
export function verdict({ steps, endedMs, endCode }) {
  const reached = STAGES.filter(({ done }) => steps.some((/** @type {any} */ { what, code }) => done.includes(what) && code === 0));
  // Whose link is ended closes its media, too, and that may be heard of first.
  const isOfEnd = (/** @type {any} */ { what, code }) => what === 'end' || (endedMs && code === 0 && what.endsWith('.closed'));
  const last = [...steps].reverse().find((step) => !isOfEnd(step));
  if (last && isBad(last)) {
    return { words: t('verdict.stuck', { step: stepName(last.what), code: codeWords(last.code), words: last.words }), tone: 'bad' };
  }
  if (endedMs) {
    return { words: t('verdict.ended', { code: codeWords(endCode) }), tone: endCode === 0 || endCode === 116 ? 'plain' : 'warn' };
  }
  const missing = STAGES.find((stage) => !reached.includes(stage));
  const asked = (/** @type {string} */ what) => steps.some((/** @type {any} */ step) => step.what === what);
  if (missing && ['publish', 'subscribe'].includes(missing.stage) && asked(missing.stage)) {
    return { words: t(`verdict.ice`, { direction: t(`direction.${missing.stage}`) }), tone: 'warn' };
  }
  return { words: t(reached.length ? `verdict.${reached[reached.length - 1].stage}` : 'verdict.link'), tone: reached.length ? 'good' : 'warn' };
}

/** @param {string} what */
function stepName(what) {
  return hasWords(`step.${what}`) ? t(`step.${what}`) : what;
}

/** Cards of trails. What a person has opened or closed stays so while they change. */
export class TrailList {
  #opened = new Map();
  #shown = '';

  constructor() {
    this.element = element('div', { className: 'trails' });
  }

  /** @param {any[]} trails */
  show(trails) {
    const stamp = JSON.stringify(trails);
    if (stamp === this.#shown) {
      return;
    }
    this.#shown = stamp;
    this.element.replaceChildren(...(trails.length > 0
      ? trails.map((trail) => this.#card(trail))
      : [element('p', { className: 'empty', text: t('admin.nothing') })]));
  }

  /** @param {any} trail */
  #card(trail) {
    const made = trailCard(trail);
    const key = `${trail.gateway} ${trail.beganMs} ${trail.way.address} ${trail.name}`;
    if (this.#opened.has(key)) {
      made.open = this.#opened.get(key);
    }
    made.querySelector('summary')?.addEventListener('click', () => this.#opened.set(key, !made.open));
    return made;
  }
}

/** One client's steps. @param {any} trail */
function trailCard(trail) {
  const { name, user, way, gateway, beganMs, endedMs, steps } = trail;
  const { words, tone } = verdict(trail);
  const card = element('details', { className: `panel trail ${tone}` }, [
    element('summary', {}, [
      element('span', { className: 'trail-who' }, [
        element('strong', { text: name || t('why.nobody') }),
        element('span', { text: user === null || user === undefined ? '' : ` ${user}` })]),
      badge(words, tone),
      element('span', { className: 'trail-way', text: `${way.address} · ${wayWords(way)} · ${gateway}` }),
      element('span', { className: 'trail-when', text: `${moment(beganMs)}${endedMs ? ` – ${clock(endedMs)}` : ''}` }),
    ]),
    element('ol', { className: 'steps' }, steps.map(line)),
  ]);
  card.open = tone === 'bad';
  return card;
}

/** @param {any} step */
function line(step) {
  return element('li', { className: isBad(step) ? 'bad' : 'good' }, [
    element('time', { text: clock(step.atMs) }),
    element('strong', { text: stepName(step.what) }),
    element('span', { text: [step.code !== 0 && codeWords(step.code), step.words].filter(Boolean).join(' · ') }),
  ]);
}
