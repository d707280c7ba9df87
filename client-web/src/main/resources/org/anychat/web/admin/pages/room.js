import { element } from '../../app/dom.js';
import { t } from '../../app/i18n.js';
import { Chart } from '../charts.js';
import { bitrate, deviceName, freezeWords, moment, number, percent, pictureSize, wayWords } from '../format.js';
import { badge, link, Table } from '../table.js';
import { roomActions } from './rooms.js';
import { Routes } from './routes.js';
import { banButton, kickButton, muteButton } from './user.js';

const KEPT_SECONDS = 180;
const MAX_LINES = 8;
const RATE_SECONDS = 1;
/** User states 4 and 6. */
const OPEN = 2;

/**
 * One room: who is in it, who sends what, who gets what of whom over which relay.
 * @param {HTMLElement} root
 * @param {import('../main.js').Context} context
 */
export function open(root, { bridge, actions, argument, overview }) {
  const id = Number(argument);
  const title = element('h1', { text: t('room.title', { room: argument }) });
  const buttons = element('span');
  const gone = element('p', { className: 'lead', text: t('room.gone'), hidden: true });
  const members = new Table(t('room.members'), [
    { key: 'user.user', className: 'numeric', text: ({ user }) => user },
    { key: 'user.name', stamp: ({ name }) => name, node: ({ user, name }) => link(`user/${user}`, name) },
    { key: 'user.media', stamp: media, node: (row) => mediaBadges(row) },
    { key: 'user.device', text: ({ device, way }) => [deviceName(device), way && wayWords(way)].filter(Boolean).join(' · ') },
    { key: 'user.address', text: ({ way }) => way?.address ?? '' },
    { key: 'user.gateway', text: ({ gateway }) => gateway },
    { key: 'user.relay', text: ({ relay }) => relay ?? t('room.noRelay') },
    { key: '', className: 'actions', stamp: (row) => media(row) + row.name + row.way?.address, node: memberActions },
  ], ({ user }) => user);
  const sent = new Table(t('room.sent'), [
    { key: 'stream.from', text: ({ from }) => from },
    { key: 'stream.what', className: 'whole', text: ({ stream }) => what(stream) },
    { key: 'stream.layer', className: 'numeric', text: ({ stream }) => stream.layer },
    { key: 'stream.bitrate', className: 'numeric', text: ({ stream }) => bitrate(stream.bitrateBps) },
    { key: 'stream.loss', className: 'numeric', text: ({ stream }) => percent(stream.lossPerMille / 1000, 1) },
    { key: 'stream.jitter', className: 'numeric', text: ({ stream }) => `${number(stream.jitterUs / 1000, 1)} ms` },
    { key: 'stream.size', text: ({ stream }) => pictureSize(stream.pictureSize) },
    { key: 'stream.route', className: 'long', text: ({ address, relay }) => `${address || '–'} → ${relay}` },
  ], ({ key }) => key);
  const received = new Table(t('room.received'), [
    { key: 'stream.to', text: ({ to }) => to },
    { key: 'stream.from', text: ({ from }) => from },
    { key: 'stream.what', className: 'whole', text: ({ stream }) => what(stream) },
    { key: 'stream.state', className: 'folds', stamp: ({ tone, words }) => tone + words, node: ({ tone, words }) => badge(words, tone) },
    { key: 'stream.layer', className: 'numeric', text: ({ stream }) => (stream.layer < 0 ? '–' : stream.layer) },
    { key: 'stream.bitrate', className: 'numeric', text: ({ bps }) => bitrate(bps) },
    { key: 'stream.carries', className: 'numeric', text: ({ connection }) => (connection.estimateBps ? bitrate(connection.estimateBps) : '–') },
    { key: 'stream.rtt', className: 'numeric', text: ({ stream }) => (stream.roundTripUs ? `${number(stream.roundTripUs / 1000, 1)} ms` : '–') },
    { key: 'stream.freezes', className: 'numeric', text: ({ freezes }) => freezes },
    { key: 'stream.route', className: 'long', text: ({ address, relay }) => `${relay} → ${address || '–'}` },
  ], ({ key }) => key);
  const routes = new Routes(bridge, id);
  received.element.classList.add('tall');
  const chart = new Chart(t('chart.room'), [], bitrate);
  root.append(
    element('p', { className: 'crumbs' }, [link('rooms', t('page.rooms')), ` › ${argument}`]),
    element('div', { className: 'head-row' }, [title, buttons]), gone,
    members.element, chart.element,
    element('h2', { text: t('room.sent') }), sent.element,
    element('h2', { text: t('room.received') }), received.element,
    routes.element,
  );
  /** @type {{at: number, values: Map<number, number>}[]} */
  const past = [];
  let octets = new Map();
  let underWay = false;

  /** @param {any} row */
  function memberActions(row) {
    return element('span', { className: 'button-row' }, [
      muteButton(actions, row), kickButton(actions, row), banButton(actions, row)]);
  }

  async function load() {
    if (underWay) {
      return;
    }
    underWay = true;
    try {
      show(await bridge.ask('room', { room: id }));
      gone.hidden = true;
    } catch (failure) {
      if (/** @type {{code?: number}} */ (failure).code === 303) {
        gone.hidden = false;
        members.show([]);
        sent.show([]);
        received.show([]);
        routes.element.hidden = true;
      }
    } finally {
      underWay = false;
    }
  }

  /** @param {any} room */
  function show(room) {
    const words = room.name || t('room.title', { room: room.room });
    const relays = [...new Set(room.members.map((/** @type {any} */ { relay }) => relay).filter(Boolean))].sort();
    const stamp = `${words} ${relays}`;
    if (buttons.dataset.stamp !== stamp) {
      title.textContent = words;
      buttons.dataset.stamp = stamp;
      buttons.replaceChildren(roomActions(actions, { ...room, relays }, overview));
    }
    members.show(room.members.map((/** @type {any} */ member) => ({ ...member, ...carried(room, member) })));
    const names = new Map(room.members.map((/** @type {any} */ { user, name }) => [user, name]));
    const nameOf = (/** @type {number} */ user) => names.get(user) ?? (user === 0 ? t('room.relayLink') : String(user));
    const now = performance.now() / 1000;
    sent.show(streams(room, 'PUBLISH').map((row) => ({ ...row, from: nameOf(row.connection.user) })));
    const seen = reports(room);
    const before = octets;
    octets = new Map();
    received.show(streams(room, 'SUBSCRIBE').map((row) => {
      const counted = rate(before.get(row.key), { at: now, octets: row.stream.octets, bps: NaN });
      octets.set(row.key, counted);
      const { bps } = counted;
      const freezes = row.stream.video ? freezeWords(seen.get(`${row.connection.user} ${row.stream.publisher}`)) : '';
      return { ...row, ...standing(row), bps, freezes, from: nameOf(row.stream.publisher), to: nameOf(row.connection.user) };
    }));
    routes.load(nameOf);
    remember(room, nameOf);
  }

  /** @param {any} room @param {(user: number) => string} nameOf */
  function remember(room, nameOf) {
    const values = new Map();
    for (const { connection, stream } of streams(room, 'PUBLISH')) {
      values.set(connection.user, (values.get(connection.user) ?? 0) + stream.bitrateBps);
    }
    past.push({ at: Date.now() / 1000, values });
    while (past.length > 1 && past[past.length - 1].at - past[0].at > KEPT_SECONDS) {
      past.shift();
    }
    const users = [...new Set(past.flatMap((point) => [...point.values.keys()]))].sort((a, b) => a - b).slice(0, MAX_LINES);
    chart.lines(users.map(nameOf));
    chart.show([past.map(({ at }) => at), ...users.map((user) => past.map((point) => point.values.get(user) ?? null))]);
  }

  load();
  return { update: load, close: () => chart.close() };
}

