/** @typedef {import('./report.js').Line} Line */

/** What the browser can do, without asking the person anything. @returns {Promise<Line[]>} */
export async function browserChecks() {
  const able = typeof RTCPeerConnection === 'function';
  const lines = [
    able
      ? line('browser', 'ok', 'browserOk')
      : line('browser', 'fail', 'browserNone', 'browserNoneDo'),
    isSecureContext ? line('secure', 'ok', 'secureOk') : line('secure', 'fail', 'secureNone', 'secureNoneDo'),
  ];
  if (able) {
    lines.push(codecs());
  }
  if (navigator.mediaDevices) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    lines.push(await device('camera', 'videoinput', devices));
    lines.push(await device('microphone', 'audioinput', devices));
  }
  return lines;
}

/**
 * Opens camera and microphone, for which the browser may ask, and closes them.
 * @returns {Promise<Line[]>}
 */
export async function deviceChecks() {
  return [await open('camera', { video: true }), await open('microphone', { audio: true })];
}

/** @returns {Line} */
function codecs() {
  const video = names('video');
  const audio = names('audio');
  const found = ['H264', 'VP8'].filter((name) => video.has(name));
  const values = { codecs: [...found, ...(audio.has('OPUS') ? ['Opus'] : [])].join(', ') };
  if (found.length === 0 || !audio.has('OPUS')) {
    return { ...line('codecs', 'fail', 'codecsNone', 'browserNoneDo'), values };
  }
  const missing = ['H264', 'VP8'].filter((name) => !video.has(name)).join(', ');
  return missing
    ? { ...line('codecs', 'warn', 'codecsMissing', 'codecsMissingDo'), values: { ...values, missing } }
    : { ...line('codecs', 'ok', 'codecsSeen'), values };
}

/** What the browser both sends and receives. @param {string} kind @returns {Set<string>} */
function names(kind) {
  /** @param {RTCRtpCapabilities | null} capabilities */
  const of = (capabilities) =>
    new Set((capabilities?.codecs ?? []).map(({ mimeType }) => mimeType.split('/')[1].toUpperCase()));
  const sends = of(RTCRtpSender.getCapabilities(kind));
  const receives = of(RTCRtpReceiver.getCapabilities(kind));
  return new Set([...sends].filter((name) => receives.has(name)));
}

/**
 * @param {'camera' | 'microphone'} name
 * @param {MediaDeviceKind} kind
 * @param {MediaDeviceInfo[]} devices
 * @returns {Promise<Line>}
 */
async function device(name, kind, devices) {
  const count = devices.filter((one) => one.kind === kind).length;
  if (count === 0) {
    return line(name, 'warn', 'deviceNone', 'deviceNoneDo');
  }
  const permission = await permissionOf(name);
  return permission === 'denied'
    ? line(name, 'fail', 'deviceDenied', 'deviceDeniedDo')
    : { ...line(name, 'ok', 'deviceFound'), values: { count, permission } };
}

/** @param {string} name @returns {Promise<string>} */
async function permissionOf(name) {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state;
  } catch {
    return 'unknown'; // Firefox and older Safari do not tell.
  }
}

/**
 * @param {'camera' | 'microphone'} name
 * @param {MediaStreamConstraints} wish
 * @returns {Promise<Line>}
 */
async function open(name, wish) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wish);
    const [track] = stream.getTracks();
    track.stop();
    return { ...line(name, 'ok', 'deviceOpens'), values: { label: track.label } };
  } catch (error) {
    const reason = error instanceof DOMException ? error.name : String(error);
    if (reason === 'NotAllowedError') {
      return line(name, 'fail', 'deviceDenied', 'deviceDeniedDo');
    }
    return reason === 'NotFoundError'
      ? line(name, 'warn', 'deviceNone', 'deviceNoneDo')
      : { ...line(name, 'fail', 'deviceBusy', 'deviceBusyDo'), values: { reason } };
  }
}

/**
 * @param {string} name
 * @param {import('./report.js').Verdict} verdict
 * @param {string} seen
 * @param {string} [remedy]
 * @returns {Line}
 */
export function line(name, verdict, seen, remedy) {
  return { name, verdict, seen, remedy };
}
