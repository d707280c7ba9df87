import { DeviceState } from '../sdk/anychat.js';
import { element, icon } from './dom.js';
import { t } from './i18n.js';

/** @typedef {import('../sdk/protocol.js').User} User */

const SPEAKING_LEVEL = 0.02;
const SPEAKING_HOLD_MS = 700;

/**
 * One person in the grid: picture or initials, name, muted badge, ring while speaking, and the sound.
 * In the page: `li.tile[data-user-id]` with one `video` and, for others, one `audio`.
 */
export class Tile {
  #video = element('video', { autoplay: true, playsInline: true, muted: true });
  #audio = element('audio', { autoplay: true });
  #initials = element('div', { className: 'initials' });
  #name = element('span', { className: 'tile-name' });
  #isSelf;
  #onSoundBlocked;
  /** @type {User} */ #user;
  #spokeMs = -Infinity;

  /** The tile's place in the page. */
  element;

  /**
   * @param {User} user
   * @param {{isSelf: boolean, onSoundBlocked: () => void}} more
   */
  constructor(user, { isSelf, onSoundBlocked }) {
    this.#user = user;
    this.#isSelf = isSelf;
    this.#onSoundBlocked = onSoundBlocked;
    this.#video.setAttribute('aria-hidden', 'true');
    this.#video.classList.toggle('mirrored', isSelf);
    this.#video.onloadeddata = () => this.#render();
    const label = element('div', { className: 'tile-label' }, [icon('mic-off'), this.#name]);
    this.element = element('li', { className: 'tile' }, [this.#initials, this.#video, label]);
    this.element.dataset.userId = String(user.userId);
    this.element.style.setProperty('--hue', String(hueOf(user.name)));
    if (!isSelf) {
      this.element.append(this.#audio);
    }
    this.#render();
  }

  /** Whose tile it is. @returns {User} */
  get user() {
    return this.#user;
  }

  /** Whether it is one's own. @returns {boolean} */
  get isSelf() {
    return this.#isSelf;
  }

  /** Shows new name or device states. @param {User} user */
  update(user) {
    this.#user = user;
    this.#render();
  }

  /** Words in another language. */
  translate() {
    this.#render();
  }

  /** @param {'video' | 'audio'} kind @param {MediaStreamTrack | null} track */
  setTrack(kind, track) {
    const player = kind === 'video' ? this.#video : this.#audio;
    const current = /** @type {MediaStream | null} */ (player.srcObject)?.getTracks()[0] ?? null;
    if (current !== track) {
      player.srcObject = track && new MediaStream([track]);
      this.#render();
      if (kind === 'audio' && track) {
        this.play();
      }
    }
  }

  /** Plays the sound, after the browser held it back. */
  play() {
    if (!this.#audio.srcObject) {
      return;
    }
    this.#audio.play().catch((error) => error.name === 'NotAllowedError' && this.#onSoundBlocked());
  }

  /** @param {string} deviceId a speaker */
  setSpeaker(deviceId) {
    this.#audio.setSinkId?.(deviceId).catch(() => {});
  }

  /** Shows how loud the person is. @param {number} level 0 to 1 @param {number} nowMs */
  hear(level, nowMs) {
    const open = this.#user.microphone === DeviceState.OPEN;
    if (level > SPEAKING_LEVEL) {
      this.#spokeMs = nowMs;
    }
    this.element.classList.toggle('speaking', open && nowMs - this.#spokeMs < SPEAKING_HOLD_MS);
  }

  /** Lets go of the picture and the sound. */
  remove() {
    this.#video.srcObject = this.#audio.srcObject = null;
    this.element.remove();
  }

  #render() {
    const { name, camera, microphone } = this.#user;
    const shown = this.#isSelf ? t('call.you', { name }) : name;
    const muted = microphone !== DeviceState.OPEN;
    const cameraOff = camera !== DeviceState.OPEN;
    const hasPicture = this.#video.srcObject !== null && this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    this.#name.textContent = shown;
    this.#initials.textContent = initialsOf(name);
    this.element.classList.toggle('muted', muted);
    this.element.classList.toggle('no-picture', cameraOff || !hasPicture);
    this.element.classList.toggle('waiting', !cameraOff && !hasPicture);
    const states = [cameraOff && t('call.cameraOff'), muted && t('call.muted')].filter(Boolean);
    this.element.setAttribute('aria-label', [shown, ...states].join(', '));
  }
}

/** Two letters of a name; of a Chinese one its last two characters, as is usual. @param {string} name */
function initialsOf(name) {
  const characters = [...name.trim()];
  if (/\p{Script=Han}/u.test(name)) {
    return characters.slice(-2).join('');
  }
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]].map((word) => [...word][0]) : characters.slice(0, 1);
  return letters.join('').toUpperCase();
}

/** A colour that stays with a name. @param {string} name */
function hueOf(name) {
  return [...name].reduce((hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 360, 7);
}
