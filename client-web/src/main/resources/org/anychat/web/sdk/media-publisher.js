import { MediaConnection } from './media-connection.js';
import { requests } from './protocol.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./protocol.js').MediaConfig} MediaConfig */

/**
 * What the application wants instead of the server's settings.
 * @typedef {{bitrate?: number, frameRate?: number}} Limits bit/s (0 = as the browser likes), frames per second
 */

/** @typedef {{track: MediaStreamTrack | null, transceiver: RTCRtpTransceiver | null, limits: Limits}} Slot */

/**
 * Sends the client's camera and microphone on one RTCPeerConnection. A kind gets its media section when it is first
 * opened; after that muting and changing the device need no negotiation. Negotiations run one after the other.
 */
export class MediaPublisher {
  /** @type {(message: object) => Promise<any>} */ #request;
  /** @type {MediaConnection} */ #connection;
  /** @type {MediaConfig} */ #config;
  /** @type {Record<MediaKind, Slot>} */
  #slots = {
    video: { track: null, transceiver: null, limits: {} },
    audio: { track: null, transceiver: null, limits: {} },
  };
  #stream = new MediaStream();
  #started = false;
  #dirty = false;
  /** @type {Promise<void> | null} */ #negotiating = null;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {MediaConfig} parts.config
   * @param {(state: import('./media-connection.js').MediaState, reason?: string) => void} parts.onState
   */
  constructor({ request, config, onState }) {
    this.#request = request;
    this.#config = config;
    this.#connection = new MediaConnection({ onState, onBroken: () => this.#rebuild() });
  }

  /** The peer connection, for statistics. @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#connection.pc;
  }

  /**
   * Begins to send, on entering a room.
   * @returns {Promise<void>} when what is open is negotiated, or a new attempt is planned
   */
  start() {
    this.#started = true;
    return this.#negotiateIfNeeded();
  }

  /** Stops to send, on leaving a room. The tracks stay with their owner. */
  stop() {
    this.#started = false;
    this.#forgetConnection();
  }

  /**
   * Sends another track of a kind, or nothing.
   * @param {MediaKind} kind
   * @param {MediaStreamTrack | null} track
   * @param {Limits} limits
   * @returns {Promise<void>} when it is sent, or a new attempt is planned
   */
  async setTrack(kind, track, limits) {
    const slot = this.#slots[kind];
    slot.track = track;
    slot.limits = limits;
    if (slot.transceiver) {
      await slot.transceiver.sender.replaceTrack(track);
      await this.#applyLimits(kind);
    } else if (this.#started) {
      await this.#negotiateIfNeeded();
    }
  }

  /**
   * Takes new settings of the server, for what is sent from the next {@link setTrack} on.
   * @param {MediaConfig} config
   */
  configure(config) {
    this.#config = config;
  }

  /**
   * The server closed its end.
   * @param {string} reason
   */
  closedByServer(reason) {
    if (this.#started && this.#connection.pc) {
      this.#connection.closedByServer(reason);
    }
  }

  /**
   * The room's media went to another relay, or there is none for the time being.
   * @param {boolean} there whether a relay is there now
   */
  moved(there) {
    if (!this.#started) {
      return;
    }
    this.#forgetConnection();
    if (there) {
      this.#negotiateIfNeeded();
    }
  }

  #rebuild() {
    this.#forgetConnection();
    return this.#negotiateIfNeeded();
  }

  #forgetConnection() {
    this.#connection.close();
    this.#slots.video.transceiver = this.#slots.audio.transceiver = null;
  }

  #needsNegotiation() {
    return this.#started && Object.values(this.#slots).some((slot) => slot.track && !slot.transceiver);
  }

  #negotiateIfNeeded() {
    if (!this.#needsNegotiation()) {
      return this.#negotiating ?? Promise.resolve();
    }
    this.#dirty = true;
    this.#negotiating ??= this.#negotiateAll().finally(() => {
      this.#negotiating = null;
    });
    return this.#negotiating;
  }

  async #negotiateAll() {
    // Camera and microphone that open together share one negotiation.
    await new Promise((resolve) => setTimeout(resolve));
    while (this.#dirty && this.#started) {
      this.#dirty = false;
      const pc = this.#connection.pc ?? this.#connection.create(this.#config.iceServers);
      try {
        await this.#offer(pc);
      } catch (error) {
        if (pc === this.#connection.pc) {
          this.#connection.fail(/** @type {Error} */ (error).message);
        }
      }
    }
  }

  /** @param {RTCPeerConnection} pc */
  async #offer(pc) {
    for (const kind of /** @type {MediaKind[]} */ (['audio', 'video'])) {
      this.#addSection(pc, kind);
    }
    await pc.setLocalDescription();
    const reply = await this.#request(requests.publish(pc.localDescription?.sdp ?? ''));
    if (pc !== this.#connection.pc) {
      return;
    }
    await pc.setRemoteDescription({ type: 'answer', sdp: reply.sdp });
    for (const slot of Object.values(this.#slots)) {
      // Muted or changed while the answer was under way.
      await slot.transceiver?.sender.replaceTrack(slot.track);
    }
  }

  /** @param {RTCPeerConnection} pc @param {MediaKind} kind */
  #addSection(pc, kind) {
    const slot = this.#slots[kind];
    if (slot.transceiver || !slot.track) {
      return;
    }
    slot.transceiver = pc.addTransceiver(slot.track, {
      direction: 'sendonly',
      streams: [this.#stream],
      sendEncodings: [this.#encoding(kind)],
    });
    preferCodec(slot.transceiver, kind, this.#config.webCodecs[kind]);
  }

  /** @param {MediaKind} kind @returns {RTCRtpEncodingParameters} */
  #encoding(kind) {
    const { limits } = this.#slots[kind];
    const bitrate = limits.bitrate ?? this.#config[kind].bitrate;
    return {
      ...(bitrate > 0 && { maxBitrate: bitrate }),
      ...(kind === 'video' && { maxFramerate: limits.frameRate ?? this.#config.video.fps }),
    };
  }

  /** @param {MediaKind} kind */
  async #applyLimits(kind) {
    const sender = this.#slots[kind].transceiver?.sender;
    if (!sender) {
      return;
    }
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    if (encoding) {
      const { maxBitrate, maxFramerate, ...others } = encoding;
      parameters.encodings = [{ ...others, ...this.#encoding(kind) }];
      await sender.setParameters(parameters).catch(() => {});
    }
  }
}

/**
 * Puts the codec that the server asks for first, and leaves the others behind it for browsers that lack it.
 * @param {RTCRtpTransceiver} transceiver
 * @param {MediaKind} kind
 * @param {string} name as in SDP
 */
function preferCodec(transceiver, kind, name) {
  const codecs = RTCRtpSender.getCapabilities?.(kind)?.codecs ?? [];
  const wanted = `${kind}/${name}`.toLowerCase();
  const rank = (/** @type {RTCRtpCodec} */ codec) => (codec.mimeType.toLowerCase() === wanted ? h264Rank(codec) : 9);
  try {
    transceiver.setCodecPreferences?.([...codecs].sort((a, b) => rank(a) - rank(b)));
  } catch {
    // The browser's own order is good enough: the server takes what comes.
  }
}

/** What every browser decodes comes first: constrained baseline, packetization mode 1. @param {RTCRtpCodec} codec */
function h264Rank({ sdpFmtpLine = '' }) {
  const mode = sdpFmtpLine.includes('packetization-mode=1') ? 0 : 2;
  return mode + (/profile-level-id=42e0/i.test(sdpFmtpLine) ? 0 : 1);
}