/** @param {any} room @param {string} direction @returns {any[]} */
function streams(room, direction) {
  return room.connections.filter((/** @type {any} */ one) => one.direction === direction).flatMap((/** @type {any} */ connection) =>
    connection.streams.map((/** @type {any} */ stream, /** @type {number} */ at) => ({
      key: `${connection.relay} ${connection.user} ${stream.publisher} ${at}`,
      connection, stream, address: connection.address, relay: connection.relay,
    })));
}

/** What somebody sends: the client says so, or the relay has it. @param {any} room @param {any} member */
function carried(room, { user, camera, microphone }) {
  const has = (/** @type {boolean} */ video) => streams(room, 'PUBLISH').some(({ connection, stream }) =>
    connection.user === user && stream.video === video);
  return { camera: has(true) ? OPEN : camera, microphone: has(false) ? OPEN : microphone };
}

/** What members say of the pictures that they get. @param {any} room @returns {Map<string, any>} */
function reports(room) {
  return new Map(room.members.flatMap((/** @type {any} */ { user, received }) =>
    (received ?? []).map((/** @type {any} */ video) => [`${user} ${video.publisher}`, video])));
}

/**
 * How much comes a second. One answer may be an earlier one again, which says nothing new.
 * @param {{at: number, octets: number, bps: number} | undefined} before
 * @param {{at: number, octets: number, bps: number}} now
 */
function rate(before, now) {
  if (!before) {
    return now;
  }
  const seconds = now.at - before.at;
  return seconds < RATE_SECONDS ? before : { ...now, bps: Math.max(0, 8 * (now.octets - before.octets) / seconds) };
}

/** @param {any} row */
function standing({ connection, stream }) {
  if (!connection.connected) {
    return { tone: 'bad', words: t('stream.notConnected') };
  }
  if (stream.paused) {
    return { tone: 'warn', words: t('stream.paused') };
  }
  return stream.layer < 0 ? { tone: 'warn', words: t('stream.waiting') } : { tone: 'good', words: t('stream.flows') };
}

/** @param {any} stream */
function what({ video, codec }) {
  return `${t(video ? 'stream.video' : 'stream.audio')} · ${codec}`;
}

/** @param {any} row */
function media({ camera, microphone, publishing, mute = {}, chatMode }) {
  return [camera, microphone, publishing, mute.camera, mute.microphone, chatMode].join(' ');
}

/** Clients may publish without a word of camera and microphone. @param {any} row */
export function mediaBadges({ camera, microphone, publishing, mute = {}, chatMode }) {
  const made = [];
  if (mute.camera) {
    made.push(badge(t('media.cameraMuted'), 'bad'));
  } else if (camera === OPEN) {
    made.push(badge(t('media.camera'), 'good'));
  }
  if (mute.microphone) {
    made.push(badge(t('media.microphoneMuted'), 'bad'));
  } else if (microphone === OPEN) {
    made.push(badge(t('media.microphone'), 'good'));
  }
  if (publishing && made.length === 0) {
    made.push(badge(t('media.publishing'), 'good'));
  }
  if (chatMode === 1) {
    made.push(badge(t('media.private'), 'plain'));
  }
  return element('span', { className: 'badges' }, made.length > 0 ? made : ['–']);
}
