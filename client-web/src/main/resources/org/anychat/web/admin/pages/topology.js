import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { bytes, duration, number, percent } from '../format.js';
import { badge, Table } from '../table.js';

const DRAIN_SECONDS = '60';

/**
 * Processes and relays, whether the cluster is safe, and who stands by for whom.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { actions }) {
  const standing = element('p', { className: 'lead' });
  const nodes = new Table(t('topology.nodes'), [
    { key: 'node.node', text: ({ node }) => node },
    { key: 'node.state', stamp: state, node: (row) => badge(t(`state.${state(row)}`), tone(state(row))) },
    { key: 'node.services', stamp: ({ services, active }) => `${services} ${active}`, node: services },
    { key: 'node.host', text: ({ machine, pid }) => (machine ? `${machine.host} · ${pid}` : '') },
    { key: 'node.version', text: ({ version = '', java = '' }) => (version ? `${version} · Java ${java.split('+')[0]}` : '') },
    { key: 'node.uptime', text: ({ startedMs }) => (startedMs ? duration((Date.now() - startedMs) / 1000) : '') },
    { key: 'node.cpu', className: 'numeric', text: ({ machine }) => (machine ? `${percent(machine.processCpu)} / ${percent(machine.systemCpu)}` : '') },
    { key: 'node.heap', className: 'numeric', text: ({ machine }) => (machine ? `${bytes(machine.heapUsed)} / ${bytes(machine.heapMax)}` : '') },
    { key: 'node.disk', className: 'numeric', text: ({ machine }) => (machine ? bytes(machine.diskFree) : '') },
    { key: 'node.users', className: 'numeric', text: ({ users, services: run = [] }) => (run.includes('gateway') ? number(users) : '') },
  ], ({ node }) => node);
  const relays = new Table(t('topology.relays'), [
    { key: 'relay.relay', text: ({ relay }) => relay },
    { key: 'relay.mode', stamp: ({ mode }) => mode, node: ({ mode }) => badge(t(`mode.${mode}`), { OPEN: 'good', DRAINING: 'warn' }[mode] ?? 'bad') },
    { key: 'relay.busy', className: 'numeric', text: ({ load }) => percent(load.busyPerMille / 1000) },
    { key: 'relay.sessions', className: 'numeric', text: ({ load }) => `${number(load.sessions)} / ${number(load.maxSessions)}` },
    { key: 'relay.packets', className: 'numeric', text: ({ load }) => number(load.packetsPerSecond) },
    { key: 'relay.rooms', className: 'numeric', text: ({ rooms, members }) => `${number(rooms)} / ${number(members)}` },
    { key: 'relay.addresses', text: ({ advertised }) => advertised.join(', ') },
    { key: '', className: 'actions', stamp: ({ mode }) => mode, node: drain },
  ], ({ relay }) => relay);
  root.append(
    element('h1', { text: t('page.topology') }), standing,
    element('h2', { text: t('topology.nodes') }), nodes.element,
    element('h2', { text: t('topology.relays') }), relays.element,
  );

  /** @param {any} row */
  function drain({ relay, mode }) {
    return mode === 'OPEN'
      ? actions.button('drain', {
        values: { relay },
        fields: [{ name: 'seconds', label: t('field.seconds'), type: 'number', value: DRAIN_SECONDS, min: 1, max: 86_400 }],
        details: ({ seconds }) => ({ relay, seconds: Number(seconds) }),
      })
      : actions.button('undrain', { values: { relay }, details: () => ({ relay }) });
  }

  /** @param {any} latest */
  function update({ nodes: all, relays: carrying }) {
    nodes.show(all);
    relays.show(carrying);
    const roles = [...new Set(all.map((/** @type {any} */ { role }) => role).filter(Boolean))];
    const safe = all.every((/** @type {any} */ node) => node.safe !== false);
    const words = [
      t(all.length > 1 ? (safe ? 'topology.safe' : 'topology.notSafe') : 'topology.alone', { count: all.length }),
      ...roles.filter((role) => role !== 'alone').map((role) => t(`standby.${role}`)),
    ].join(' ');
    if (standing.textContent !== words) {
      standing.textContent = words;
    }
  }

  return { update };
}

/** @param {any} node */
function state({ late, ready }) {
  if (late) {
    return 'silent';
  }
  return ready === undefined ? 'unknown' : ready ? 'ready' : 'notReady';
}

/** @param {string} state */
function tone(state) {
  return /** @type {'good' | 'bad' | 'plain'} */ ({ ready: 'good', unknown: 'plain' }[state] ?? 'bad');
}

/** @param {any} node */
function services({ services: meant = [], active = [] }) {
  return element('span', { className: 'badges' }, meant.map((/** @type {string} */ name) =>
    badge(name, active.includes(name) ? 'good' : 'plain')));
}
