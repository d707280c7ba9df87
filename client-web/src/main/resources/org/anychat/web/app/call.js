import { LevelMeter } from '../sdk/anychat.js';
import { Chat } from './chat.js';
import { DevicePickers } from './device-pickers.js';
import { byId, dress } from './dom.js';
import { PersonActions } from './person-actions.js';
import { Grid } from './grid.js';
import { language, onLanguage, setLanguage, t } from './i18n.js';
import { CallNotices } from './call-notices.js';

/** The screen of a call: people, controls, chat. What it shows follows the client's events. */
export class Call {
  #client;
  #devices;
  #onLeave;
  #screen = byId('call');
  #grid;
  #chat;
  #actions;
  #notices;
  #pickers;
  /** @type {HTMLDialogElement} */ #settings = byId('settings');
  /** @type {LevelMeter | null} */ #meter = null;
  /** @type {MediaStreamTrack | null} */ #metered = null;
  /** @type {{release: () => Promise<void>} | null} */ #wakeLock = null;

  /**
   * @param {object} parts
   * @param {import('../sdk/anychat.js').AnyChatClient} parts.client
   * @param {import('./own-devices.js').OwnDevices} parts.devices
   * @param {import('./notices.js').Notices} parts.notices
   * @param {() => void} parts.onLeave the person wants out
   * @param {() => void} parts.onTakenOut the server took the person out of the room
   * @param {() => Promise<void>} parts.comeBack enters the room that the person joined
   */
  constructor({ client, devices, notices, onLeave, onTakenOut, comeBack }) {
    this.#client = client;
    this.#devices = devices;
    this.#onLeave = onLeave;
    this.#notices = new CallNotices(notices, client);
    const onSoundBlocked = () => this.#notices.soundBlocked(() => this.#grid.playAll());
    this.#grid = new Grid(byId('grid'), byId('tiles'), { client, onSoundBlocked });
    this.#chat = new Chat(client);
    const enter = async (/** @type {() => Promise<unknown>} */ room) => {
      await room();
      this.open();
    };
    const goInto = (/** @type {number} */ roomId) => enter(() => client.enterRoom(roomId));
    const actions = new PersonActions({ client, notices, chat: this.#chat, goInto, comeBack: () => enter(comeBack) });
    client.on('leftRoom', ({ roomId }) => actions.onOut(roomId) || onTakenOut());
    this.#actions = actions;
    this.#pickers = new DevicePickers(byId('settings-devices'), {
      onPick: (role, deviceId) => this.#pick(role, deviceId),
      inUse: (role) => this.#inUse(role),
    });
    this.#bindControls();
    this.#bindEvents();
    onLanguage(() => this.#translate());
  }

  /** Whether the screen is shown. */
  get isOpen() {
    return !this.#screen.hidden;
  }

  /** Shows the room that was entered, also after coming back to it. */
  open() {
    const cameBack = this.isOpen;
    this.#screen.hidden = false;
    const { roomName = '' } = this.#client.room ?? {};
    byId('room-name').textContent = roomName;
    document.title = `${roomName} – AnyChat`;
    this.#refresh();
    this.#listen();
    if (!cameBack) {
      byId('room-name').focus({ preventScroll: true });
      this.#stayAwake();
    }
  }

  /** The link is down: what is shown stays, and looks it. */
  interrupt() {
    byId('grid').classList.add('interrupted');
  }

  /** Hides the screen. */
  close() {
    this.#screen.hidden = true;
    this.#settings.close();
    this.#grid.clear();
    this.#chat.clear();
    this.#actions.clear();
    this.#notices.clear();
    this.#measure(null);
    this.#wakeLock?.release().catch(() => {});
    this.#wakeLock = null;
  }

  #bindControls() {
    byId('mic').onclick = () => this.#devices.setMicrophone(!this.#devices.microphoneOn);
    byId('camera').onclick = () => this.#devices.setCamera(!this.#devices.cameraOn);
    byId('leave').onclick = () => this.#onLeave();
    byId('invite').onclick = () => this.#invite();
    byId('settings-button').onclick = () => {
      /** @type {HTMLSelectElement} */ (byId('settings-language')).value = language();
      this.#pickers.refresh();
      this.#settings.showModal();
    };
    byId('settings-language').onchange = (event) => {
      setLanguage(/** @type {HTMLSelectElement} */ (event.target).value);
    };
    document.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('visibilitychange', () => this.isOpen && this.#stayAwake());
  }

  #bindEvents() {
    const refresh = () => this.#refresh();
    this.#client.on('userAtRoom', (event) => this.#onUserAtRoom(event));
    this.#client.on('cameraState', refresh);
    this.#client.on('micStateChange', refresh);
    this.#client.on('userInfoUpdate', (event) => this.#onUserInfo(event));
    this.#devices.onChange(() => {
      this.#refresh();
      this.#listen();
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const button = { KeyM: 'mic', KeyV: 'camera', KeyC: 'chat-button' }[event.code];
    if (this.isOpen && event.altKey && !event.ctrlKey && !event.metaKey && button) {
      event.preventDefault();
      byId(button).click();
    }
  }

