import { Tile } from './tile.js';

/** @typedef {import('../sdk/protocol.js').User} User */

const GAP_PX = 10;
const SMALLEST_TILE_PX = 150;
const LEVEL_PERIOD_MS = 150;

/** Everybody in the room, as tiles as large as the place allows; oneself last. */
export class Grid {
  #place;
  #tileList;
  #client;
  #onSoundBlocked;
  /** @type {Map<number, Tile>} */ #tiles = new Map();
  /** @type {import('../sdk/anychat.js').LevelMeter | null} */ #ownMeter = null;
  /** @type {number | undefined} */ #levelTimer;

  /**
   * @param {HTMLElement} place what the tiles may fill
   * @param {HTMLElement} tileList in it
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {() => void} parts.onSoundBlocked the browser wants a touch before it plays sound
   */
  constructor(place, tileList, { client, onSoundBlocked }) {
    this.#place = place;
    this.#tileList = tileList;
    this.#client = client;
    this.#onSoundBlocked = onSoundBlocked;
    new ResizeObserver(() => this.#layout()).observe(place);
    client.on('remoteTrack', ({ userId, kind, track }) => this.#tiles.get(userId)?.setTrack(kind, track));
    client.on('remoteTrackRemoved', ({ userId, kind }) => this.#tiles.get(userId)?.setTrack(kind, null));
    client.on('serverConfigUpdate', () => this.#layout());
  }

  /** Shows who is in the room now. */
  refresh() {
    const users = this.#client.users;
    const ownId = this.#client.self?.userId;
    for (const [userId, tile] of this.#tiles) {
      if (!users.some((user) => user.userId === userId)) {
        tile.remove();
        this.#tiles.delete(userId);
      }
    }
    users.forEach((user) => this.#put(user, user.userId === ownId));
    const own = this.#tiles.get(ownId ?? 0);
    own?.setTrack('video', this.#client.cameraTrack);
    if (own && own.element !== this.#tileList.lastElementChild) {
      this.#tileList.append(own.element);
    }
    this.#layout();
  }

  /** Begins to show who speaks. @param {import('../sdk/anychat.js').LevelMeter | null} ownMeter of one's own microphone */
  listen(ownMeter) {
    this.#ownMeter = ownMeter;
    this.#levelTimer ??= setInterval(() => this.#showLevels(), LEVEL_PERIOD_MS);
  }

  /** Takes everybody away. */
  clear() {
    clearInterval(this.#levelTimer);
    this.#levelTimer = undefined;
    this.#ownMeter = null;
    this.#tiles.forEach((tile) => tile.remove());
    this.#tiles.clear();
  }

  /** Words in another language. */
  translate() {
    this.#tiles.forEach((tile) => tile.translate());
  }

  /** Plays all sound, after the person's touch. */
  playAll() {
    this.#tiles.forEach((tile) => tile.play());
  }

  /** @param {string} deviceId a speaker */
  setSpeaker(deviceId) {
    this.#tiles.forEach((tile) => tile.setSpeaker(deviceId));
  }

  /** Name of somebody who is in the room. @param {number} userId @returns {string | undefined} */
  nameOf(userId) {
    return this.#tiles.get(userId)?.user.name;
  }

  /** @param {User} user @param {boolean} isSelf */
  #put(user, isSelf) {
    const known = this.#tiles.get(user.userId);
    // Who comes back to a server that was started anew may have the number that another one had, and the other way round.
    if (known?.isSelf === isSelf) {
      known.update(user);
      return;
    }
    known?.remove();
    const tile = new Tile(user, { isSelf, onSoundBlocked: this.#onSoundBlocked });
    this.#tiles.set(user.userId, tile);
    this.#tileList.append(tile.element);
    for (const { userId, kind, track } of this.#client.remoteTracks) {
      if (userId === user.userId) {
        tile.setTrack(kind, track);
      }
    }
  }

  #showLevels() {
    const nowMs = performance.now();
    const ownId = this.#client.self?.userId;
    for (const [userId, tile] of this.#tiles) {
      tile.hear(userId === ownId ? this.#ownMeter?.level() ?? 0 : this.#client.audioLevel(userId), nowMs);
    }
  }

  #layout() {
    const { width, height } = this.#client.config.video;
    const aspect = Math.min(16 / 9, Math.max(1, width / height));
    const style = getComputedStyle(this.#place);
    const room = {
      width: this.#place.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
      height: this.#place.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
    };
    const tile = bestTile(this.#tiles.size, room, aspect);
    // What scrolls must be reachable by keys.
    this.#place.tabIndex = tile.scrolls ? 0 : -1;
    this.#tileList.style.setProperty('--columns', String(tile.columns));
    this.#tileList.style.setProperty('--tile-width', `${tile.width}px`);
    this.#tileList.style.setProperty('--tile-height', `${tile.height}px`);
  }
}

/**
 * The largest tiles of which so many fit; where they would be too small to see, two columns that scroll.
 * @param {number} count
 * @param {{width: number, height: number}} room pixels
 * @param {number} aspect width by height of a tile
 * @returns {{columns: number, width: number, height: number, scrolls: boolean}} of a tile, in pixels
 */
export function bestTile(count, room, aspect) {
  let best = { columns: 1, width: 0, height: 0, scrolls: false };
  for (let columns = 1; columns <= count; columns++) {
    const tile = tileFor(columns, Math.ceil(count / columns), room, aspect);
    best = tile.width > best.width ? tile : best;
  }
  if (best.width >= SMALLEST_TILE_PX || count < 2) {
    return best;
  }
  const width = Math.floor((room.width - GAP_PX) / 2);
  return { columns: 2, width, height: Math.floor(width / aspect), scrolls: true };
}

/** @param {number} columns @param {number} rows @param {{width: number, height: number}} room @param {number} aspect */
function tileFor(columns, rows, room, aspect) {
  const widest = (room.width - GAP_PX * (columns - 1)) / columns;
  const highest = (room.height - GAP_PX * (rows - 1)) / rows;
  const width = Math.max(0, Math.floor(Math.min(widest, highest * aspect)));
  return { columns, width, height: Math.floor(width / aspect), scrolls: false };
}
