import { AnyChatError, ErrorCode } from './protocol.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./protocol.js').MediaConfig} MediaConfig */

/**
 * The client's own picture in place of the server's. What is left out stays the server's. The numbers are those of the
 * AnyChat SDK's options (BRAC_SO_LOCALVIDEO_…).
 * @typedef {object} VideoParameters
 * @property {number} [bitrate] 30: bit/s, 0 = quality first
 * @property {number} [quality] 31: 1 poor to 5 best, counts where `bitrate` is 0
 * @property {number} [gop] 32: frames from one key frame to the next, 1 to 3000
 * @property {number} [fps] 33: frames per second, 1 to 60
 * @property {number} [preset] 34: 1 to 5; browsers have no such setting
 * @property {number} [sizePolicy] 36: what to send where the camera lacks the size. 0: the nearest that it has;
 *   1: its own default size
 * @property {number} [width] 38: pixels
 * @property {number} [height] 39: pixels
 * @property {string} [codec] 93: its name in WebRTC, such as `H264` or `VP8`
 * @property {string} [scalabilityMode] as WebRTC names it: `L1T3` has three temporal layers, `L3T3` three spatial ones as well,
 *   `L3T3_KEY` the same where pictures of different size depend on each other in key frames alone, `L1T1` none. The relay
 *   leaves out what a viewer's network has no room for; spatial layers are for AV1 and VP9. Without it the browser does as it
 *   likes
 */

/**
 * The client's own sound in place of the server's. What is left out stays the server's.
 * @typedef {object} AudioParameters
 * @property {number} [bitrate] 8 (mono) and 9 (stereo): bit/s, 0 = quality first
 * @property {number} [channels] 1 or 2
 * @property {number} [sampleRate] Hz, 8000 to 48000
 */

/**
 * What is in force: the server's settings with the client's own over them.
 * @typedef {object} EffectiveParameters
 * @property {Required<Omit<VideoParameters, 'scalabilityMode'>> & Pick<VideoParameters, 'scalabilityMode'>} video
 * @property {Required<AudioParameters>} audio
 * @property {string[]} notApplied words on each setting that a browser has no means for, in English
 */

/** Smallest and largest value of each parameter. @type {Record<MediaKind, Record<string, [number, number]>>} */
const RANGES = {
  video: {
    bitrate: [0, 100_000_000], quality: [1, 5], gop: [1, 3_000], fps: [1, 60], preset: [1, 5], sizePolicy: [0, 1],
    width: [16, 4_096], height: [16, 4_096],
  },
  audio: { bitrate: [0, 510_000], channels: [1, 2], sampleRate: [8_000, 48_000] },
};

/** Texts that a parameter may have. @type {Record<string, RegExp>} */
const TEXTS = { codec: /^/, scalabilityMode: /^(L1T[123]|L[23]T[123](_KEY)?)$/ };

/** What quality 1 to 5 may cost at most, in bits per pixel: twice what such a picture needs on average. */
const BITS_PER_PIXEL = [0.08, 0.12, 0.2, 0.3, 0.45];

/** Below this a video encoder of a browser does not go. */
const MIN_VIDEO_BITRATE = 30_000;

/** What gives way first where bits or the processor do not suffice, by quality 1 to 5. @type {string[]} */
const PREFERENCE_BY_QUALITY = [
  'maintain-framerate', 'maintain-framerate', 'balanced', 'maintain-resolution', 'maintain-resolution',
];

/**
 * Whose settings count: the server's, or the client's own over them once they are applied. No I/O here.
 */
export class MediaParameters {
  /** @type {MediaConfig} */ #server;
  /** @type {{video: VideoParameters, audio: AudioParameters}} */ #own = { video: {}, audio: {} };
  /** @type {{video: VideoParameters, audio: AudioParameters}} */ #applied = { video: {}, audio: {} };

  /** @param {MediaConfig} server */
  constructor(server) {
    this.#server = server;
  }

  /** The server's settings, new ones take the place of the old. @param {MediaConfig} config */
  set server(config) {
    this.#server = config;
  }

  /** @returns {MediaConfig} */
  get server() {
    return this.#server;
  }

  /**
   * Notes own values for the next {@link apply}; those of before that are not named again are kept.
   * @param {MediaKind} kind
   * @param {VideoParameters | AudioParameters} values `undefined` takes a value back
   */
  set(kind, values) {
    for (const [name, value] of Object.entries(values)) {
      check(kind, name, value);
    }
    this.#own = { ...this.#own, [kind]: defined({ ...this.#own[kind], ...values }) };
  }

  /** Lets the own values count, or the server's again (BRAC_SO_LOCALVIDEO_APPLYPARAM 35). @param {boolean} own */
  apply(own) {
    this.#applied = own ? this.#own : { video: {}, audio: {} };
  }

