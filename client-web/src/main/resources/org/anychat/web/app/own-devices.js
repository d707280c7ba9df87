import { DeviceState, openBothTracks, resizeCamera } from '../sdk/anychat.js';
import { pickedDevice } from './device-pickers.js';
import { deviceWords } from './words.js';

/** @typedef {'camera' | 'microphone'} Device */

/** Good for a look in the mirror; in a room the server's size counts. */
const PREVIEW_SIZE = { width: 640, height: 480, frameRate: 30 };

/** The person's own camera and microphone, as lobby and call switch them; failures become notices. */
export class OwnDevices {
  #client;
  /** @type {import('./notices.js').Notices} */ #notices;
  /** @type {Set<() => void>} */ #listeners = new Set();
  #previewing = true;

  /** Whether a device is being opened now. */
  busy = { camera: false, microphone: false };

  /**
   * @param {import('../sdk/anychat.js').AnyChatClient} client
   * @param {import('./notices.js').Notices} notices where failures are told first
   */
  constructor(client, notices) {
    this.#client = client;
    this.#notices = notices;
    client.on('deviceEnded', ({ kind }) => {
      const device = kind === 'video' ? 'camera' : 'microphone';
      this.#tell(device, { reason: 'ended' });
      this.#changed();
    });
    client.on('serverConfigUpdate', () => {
      if (this.#client.cameraTrack) {
        this.#fit(this.#client.cameraTrack);
      }
    });
  }

  /** Tells failures at another place. @param {import('./notices.js').Notices} notices */
  set notices(notices) {
    this.#notices = notices;
  }

  /** Whether the camera sends. @returns {boolean} */
  get cameraOn() {
    return this.#client.camera === DeviceState.OPEN;
  }

  /** Whether the microphone sends. @returns {boolean} */
  get microphoneOn() {
    return this.#client.microphone === DeviceState.OPEN;
  }

  /** Calls back when a device was opened, closed or changed. @param {() => void} listener */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** Opens both with one question to the person; where that fails, what there is of them. */
  async openBoth() {
    this.#setBusy(true);
    try {
      const { camera, microphone } = await openBothTracks({
        ...PREVIEW_SIZE, cameraId: pickedDevice('camera'), microphoneId: pickedDevice('microphone'),
      });
      await this.#fit(camera);
      await Promise.all([this.#client.openCamera({ track: camera }), this.#client.openMicrophone({ track: microphone })]);
      await this.#fit(camera);
      this.#setBusy(false);
    } catch {
      await Promise.all([this.setCamera(true), this.setMicrophone(true)]);
    }
  }

  /** @param {boolean} on */
  setCamera(on) {
    const open = () => this.#openPicked('camera', async (deviceId) => this.#fit(await this.#client.openCamera({ deviceId })));
    return this.#switch('camera', () => (on ? open() : this.#client.closeCamera()));
  }

  /** @param {boolean} on */
  setMicrophone(on) {
    const open = () => this.#openPicked('microphone', (deviceId) => this.#client.openMicrophone({ deviceId }));
    return this.#switch('microphone', () => (on ? open() : this.#client.closeMicrophone()));
  }

  /** From now on the picture has the size that the server wants, or the preview's. @param {boolean} previewing */
  setPreviewing(previewing) {
    this.#previewing = previewing;
    if (this.#client.cameraTrack) {
      this.#fit(this.#client.cameraTrack);
    }
  }

  /** The person may join while the camera is still being opened, in the preview's size. @param {MediaStreamTrack} camera */
  async #fit(camera) {
    const { width, height, fps } = this.#client.parameters.video;
    await resizeCamera(camera, this.#previewing ? PREVIEW_SIZE : { width, height, frameRate: fps });
    if (!this.#previewing) {
      await this.#client.fitCamera();
    }
  }

  /** Uses the device that was picked last. @param {Device} device */
  usePicked(device) {
    if (device === 'camera' && this.cameraOn) {
      return this.setCamera(true);
    }
    return device === 'microphone' && this.microphoneOn ? this.setMicrophone(true) : undefined;
  }

  /** A picked device that is not there any more must not keep the others from being used.
   * @param {Device} device @param {(deviceId?: string) => Promise<unknown>} open */
  async #openPicked(device, open) {
    try {
      await open(pickedDevice(device));
    } catch (error) {
      if (/** @type {any} */ (error).reason !== 'notFound') {
        throw error;
      }
      await open();
    }
  }

  /** @param {Device} device @param {() => Promise<unknown>} operation */
  async #switch(device, operation) {
    this.busy[device] = true;
    this.#changed();
    try {
      await operation();
      this.#notices.clear(device);
    } catch (error) {
      this.#tell(device, /** @type {any} */ (error));
    }
    this.busy[device] = false;
    this.#changed();
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.busy = { camera: busy, microphone: busy };
    this.#changed();
  }

  /** @param {Device} device @param {{reason?: string, code?: number}} error */
  #tell(device, error) {
    const retry = { key: 'action.retry', run: () => this[device === 'camera' ? 'setCamera' : 'setMicrophone'](true) };
    const secure = { key: 'action.openSecure', href: location.href.replace(/^http:/, 'https:') };
    const subject = error.reason === 'insecure' ? 'insecure' : device;
    const actions = error.reason === 'insecure' ? [secure] : [retry];
    this.#notices.show(subject, { words: () => deviceWords(device, error), actions });
  }

  #changed() {
    this.#listeners.forEach((listener) => listener());
  }
}
