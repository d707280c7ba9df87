import { isScreen, listDevices, openCameraTrack, openMicrophoneTrack, resizeCamera } from './devices.js';
import { DeviceState } from './protocol.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./media-publisher.js').Limits} Limits */

/**
 * How to open a camera or microphone.
 * @typedef {object} OpenOptions
 * @property {string} [deviceId] which device; without it the one in use, or the browser's choice
 * @property {MediaStreamTrack} [track] send this track instead of opening a device; it is stopped on closing
 * @property {number} [width] pixels, instead of the server's
 * @property {number} [height] pixels, instead of the server's
 * @property {number} [frameRate] frames per second, instead of the server's
 * @property {number} [bitrate] bit/s at most, instead of the server's; 0 = as the browser likes
 * @property {number} [channels] 1 or 2, microphone only
 * @property {number} [sampleRate] Hz, microphone only
 */

/** @typedef {Omit<OpenOptions, 'deviceId' | 'track'>} Wish what is to be captured and sent, whichever the device */

/**
 * The client's own camera and microphone: open, muted or closed, whatever becomes of link and room. Operations on one
 * device run one after the other.
 */
export class LocalMedia {
  #slots = {
    video: newSlot(),
    audio: newSlot(),
  };
  /** @type {(kind: MediaKind) => Wish} */ #defaults;
  /** @type {(kind: MediaKind) => Promise<void>} */ #send;
  /** @type {(kind: MediaKind, state: number) => Promise<void>} */ #announce;
  /** @type {(kind: MediaKind) => void} */ #onEnded;

  /**
   * @param {object} hooks
   * @param {(kind: MediaKind) => Wish} hooks.defaults what the server wants of a kind now
   * @param {(kind: MediaKind) => Promise<void>} hooks.send sends the kind's track with its limits, or nothing
   * @param {(kind: MediaKind, state: number) => Promise<void>} hooks.announce tells the room
   * @param {(kind: MediaKind) => void} hooks.onEnded a device was unplugged or taken away
   */
  constructor({ defaults, send, announce, onEnded }) {
    this.#defaults = defaults;
    this.#send = send;
    this.#announce = announce;
    this.#onEnded = onEnded;
  }

  /** @param {MediaKind} kind @returns {MediaStreamTrack | null} what is open */
  track(kind) {
    return this.#slots[kind].track;
  }

  /** @param {MediaKind} kind @returns {Limits} what the application wants instead of the server's settings */
  limits(kind) {
    const { bitrate, frameRate, width, height } = this.#slots[kind].wish;
    return kind === 'video' ? { bitrate, fps: frameRate, width, height } : { bitrate };
  }

  /** @param {MediaKind} kind @returns {number} a {@link DeviceState} */
  state(kind) {
    return this.#slots[kind].state;
  }

  /** Finds out which devices this machine has, for the state of those that are not open. */
  async detect() {
    const { cameras, microphones } = await listDevices();
    this.#detected('video', cameras.length > 0);
    this.#detected('audio', microphones.length > 0);
  }

  /**
   * Opens a device or changes it for another, and unmutes it.
   * @param {MediaKind} kind
   * @param {OpenOptions} options what the application wants; the server's settings stand for the rest
   * @returns {Promise<MediaStreamTrack>} rejects with 22
   */
  open(kind, options) {
    return this.#inOrder(kind, () => this.#open(kind, options));
  }

  /**
   * Takes new settings of the server for what is open, but where the application wanted something else. A track of the
   * application keeps its picture, and a microphone its rate and channels until it is opened again.
   * @param {MediaKind} kind
   * @param {boolean} [evenGiven] also change the picture of the application's camera track; a screen keeps its own
   * @returns {Promise<void>}
   */
  follow(kind, evenGiven = false) {
    return this.#inOrder(kind, () => this.#follow(kind, evenGiven));
  }

  /**
   * Mutes or closes a device.
   * @param {MediaKind} kind
   * @param {boolean} release whether to give the device back to the system
   * @returns {Promise<void>}
   */
  close(kind, release) {
    return this.#inOrder(kind, () => this.#close(kind, release));
  }

  /** @param {MediaKind} kind @param {OpenOptions} options */
  async #open(kind, { deviceId, track: given, ...wish }) {
    const slot = this.#slots[kind];
    const track = await this.#trackFor(kind, { ...this.#defaults(kind), ...wish, deviceId, track: given });
    if (track !== slot.track) {
      this.#release(slot);
      slot.track = track;
      slot.deviceId = track.getSettings().deviceId;
      track.onended = () => this.#ended(kind, track);
    }
    track.enabled = true;
    slot.wish = wish;
    slot.isGiven = given !== undefined;
    slot.state = DeviceState.OPEN;
    await Promise.all([this.#send(kind), this.#announce(kind, slot.state)]);
    return track;
  }

  /** @param {MediaKind} kind @param {boolean} evenGiven */
  async #follow(kind, evenGiven) {
    const slot = this.#slots[kind];
    if (!slot.track) {
      return;
    }
    if (kind === 'video' && (!slot.isGiven || (evenGiven && !isScreen(slot.track)))) {
      await resizeCamera(slot.track, { ...this.#defaults(kind), ...slot.wish });
    }
    await this.#send(kind);
  }

  /** @param {MediaKind} kind @param {OpenOptions} options @returns {Promise<MediaStreamTrack>} */
  async #trackFor(kind, { track, ...wish }) {
    const slot = this.#slots[kind];
    const deviceId = wish.deviceId ?? slot.deviceId;
    if (track) {
      return track;
    }
    if (slot.track?.readyState === 'live' && (!wish.deviceId || wish.deviceId === slot.deviceId)) {
      await (kind === 'video' ? resizeCamera(slot.track, wish) : undefined);
      return slot.track;
    }
    return kind === 'video' ? openCameraTrack({ ...wish, deviceId }) : openMicrophoneTrack({ ...wish, deviceId });
  }

  /** @param {MediaKind} kind @param {boolean} release */
  async #close(kind, release) {
    const slot = this.#slots[kind];
    if (slot.track) {
      slot.track.enabled = false;
    }
    if (slot.state === DeviceState.OPEN) {
      slot.state = DeviceState.CLOSED;
    }
    if (release) {
      this.#release(slot);
    }
    await Promise.all([this.#send(kind), this.#announce(kind, slot.state)]);
  }

  /** @param {MediaKind} kind @param {MediaStreamTrack} track */
  #ended(kind, track) {
    this.#inOrder(kind, async () => {
      const slot = this.#slots[kind];
      if (slot.track !== track) {
        return;
      }
      slot.track = null;
      slot.state = DeviceState.NONE;
      this.#onEnded(kind);
      await Promise.all([this.#send(kind), this.#announce(kind, slot.state)]);
    }).catch(() => {});
  }

  /** @param {MediaKind} kind @param {boolean} present */
  #detected(kind, present) {
    const slot = this.#slots[kind];
    if (slot.state !== DeviceState.OPEN) {
      slot.state = present || slot.track ? DeviceState.CLOSED : DeviceState.NONE;
    }
  }

  /** @param {ReturnType<typeof newSlot>} slot */
  #release(slot) {
    if (slot.track) {
      slot.track.onended = null;
      slot.track.stop();
      slot.track = null;
    }
  }

  /**
   * @template T
   * @param {MediaKind} kind
   * @param {() => Promise<T>} operation
   * @returns {Promise<T>}
   */
  #inOrder(kind, operation) {
    const slot = this.#slots[kind];
    const result = slot.last.then(operation);
    slot.last = result.catch(() => {});
    return result;
  }
}

function newSlot() {
  return {
    /** @type {MediaStreamTrack | null} */ track: null,
    /** @type {Wish} */ wish: {},
    isGiven: false,
    /** @type {string | undefined} */ deviceId: undefined,
    /** @type {number} */ state: DeviceState.NONE,
    /** @type {Promise<unknown>} */ last: Promise.resolve(),
  };
}
