import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { Chart } from '../charts.js';
import { bitrate, bytes, duration, number, percent } from '../format.js';
import { badge } from '../table.js';

const WINDOW_SECONDS = 3_600;

/** @param {any} alarm */
export function alarmWords(alarm) {
  const value = alarm.id === 'LicenceEnds' ? duration(alarm.value) : percent(alarm.value);
  return t(`alarm.${alarm.id}`, { subject: alarm.subject, value });
}

/**
 * How the platform is: alarms, numbers, and the last hour.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge }) {
  const alarms = element('ul', { className: 'alarms' });
  const tiles = element('div', { className: 'tiles' });
  const known = new Map();
  const charts = {
    people: new Chart(t('chart.people'), [t('tile.users'), t('tile.members')], (value) => number(value)),
    traffic: new Chart(t('chart.traffic'), [t('tile.inBps'), t('tile.outBps')], bitrate),
    strain: new Chart(t('chart.strain'), [t('tile.cpu'), t('tile.loss')], (value) => percent(value, 1)),
  };
  root.append(
    element('h1', { text: t('page.overview') }),
    element('section', {}, [element('h2', { className: 'hidden-text', text: t('overview.alarms') }), alarms]),
    tiles,
    element('div', { className: 'charts' }, Object.values(charts).map((chart) => chart.element)),
  );
  /** @type {number[][]} */
  let rows = [];
  let asked = false;

  bridge.ask('history').then((history) => {
    rows = history.rows;
    asked = true;
    draw();
  }).catch(() => undefined);

  function draw() {
    // By the server's clock: this machine's may be another.
    const since = (rows.at(-1)?.[0] ?? 0) - WINDOW_SECONDS;
    rows = rows.filter(([at]) => at > since);
    const column = (/** @type {number} */ at) => rows.map((row) => row[at]);
    charts.people.show([column(0), column(1), column(2)]);
    charts.traffic.show([column(0), column(3), column(4)]);
    charts.strain.show([column(0), column(6), column(5)]);
  }

  /** @param {string} name @param {string} value */
  function tile(name, value) {
    let place = known.get(name);
    if (!place) {
      place = element('strong');
      known.set(name, place);
      const box = element('div', { className: 'tile-number' }, [element('span', { text: t(`tile.${name}`) }), place]);
      box.dataset.tile = name;
      tiles.append(box);
    }
    if (place.textContent !== value) {
      place.textContent = value;
    }
  }

  /** @param {any} latest */
  function update({ at, totals, alarms: found, nodes }) {
    tile('users', number(totals.users));
    tile('rooms', `${number(totals.used)} / ${number(totals.rooms)}`);
    tile('members', number(totals.members));
    tile('calls', number(totals.calls));
    tile('publishers', number(totals.publishers));
    tile('streams', `${number(totals.streams)} / ${number(totals.subscriptions)}`);
    tile('inBps', bitrate(totals.inBps));
    tile('outBps', bitrate(totals.outBps));
    tile('loss', percent(totals.loss, 1));
    tile('cpu', percent(totals.cpu));
    tile('memory', bytes(totals.heapUsed));
    tile('nodes', number(nodes.length));
    showAlarms(found);
    const second = Math.floor(at / 1000);
    if (asked && (rows.length === 0 || rows[rows.length - 1][0] < second)) {
      rows.push([second, totals.users, totals.members, totals.inBps, totals.outBps, totals.loss, totals.cpu, totals.heapUsed]);
      draw();
    }
  }

  /** @param {any[]} found */
  function showAlarms(found) {
    const stamp = JSON.stringify(found);
    if (alarms.dataset.stamp === stamp) {
      return;
    }
    alarms.dataset.stamp = stamp;
    alarms.replaceChildren(...(found.length === 0
      ? [element('li', { className: 'fine', text: t('overview.fine') })]
      : found.map((alarm) => element('li', { className: alarm.severity }, [
        badge(t(`severity.${alarm.severity}`), alarm.severity === 'critical' ? 'bad' : 'warn'),
        element('span', { text: alarmWords(alarm) })]))));
  }

  return { update, close: () => Object.values(charts).forEach((chart) => chart.close()) };
}
