import { AnyChatError, ErrorCode } from './protocol.js';

/** @typedef {'video' | 'audio'} MediaKind */

/**
 * Devices by kind. Labels and ids are empty until the person has allowed the use of one (browsers hide them).
 * @typedef {{cameras: MediaDeviceInfo[], microphones: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}} DeviceList
 */

/** Why a device cannot be opened (`reason` of an {@link AnyChatError} with code 22), by the name of the browser's error. */
const REASONS = Object.freeze({
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'notFound',
  OverconstrainedError: 'notFound',
  NotReadableError: 'inUse',
  AbortError: 'inUse',
});

/** How people's voices are captured. */
const SPEECH = Object.freeze({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });

const WORDS = Object.freeze({
  denied: 'The browser was not allowed to use the device.',
  notFound: 'No such device was found.',
  inUse: 'The device cannot be opened; another program may be using it.',
  insecure: 'Browsers give devices to pages from https: or localhost only.',
  unsupported: 'This browser cannot open cameras or microphones.',
});

/**
 * Lists the devices of this machine.
 * @returns {Promise<DeviceList>} empty lists where the browser gives none; does not reject
 */
export async function listDevices() {
  const all = await (navigator.mediaDevices?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
  const ofKind = (/** @type {MediaDeviceKind} */ kind) => all.filter((device) => device.kind === kind);
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}

/**
 * Calls back when a device was plugged in or pulled out.
 * @param {() => void} listener
 * @returns {() => void} stops it
 */
export function watchDevices(listener) {
  navigator.mediaDevices?.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices?.removeEventListener('devicechange', listener);
}

/**
 * Opens a camera.
 * @param {object} [wish] what the picture should be; a camera that lacks it gives the nearest it has
 * @param {string} [wish.deviceId] from {@link listDevices}; without it the browser's choice
 * @param {number} [wish.width] pixels
 * @param {number} [wish.height] pixels
 * @param {number} [wish.frameRate] frames per second
 * @returns {Promise<MediaStreamTrack>} the caller stops it; rejects with 22
 */
export async function openCameraTrack({ deviceId, ...size } = {}) {
  return (await openTracks({ video: { ...exactly(deviceId), ...pictureSize(size) } }))[0];
}

/**
 * Changes the picture of an open camera. One that cannot stays as it is.
 * @param {MediaStreamTrack} track
 * @param {{width?: number, height?: number, frameRate?: number}} size as for {@link openCameraTrack}
 * @returns {Promise<void>} does not reject
 */
export function resizeCamera(track, size) {
  return track.applyConstraints(pictureSize(size)).catch(() => {});
}

/** Whether a track shows a screen or window, whose size is not a camera's. @param {MediaStreamTrack} track */
export function isScreen(track) {
  return track.getSettings().displaySurface !== undefined;
}

/**
 * Opens a microphone, with the browser's echo cancellation, noise suppression and gain control.
 * @param {object} [wish]
 * @param {string} [wish.deviceId] from {@link listDevices}; without it the browser's choice
 * @param {number} [wish.channels] 1 or 2
 * @param {number} [wish.sampleRate] Hz
 * @returns {Promise<MediaStreamTrack>} the caller stops it; rejects with 22
 */
export async function openMicrophoneTrack({ deviceId, channels, sampleRate } = {}) {
  const format = {
    ...(channels && { channelCount: { ideal: channels } }),
    ...(sampleRate && { sampleRate: { ideal: sampleRate } }),
  };
  return (await openTracks({ audio: { ...exactly(deviceId), ...SPEECH, ...format } }))[0];
}

/**
 * Opens camera and microphone with one question to the person instead of two.
 * @param {{cameraId?: string, microphoneId?: string, width?: number, height?: number, frameRate?: number}} [wish]
 * @returns {Promise<{camera: MediaStreamTrack, microphone: MediaStreamTrack}>} the caller stops both; rejects with 22
 *   where one of them fails
 */
export async function openBothTracks({ cameraId, microphoneId, ...size } = {}) {
  const tracks = await openTracks({
    video: { ...exactly(cameraId), ...pictureSize(size) },
    audio: { ...exactly(microphoneId), ...SPEECH },
  });
  const ofKind = (/** @type {MediaKind} */ kind) => /** @type {MediaStreamTrack} */ (tracks.find((t) => t.kind === kind));
  return { camera: ofKind('video'), microphone: ofKind('audio') };
}

/** @param {{width?: number, height?: number, frameRate?: number}} size @returns {MediaTrackConstraints} */
function pictureSize({ width, height, frameRate }) {
  return {
    ...(width && { width: { ideal: width } }),
    ...(height && { height: { ideal: height } }),
    ...(frameRate && { frameRate: { ideal: frameRate } }),
  };
}

/** @param {string | undefined} deviceId */
function exactly(deviceId) {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

/**
 * @param {MediaStreamConstraints} constraints
 * @returns {Promise<MediaStreamTrack[]>}
 */
async function openTracks(constraints) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw deviceError(globalThis.isSecureContext ? 'unsupported' : 'insecure');
  }
  try {
    return (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
  } catch (cause) {
    const name = /** @type {{name?: string}} */ (cause)?.name ?? '';
    throw deviceError(REASONS[/** @type {keyof typeof REASONS} */ (name)] ?? 'inUse', cause);
  }
}

/** @param {keyof typeof WORDS | string} reason @param {unknown} [cause] */
function deviceError(reason, cause) {
  return new AnyChatError(ErrorCode.DEVICEOPENFAIL, WORDS[/** @type {keyof typeof WORDS} */ (reason)], { reason, cause });
}
