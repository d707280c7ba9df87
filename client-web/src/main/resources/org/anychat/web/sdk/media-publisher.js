import { isScreen } from './devices.js';
import { MediaConnection } from './media-connection.js';
import { audioEncoding, degradationPreferences, videoEncoding } from './media-parameters.js';
import { requests } from './protocol.js';

/** Says in each packet of which layers it is (AV1 RTP specification, appendix A). */
const DEPENDENCY_DESCRIPTOR =
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./media-parameters.js').MediaParameters} MediaParameters */

/**
 * What the application wants of one track, whatever else is in force.
 * @typedef {object} Limits
 * @property {number} [bitrate] bit/s, 0 = quality first
 * @property {number} [fps] frames per second
 * @property {number} [width] pixels
 * @property {number} [height] pixels
 */

/**
 * @typedef {{track: MediaStreamTrack | null, transceiver: RTCRtpTransceiver | null, limits: Limits,
 *   applied: Promise<void>}} Slot `applied`: changes of a sender's parameters come one after the other
 */

/**
 * Sends the client's camera and microphone on one RTCPeerConnection. A kind gets its media section when it is first
 * opened; after that muting and changing the device need no negotiation. Negotiations run one after the other.
 */
export class MediaPublisher {
  /** @type {(message: object) => Promise<any>} */ #request;
  /** @type {MediaConnection} */ #connection;
  /** @type {MediaParameters} */ #parameters;
  /** @type {Record<MediaKind, Slot>} */
  #slots = {
    video: newSlot(),
    audio: newSlot(),
  };
  #stream = new MediaStream();
  #layered = false;
  /** The connection to the relay that the client is leaving. @type {RTCPeerConnection | null} */ #former = null;
  #started = false;
  #uploads = true;
  #restarting = false;
  #dirty = false;
  /** What the relay was told last, as text. */
  #toldRelay = '';
  /** @type {Promise<void> | null} */ #negotiating = null;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {MediaParameters} parts.parameters
   * @param {(state: import('./media-connection.js').MediaState, reason?: string) => void} parts.onState
   */
  constructor({ request, parameters, onState }) {
    this.#request = request;
    this.#parameters = parameters;
    this.#connection = new MediaConnection({
      onState, onInterrupted: () => this.#restart(), onBroken: () => this.#rebuild() });
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
    this.#closeFormer();
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
      await this.#applyTo(kind);
    } else if (this.#started) {
      await this.#negotiateIfNeeded();
    }
  }

  /**
   * Sends with the parameters that are in force now: at once, but for what the relay has a part in (key frames, the
   * sound's format, another codec), which takes one more offer.
   * @returns {Promise<void>} when it is so, or a new attempt is planned
   */
  async applyParameters() {
    await Promise.all([this.#applyTo('video'), this.#applyTo('audio')]);
    if (this.#slots.video.transceiver) {
      this.#chooseCodec(this.#slots.video.transceiver, 'video');
    }
    if (this.#toldRelay && this.#toldRelay !== this.#forRelay()) {
      await this.#negotiate();
    }
  }

  /**
   * Whether the relay is to get anything: where nobody gets it from there, it does not.
   * @param {boolean} needed
   */
  upload(needed) {
    if (this.#uploads !== needed) {
      this.#uploads = needed;
      this.#applyTo('video');
      this.#applyTo('audio');
    }
  }

  /**
   * Has a sender of another connection send a kind as the relay gets it.
   * @param {RTCRtpSender} sender
   * @param {MediaKind} kind
   */
  async applyToSender(sender, kind) {
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    if (encoding) {
      // One viewer needs no layers: its own bandwidth is the encoder's.
      const { scalabilityMode, ...plain } = /** @type {any} */ (this.#encoding(kind));
      parameters.encodings = [{ ...encoding, ...plain, active: true }];
      await sender.setParameters(parameters);
    }
  }

  /** Which codecs another connection is to send first: those that the relay gets. @param {MediaKind} kind */
  rank(kind) {
    const { webCodecs } = this.#parameters.server;
    return codecRank(kind, kind === 'video' ? this.#parameters.effective.video.codec : webCodecs.audio);
  }

  /**
   * The relay would choose another codec, since somebody in the room does not decode what it took: the same offered
   * once more brings it about.
   */
  renegotiate() {
    if (this.#started && this.#connection.pc) {
      this.#negotiate();
    }
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
   * @param {number} [graceMs] how long the old relay goes on: others look at it until they have changed over too
   */
  moved(there, graceMs = 0) {
    if (!this.#started) {
      return;
    }
    this.#closeFormer();
    if (graceMs > 0) {
      const former = this.#connection.release();
      this.#former = former;
      setTimeout(() => former === this.#former && this.#closeFormer(), graceMs);
    }
    this.#forgetConnection();
    if (there) {
      this.#negotiateIfNeeded();
    }
  }

  /**
   * The link is back. Where media goes on without it, nothing is done; else ICE is restarted, or all built anew.
   * @param {boolean} held whether the relay still has the connection
   */
  async returned(held) {
    const pc = this.#connection.pc;
    if (!this.#started) {
      return;
    }
    if (!held || !pc || pc.connectionState === 'closed') {
      this.#rebuild();
    } else if (!(await this.#connection.hears()) && pc === this.#connection.pc) {
      this.#restart();
    }
  }

  /** Looks for another path; where the link is lost, as soon as it is back. */
  #restart() {
    const pc = this.#connection.pc;
    if (this.#started && pc && !this.#restarting) {
      this.#restarting = true;
      pc.restartIce();
      this.#negotiate().finally(() => {
        this.#restarting = false;
      });
    }
  }

  #closeFormer() {
    this.#former?.close();
    this.#former = null;
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
    return this.#needsNegotiation() ? this.#negotiate() : (this.#negotiating ?? Promise.resolve());
  }

  #negotiate() {
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
      const pc = this.#connection.pc ?? this.#connection.create(this.#parameters.server.iceServers);
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
    await this.#applyTo('video');
    await pc.setLocalDescription();
    this.#toldRelay = this.#forRelay();
    const reply = await this.#request(requests.publish(pc.localDescription?.sdp ?? '', this.#parameters.forRelay));
    if (pc !== this.#connection.pc) {
      return;
    }
    await pc.setRemoteDescription({ type: 'answer', sdp: reply.sdp });
    for (const slot of Object.values(this.#slots)) {
      // Muted or changed while the answer was under way.
      await slot.transceiver?.sender.replaceTrack(slot.track);
    }
    await Promise.all([this.#applyTo('video'), this.#applyTo('audio')]);
  }

  /** @param {RTCPeerConnection} pc @param {MediaKind} kind */
  #addSection(pc, kind) {
    const slot = this.#slots[kind];
    if (slot.transceiver || !slot.track) {
      return;
    }
    const { scalabilityMode, ...plain } = /** @type {any} */ (this.#encoding(kind));
    // Set afterwards: only then is it known whether the codec has it.
    slot.transceiver = pc.addTransceiver(slot.track, {
      direction: 'sendonly',
      streams: [this.#stream],
      sendEncodings: [{ ...plain, active: this.#uploads }],
    });
    this.#chooseCodec(slot.transceiver, kind);
  }

  /** @param {RTCRtpTransceiver} transceiver @param {MediaKind} kind */
  #chooseCodec(transceiver, kind) {
    const servers = this.#parameters.server.webCodecs[kind];
    const own = kind === 'video' ? this.#parameters.effective.video.codec : servers;
    preferCodec(transceiver, kind, own, own !== servers);
    if (kind === 'video' && this.#isLayered()) {
      offerExtension(transceiver, DEPENDENCY_DESCRIPTOR);
    }
  }

  /** Whether layers are asked for, or have been: what has been offered for them stays. */
  #isLayered() {
    this.#layered ||= Boolean(this.#parameters.effective.video.scalabilityMode);
    return this.#layered;
  }

  /** Everything that only a new offer brings to the relay. */
  #forRelay() {
    const { video, audio } = this.#parameters.effective;
    return JSON.stringify([video.gop, video.codec, this.#isLayered(), audio]);
  }

  /** The parameters of a kind with the application's wish for this one track over them. @param {MediaKind} kind */
  #wish(kind) {
    const own = Object.entries(this.#slots[kind].limits).filter(([, value]) => value !== undefined);
    return { ...this.#parameters.effective[kind], ...Object.fromEntries(own) };
  }

  /** @param {MediaKind} kind @returns {RTCRtpEncodingParameters} */
  #encoding(kind) {
    const wish = /** @type {any} */ (this.#wish(kind));
    if (kind === 'audio') {
      return audioEncoding(wish);
    }
    const { track, limits } = this.#slots.video;
    const keepsSize = !track || (isScreen(track) && !limits.width);
    return videoEncoding(wish, keepsSize ? {} : track.getSettings());
  }

  /** @param {MediaKind} kind @returns {Promise<void>} does not reject */
  #applyTo(kind) {
    const slot = this.#slots[kind];
    slot.applied = slot.applied.then(() => this.#applyNow(kind)).catch(() => {});
    return slot.applied;
  }

  /** @param {MediaKind} kind */
  async #applyNow(kind) {
    const sender = this.#slots[kind].transceiver?.sender;
    if (!sender) {
      return;
    }
    const preferences = kind === 'video' ? degradationPreferences(/** @type {any} */ (this.#wish('video'))) : [undefined];
    for (const preference of preferences) {
      if (await this.#setParameters(sender, kind, preference)) {
        return;
      }
    }
    await this.#setParameters(sender, kind, undefined);
  }

  /**
   * @param {RTCRtpSender} sender
   * @param {MediaKind} kind
   * @param {string | undefined} degradationPreference
   * @param {boolean} [plain] without layers
   * @returns {Promise<boolean>} false where the browser does not know the preference
   */
  async #setParameters(sender, kind, degradationPreference, plain = false) {
    const parameters = /** @type {any} */ (sender.getParameters());
    const [encoding] = parameters.encodings ?? [];
    if (!encoding) {
      return true;
    }
    const { maxBitrate, maxFramerate, scaleResolutionDownBy, scalabilityMode, ...others } = encoding;
    const wanted = { ...others, ...this.#encoding(kind), active: this.#uploads };
    const layered = Boolean(wanted.scalabilityMode) && !plain;
    parameters.encodings = [{ ...wanted, scalabilityMode: layered ? wanted.scalabilityMode : undefined }];
    try {
      await sender.setParameters({ ...parameters, ...(degradationPreference && { degradationPreference }) });
      return true;
    } catch (error) {
      // The codec that is sent has no such layers.
      return layered
        ? this.#setParameters(sender, kind, degradationPreference, true)
        : !(error instanceof TypeError);
    }
  }
}

/** @returns {Slot} */
function newSlot() {
  return { track: null, transceiver: null, limits: {}, applied: Promise.resolve() };
}

/**
 * Puts the codec that is asked for first, and leaves the others behind it for browsers that lack it.
 * @param {RTCRtpTransceiver} transceiver
 * @param {MediaKind} kind
 * @param {string} name as in SDP
 * @param {boolean} alone whether to leave the others out: the relay would choose the server's
 */
function preferCodec(transceiver, kind, name, alone) {
  const codecs = RTCRtpSender.getCapabilities?.(kind)?.codecs ?? [];
  const wanted = `${kind}/${name}`.toLowerCase();
  const isWanted = (/** @type {RTCRtpCodec} */ { mimeType }) => mimeType.toLowerCase() === wanted;
  const rank = codecRank(kind, name);
  const taken = alone && codecs.some(isWanted)
    ? codecs.filter((codec) => isWanted(codec) || codec.mimeType.toLowerCase() === `${kind}/rtx`)
    : codecs;
  try {
    transceiver.setCodecPreferences?.([...taken].sort((a, b) => rank(a) - rank(b)));
  } catch {
    // The browser's own order is good enough: the server takes what comes.
  }
}

/**
 * Offers a header extension that the browser has, but not in every offer. Where it cannot be chosen, the browser does as it
 * likes.
 * @param {RTCRtpTransceiver} transceiver
 * @param {string} wanted its URI
 */
function offerExtension(transceiver, wanted) {
  const chooser = /** @type {any} */ (transceiver);
  try {
    const extensions = chooser.getHeaderExtensionsToNegotiate?.() ?? [];
    chooser.setHeaderExtensionsToNegotiate?.(extensions.map((/** @type {any} */ extension) => (
      extension.uri === wanted ? { ...extension, direction: 'sendrecv' } : extension)));
  } catch {
    // The relay takes layers apart by the payload then, where the codec names them.
  }
}

/**
 * The smaller the sooner a codec is to be taken.
 * @param {MediaKind} kind
 * @param {string} name as in SDP, of the one that is asked for
 * @returns {(codec: RTCRtpCodec) => number}
 */
function codecRank(kind, name) {
  const wanted = `${kind}/${name}`.toLowerCase();
  return (codec) => (codec.mimeType.toLowerCase() === wanted ? h264Rank(codec) : 9);
}

/** What every browser decodes comes first: constrained baseline, packetization mode 1. @param {RTCRtpCodec} codec */
function h264Rank({ sdpFmtpLine = '' }) {
  const mode = sdpFmtpLine.includes('packetization-mode=1') ? 0 : 2;
  return mode + (/profile-level-id=42e0/i.test(sdpFmtpLine) ? 0 : 1);
}