  /** @param {{userId: number, enter: boolean, user?: {name: string}, reason?: number}} event */
  #onUserAtRoom({ userId, enter, user, reason }) {
    const name = user?.name ?? this.#grid.nameOf(userId) ?? String(userId);
    const gone = reason ? 'call.lost' : 'call.left';
    const words = t(enter ? 'call.joined' : gone, { name });
    byId('status').textContent = words;
    this.#chat.note(words);
    this.#refresh();
  }

  /** @param {{userId: number, user: {name: string}}} event */
  #onUserInfo({ userId, user }) {
    const before = this.#grid.nameOf(userId);
    if (before && before !== user.name) {
      const words = t('call.renamed', { name: before, newName: user.name });
      byId('status').textContent = words;
      this.#chat.note(words);
    }
    this.#refresh();
  }

  #refresh() {
    if (!this.isOpen) {
      return;
    }
    this.#renderControls();
    if (this.#client.room) {
      this.#renderPeople();
    }
  }

  #renderPeople() {
    byId('grid').classList.remove('interrupted');
    this.#grid.refresh();
    this.#chat.refresh();
    const count = this.#client.users.length;
    byId('people-count').textContent = String(count);
    byId('people').title = t('call.count', { count });
    byId('grid').dataset.alone = count === 1 ? t('call.alone') : '';
  }

  #renderControls() {
    const { cameraOn, microphoneOn } = this.#devices;
    dress(byId('mic'), {
      icon: microphoneOn ? 'mic' : 'mic-off', label: t(microphoneOn ? 'mic.mute' : 'mic.unmute'), on: microphoneOn,
    });
    dress(byId('camera'), {
      icon: cameraOn ? 'camera' : 'camera-off', label: t(cameraOn ? 'camera.stop' : 'camera.start'), on: cameraOn,
    });
  }

  #translate() {
    this.#grid.translate();
    this.#refresh();
    this.#pickers.refresh();
  }

  #listen() {
    if (this.isOpen) {
      this.#measure(this.#devices.microphoneOn ? this.#client.microphoneTrack : null);
      this.#grid.listen(this.#meter);
    }
  }

  /** @param {MediaStreamTrack | null} track */
  #measure(track) {
    if (track !== this.#metered) {
      this.#meter?.close();
      this.#metered = track;
      this.#meter = track && new LevelMeter(track);
    }
  }

  /** @param {import('./device-pickers.js').Role} role @param {string} deviceId */
  #pick(role, deviceId) {
    if (role === 'speaker') {
      this.#grid.setSpeaker(deviceId);
    } else {
      this.#devices.usePicked(role);
    }
  }

  /** @param {import('./device-pickers.js').Role} role */
  #inUse(role) {
    const track = { camera: this.#client.cameraTrack, microphone: this.#client.microphoneTrack, speaker: null }[role];
    return track?.getSettings().deviceId;
  }

  async #invite() {
    const { roomId = 0 } = this.#client.room ?? {};
    const link = new URL(`?room=${roomId}`, location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.#notices.tell('invite', 'call.inviteDone');
    } catch {
      this.#notices.tell('invite', 'call.inviteText', { link });
    }
  }

  /** Keeps a phone's screen on, where the browser can. */
  async #stayAwake() {
    try {
      this.#wakeLock = (await navigator.wakeLock?.request('screen')) ?? null;
    } catch {
      // Low battery, or the page is hidden.
    }
  }
}