  /** @returns {EffectiveParameters} */
  get effective() {
    const { video, audio, webCodecs } = this.#server;
    const { width, height, fps, gop, bitrate, quality, preset = 3 } = video;
    const server = { width, height, fps, gop, bitrate, quality, preset, sizePolicy: 0, codec: webCodecs.video };
    const { channels, sampleRate } = audio;
    return {
      video: { ...server, ...this.#applied.video },
      audio: { channels, sampleRate, bitrate: audio.bitrate, ...this.#applied.audio },
      notApplied: this.#notApplied(),
    };
  }

  /**
   * What to ask of a device.
   * @param {MediaKind} kind
   * @returns {{width?: number, height?: number, frameRate?: number, channels?: number, sampleRate?: number}}
   */
  capture(kind) {
    const { video, audio } = this.effective;
    if (kind === 'audio') {
      return { channels: audio.channels, sampleRate: audio.sampleRate };
    }
    const { width, height, fps: frameRate, sizePolicy } = video;
    return sizePolicy === 0 ? { width, height, frameRate } : { frameRate };
  }

  /** What the relay has to know: own values only (docs/protocol.md, `own` of `publish`). @returns {object | undefined} */
  get forRelay() {
    const { gop } = this.#applied.video;
    const { sampleRate, channels, bitrate } = this.#applied.audio;
    const own = defined({ gop, audioSampleRate: sampleRate, audioChannels: channels, audioBitrate: bitrate });
    return Object.keys(own).length > 0 ? own : undefined;
  }

  #notApplied() {
    const { video, audio, webCodecs } = this.#server;
    const notes = ['VideoPreset: browsers have no setting for the encoder\'s effort.'];
    if (audio.bitsPerSample !== 16) {
      notes.push(`AudioBitsPerSample=${audio.bitsPerSample}: Opus has no sample size; browsers capture 16 bits or more.`);
    }
    if (video.codec !== 1) {
      notes.push(`VideoCodec=${video.codec}: browsers do not have it and send ${webCodecs.video}.`);
    }
    notes.push(`AudioCodec=${audio.codec}: browsers do not have it and send ${webCodecs.audio} at the same bitrate.`);
    return notes;
  }
}

/** @param {MediaKind} kind @param {string} name @param {unknown} value */
function check(kind, name, value) {
  const range = RANGES[kind][name];
  const text = kind === 'video' ? TEXTS[name] : undefined;
  if (value === undefined || (typeof value === 'string' && text?.test(value))) {
    return;
  }
  if (!range) {
    throw new AnyChatError(
      ErrorCode.FUNCOPTERROR, `There is no ${kind} parameter ${name}${text ? ` with the value ${value}` : ''}.`);
  }
  if (!Number.isInteger(value) || Number(value) < range[0] || Number(value) > range[1]) {
    throw new AnyChatError(ErrorCode.FUNCOPTERROR, `${name}: a whole number from ${range[0]} to ${range[1]} is needed.`);
  }
}

/** @template {object} T @param {T} values @returns {T} */
function defined(values) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
}

/**
 * What a video sender is told.
 * @param {EffectiveParameters['video']} video
 * @param {{width?: number, height?: number}} source size of the picture that comes in
 * @returns {RTCRtpEncodingParameters}
 */
export function videoEncoding(video, source) {
  return {
    maxBitrate: video.bitrate > 0 ? video.bitrate : qualityCeiling(video),
    maxFramerate: video.fps,
    scaleResolutionDownBy: video.sizePolicy === 1 ? 1 : scaleToFit(video, source),
    ...(video.scalabilityMode && { scalabilityMode: video.scalabilityMode }),
  };
}

/** @param {Required<AudioParameters>} audio @returns {RTCRtpEncodingParameters} */
export function audioEncoding({ bitrate }) {
  return bitrate > 0 ? { maxBitrate: bitrate } : {};
}

/**
 * What the sender should hold on to where bits or the processor do not suffice: with a bitrate, size and rate are the
 * server's too, and the picture's fineness gives way; else it depends on the quality. The first that the browser knows.
 * @param {EffectiveParameters['video']} video
 * @returns {string[]}
 */
export function degradationPreferences({ bitrate, quality }) {
  return bitrate > 0
    ? ['maintain-framerate-and-resolution', 'maintain-resolution']
    : [PREFERENCE_BY_QUALITY[quality - 1]];
}

/** Bit/s that a quality may cost at most. @param {EffectiveParameters['video']} video */
function qualityCeiling({ width, height, fps, quality }) {
  return Math.max(MIN_VIDEO_BITRATE, Math.round(width * height * fps * BITS_PER_PIXEL[quality - 1]));
}

/**
 * How much smaller the picture has to become; a camera that is held upright gives an upright picture.
 * @param {{width: number, height: number}} wish
 * @param {{width?: number, height?: number}} source
 */
function scaleToFit(wish, { width = wish.width, height = wish.height }) {
  const upright = height > width && wish.width > wish.height;
  const [wide, high] = upright ? [wish.height, wish.width] : [wish.width, wish.height];
  return Math.max(1, width / wide, height / high);
}
