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
export function openCameraTrack({ deviceId, width, height, frameRate } = {}) {
  return openTrack('video', {
    ...exactly(deviceId),
    ...(width && { width: { ideal: width } }),
    ...(height && { height: { ideal: height } }),
    ...(frameRate && { frameRate: { ideal: frameRate } }),
  });
}

/**
 * Opens a microphone, with the browser's echo cancellation, noise suppression and gain control.
 * @param {object} [wish]
 * @param {string} [wish.deviceId] from {@link listDevices}; without it the browser's choice
 * @param {number} [wish.channels] 1 or 2
 * @param {number} [wish.sampleRate] Hz
 * @returns {Promise<MediaStreamTrack>} the caller stops it; rejects with 22
 */
export function openMicrophoneTrack({ deviceId, channels, sampleRate } = {}) {
  return openTrack('audio', {
    ...exactly(deviceId),
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(channels && { channelCount: { ideal: channels } }),
    ...(sampleRate && { sampleRate: { ideal: sampleRate } }),
  });
}

/** @param {string | undefined} deviceId */
function exactly(deviceId) {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

/**
 * @param {MediaKind} kind
 * @param {MediaTrackConstraints} constraints
 * @returns {Promise<MediaStreamTrack>}
 */
async function openTrack(kind, constraints) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw deviceError(globalThis.isSecureContext ? 'unsupported' : 'insecure');
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    return stream.getTracks()[0];
  } catch (cause) {
    const name = /** @type {{name?: string}} */ (cause)?.name ?? '';
    throw deviceError(REASONS[/** @type {keyof typeof REASONS} */ (name)] ?? 'inUse', cause);
  }
}

/** @param {keyof typeof WORDS | string} reason @param {unknown} [cause] */
function deviceError(reason, cause) {
  return new AnyChatError(ErrorCode.DEVICEOPENFAIL, WORDS[/** @type {keyof typeof WORDS} */ (reason)], { reason, cause });
}
