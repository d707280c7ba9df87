import { ClientEventTarget } from './client-events.js';
import { KINDS } from './room-media.js';

/** @typedef {import('./local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('./media-parameters.js').MediaParameters} MediaParameters */
/** @typedef {import('./local-media.js').OpenOptions} OpenOptions */

/** A client's own camera and microphone, and what it sends them with: they outlive links and rooms. */
export class DeviceClient extends ClientEventTarget {
  /** @type {LocalMedia} */ #local;
  /** @type {MediaParameters} */ #parameters;
  /** @type {() => Promise<void>} */ #applied;

  /**
   * @param {LocalMedia} local
   * @param {MediaParameters} parameters
   * @param {() => Promise<void>} applied lets what is sent now follow the parameters
   */
  constructor(local, parameters, applied) {
    super();
    this.#local = local;
    this.#parameters = parameters;
    this.#applied = applied;
  }

  /**
   * What is in force: the server's settings, or one's own over them, and which of them a browser has no means for.
   * @returns {import('./media-parameters.js').EffectiveParameters}
   */
  get parameters() {
    return this.#parameters.effective;
  }

  /** One's own camera picture, or null. The SDK stops it. @returns {MediaStreamTrack | null} */
  get cameraTrack() {
    return this.#local.track('video');
  }

  /** One's own microphone, or null. The SDK stops it. @returns {MediaStreamTrack | null} */
  get microphoneTrack() {
    return this.#local.track('audio');
  }

  /** State of one's own camera, a DeviceState. @returns {number} */
  get camera() {
    return this.#local.state('video');
  }

  /** State of one's own microphone, a DeviceState. @returns {number} */
  get microphone() {
    return this.#local.state('audio');
  }

  /**
   * Opens the camera, or changes it for another, and shows it to the room one is in or enters.
   * @param {OpenOptions} [options] without a size, the server's is used
   * @returns {Promise<MediaStreamTrack>} one's own picture; rejects with 22, `reason` says why
   */
  openCamera(options = {}) {
    return this.#local.open('video', options);
  }

  /**
   * Notes own values to send video with; {@link applyParameters} lets them count.
   * @param {import('./media-parameters.js').VideoParameters} values those that are left out stay as they are;
   *   `undefined` takes one back; throws 21
   */
  setVideoParameters(values) {
    this.#parameters.set('video', values);
  }

  /**
   * Notes own values to send sound with; {@link applyParameters} lets them count.
   * @param {import('./media-parameters.js').AudioParameters} values as in {@link setVideoParameters}
   */
  setAudioParameters(values) {
    this.#parameters.set('audio', values);
  }

  /**
   * Sends with one's own values from now on, or with the server's again (BRAC_SO_LOCALVIDEO_APPLYPARAM, 35).
   * @param {boolean} [own] false: the server's
   * @returns {Promise<void>} when what is sent follows
   */
  async applyParameters(own = true) {
    this.#parameters.apply(own);
    await this.followParameters(true);
  }

  /** What is sent becomes what is in force. @param {boolean} evenGiven also tracks that the application opened */
  async followParameters(evenGiven) {
    await Promise.all(KINDS.map((kind) => this.#local.follow(kind, evenGiven)));
    await this.#applied();
  }

  /**
   * Gives the camera's picture the size and rate that are in force, after an application has changed them for a preview.
   * @returns {Promise<void>}
   */
  fitCamera() {
    return this.#local.follow('video', true);
  }

  /**
   * Closes the camera: its light goes out.
   * @returns {Promise<void>}
   */
  closeCamera() {
    return this.#local.close('video', true);
  }

  /**
   * Opens the microphone, or changes it for another, and lets the room one is in or enters hear it.
   * @param {OpenOptions} [options]
   * @returns {Promise<MediaStreamTrack>} rejects with 22, `reason` says why
   */
  openMicrophone(options = {}) {
    return this.#local.open('audio', options);
  }

  /**
   * Mutes the microphone. It is kept for a quick way back; with `release` it is given back to the system.
   * @param {{release?: boolean}} [options]
   * @returns {Promise<void>}
   */
  closeMicrophone({ release = false } = {}) {
    return this.#local.close('audio', release);
  }
}
