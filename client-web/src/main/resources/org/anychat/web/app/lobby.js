import { LevelMeter } from '../sdk/anychat.js';
import { byId, dress } from './dom.js';
import { DevicePickers } from './device-pickers.js';
import { language, onLanguage, setLanguage, t } from './i18n.js';
import { recall, remember } from './preferences.js';
import { errorWords } from './words.js';

/** @typedef {import('./joining.js').Wish} Wish */

const FULL_SCALE = 0.25;

/** The screen before the call: a look at oneself, devices, name and room. */
export class Lobby {
  #client;
  #devices;
  #notices;
  #onJoin;
  #screen = byId('lobby');
  /** @type {HTMLVideoElement} */ #preview = byId('preview');
  #pickers;
  /** @type {LevelMeter | null} */ #meter = null;
  /** @type {MediaStreamTrack | null} */ #metered = null;
  #joining = false;

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./own-devices.js').OwnDevices} parts.devices
   * @param {import('./notices.js').Notices} parts.notices
   * @param {(wish: Wish) => Promise<void>} parts.onJoin the person wants in
   */
  constructor({ client, devices, notices, onJoin }) {
    this.#client = client;
    this.#devices = devices;
    this.#notices = notices;
    this.#onJoin = onJoin;
    this.#pickers = new DevicePickers(byId('lobby-devices'), {
      onPick: (role) => role !== 'speaker' && devices.usePicked(role),
      inUse: (role) => this.#inUse(role),
    });
    byId('lobby-mic').onclick = () => devices.setMicrophone(!devices.microphoneOn);
    byId('lobby-camera').onclick = () => devices.setCamera(!devices.cameraOn);
    byId('language').onclick = () => setLanguage(language() === 'en' ? 'zh' : 'en');
    byId('join').onsubmit = (event) => {
      event.preventDefault();
      this.join();
    };
    devices.onChange(() => this.#render());
    onLanguage(() => this.#render());
    this.#fill(recall('name') ?? '', recall('room') ?? '1');
  }

  /** Fills name and room. @param {string} name @param {string} room */
  #fill(name, room) {
    /** @type {HTMLInputElement} */ (byId('name')).value = name;
    /** @type {HTMLInputElement} */ (byId('room')).value = room;
  }

  /**
   * Takes name and room from the address.
   * @param {{name?: string | null, room?: string | null}} given
   */
  prefill({ name, room }) {
    this.#fill(name ?? recall('name') ?? '', room ?? recall('room') ?? '1');
  }

  /** Shows the screen. */
  show() {
    this.#screen.hidden = false;
    document.title = 'AnyChat';
    this.#devices.notices = this.#notices;
    this.#devices.setPreviewing(true);
    this.#render();
    const empty = ['name', 'room'].map((id) => /** @type {HTMLInputElement} */ (byId(id))).find((input) => !input.value);
    (empty ?? byId('join-button')).focus({ preventScroll: true });
  }

  /** Hides the screen. */
  hide() {
    this.#screen.hidden = true;
    this.#measure(null);
    this.#preview.srcObject = null;
  }

  /** Joins with what the form says. */
  async join() {
    if (this.#joining || !(/** @type {HTMLFormElement} */ (byId('join')).reportValidity())) {
      return;
    }
    const wish = this.#wish();
    remember('name', wish.name);
    remember('room', wish.room);
    this.#setJoining(true);
    this.#notices.clear('join');
    try {
      await this.#onJoin(wish);
    } catch (error) {
      this.tell(/** @type {any} */ (error));
    }
    this.#setJoining(false);
  }

  /** Tells why joining failed or the call ended. @param {{code?: number}} error */
  tell(error) {
    this.#notices.show('join', { words: () => errorWords(error) });
    const field = { 102: 'server-password', 200: 'password', 204: 'password', 210: 'name', 301: 'room-password', 303: 'room' }[error.code ?? 0];
    if (field) {
      /** @type {HTMLDetailsElement} */ (byId('more')).open ||= field.endsWith('password');
      byId(field).focus();
    }
  }

  /** @returns {Wish} */
  #wish() {
    const value = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id)).value;
    return {
      name: value('name').trim(),
      room: value('room').trim(),
      roomPassword: value('room-password'),
      password: value('password'),
      serverPassword: value('server-password'),
    };
  }

  /** @param {boolean} joining */
  #setJoining(joining) {
    this.#joining = joining;
    const button = byId('join-button');
    button.setAttribute('aria-busy', String(joining));
    /** @type {HTMLElement} */ (button.firstElementChild).dataset.i18n = joining ? 'lobby.joining' : 'lobby.join';
    /** @type {HTMLElement} */ (button.firstElementChild).textContent = t(joining ? 'lobby.joining' : 'lobby.join');
  }

  #render() {
    if (this.#screen.hidden) {
      return;
    }
    const { cameraOn, microphoneOn, busy } = this.#devices;
    const camera = this.#client.cameraTrack;
    dress(byId('lobby-mic'), {
      icon: microphoneOn ? 'mic' : 'mic-off', label: t(microphoneOn ? 'mic.mute' : 'mic.unmute'), on: microphoneOn,
    });
    dress(byId('lobby-camera'), {
      icon: cameraOn ? 'camera' : 'camera-off', label: t(cameraOn ? 'camera.stop' : 'camera.start'), on: cameraOn,
    });
    byId('preview-off').textContent = cameraOn ? '' : t(busy.camera ? 'lobby.cameraStarting' : 'lobby.cameraOff');
    if (/** @type {MediaStream | null} */ (this.#preview.srcObject)?.getTracks()[0] !== (camera ?? undefined)) {
      this.#preview.srcObject = camera && new MediaStream([camera]);
    }
    this.#measure(microphoneOn ? this.#client.microphoneTrack : null);
    this.#pickers.refresh();
  }

  /** @param {import('./device-pickers.js').Role} role */
  #inUse(role) {
    const track = { camera: this.#client.cameraTrack, microphone: this.#client.microphoneTrack, speaker: null }[role];
    return track?.getSettings().deviceId;
  }

  /** @param {MediaStreamTrack | null} track */
  #measure(track) {
    if (track === this.#metered) {
      return;
    }
    this.#meter?.close();
    this.#metered = track;
    this.#meter = track && new LevelMeter(track);
    this.#drawLevel();
  }

  #drawLevel() {
    const level = this.#meter ? Math.min(1, Math.sqrt(this.#meter.level() / FULL_SCALE)) : 0;
    byId('level').style.transform = `scaleX(${level.toFixed(3)})`;
    if (this.#meter) {
      const meter = this.#meter;
      requestAnimationFrame(() => meter === this.#meter && this.#drawLevel());
    }
  }
}
