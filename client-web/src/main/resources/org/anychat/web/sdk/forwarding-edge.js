import { EDGE_KINDS, MeshEdge } from './mesh-edge.js';
import { PathRoom } from './path-room.js';

/** @typedef {import('./mesh-edge.js').EdgeOrder} EdgeOrder */
/** @typedef {import('./mesh-edge.js').EdgeHooks} EdgeHooks */
/** @typedef {import('./receiving-edge.js').ReceivingEdge} ReceivingEdge */
/** @typedef {import('./receiving-edge.js').ReceivedCodec} ReceivedCodec */
/** @typedef {import('./frame-guard.js').Outlet} Outlet */

const LOOK_MS = 200;
/** As far as the browser finds out what the network takes: it looks no further than the host's encoder may send. */
const MOST_BPS = 4_000_000;
/** So many frames have come in so long and not a packet has gone out, though there is room: it never will. */
const STANDS_FRAMES = 20;
const STANDS_MS = 5_000;

/**
 * The end at which a viewer passes on to another what it gets by an edge itself: whole frames with their trailers, as they came,
 * once they are verified, and nothing is encoded anew.
 */
export class ForwardingEdge extends MeshEdge {
  /** @type {ReceivingEdge | null} */ #parent;
  #codecs;
  /** @type {Partial<Record<string, Outlet>>} */ #outlets = {};
  #isConnected = false;
  #asked = 0;
  #room = new PathRoom();
  #sent = 0;
  #waitedMs = 0;
  /** When something went out last, and how much had come then. @type {{sent: number, come: number, sinceMs: number} | null} */
  #gone = null;

  /** @param {EdgeOrder} order @param {EdgeHooks} hooks @param {ReceivingEdge} parent by which the stream comes */
  constructor(order, hooks, parent) {
    super(order, hooks, { encodedInsertableStreams: true });
    this.#parent = parent;
    this.#codecs = parent.codecs;
  }

  get isPassedOn() {
    return true;
  }

  /** Makes the offer, in the codecs in which the stream comes and by their numbers, as frames keep them. */
  async begin() {
    const streams = [new MediaStream()];
    this.#codecs.forEach((codec) => this.#add(codec, streams));
    if (this.#codecs.length === 0) {
      throw new Error('there is nothing to pass on');
    }
    const { sdp = '' } = await this.pc.createOffer();
    await this.tell({ type: 'offer', sdp: renumbered(sdp, this.#codecs) });
  }

  /** @param {ReceivedCodec} codec @param {MediaStream[]} streams */
  #add(codec, streams) {
    const { kind, payloadType } = codec;
    const { guard } = this.hooks;
    const transceiver = this.pc.addTransceiver(kind === 'video' ? guard.host : kind, { direction: 'sendonly', streams });
    this.#outlets[kind] = guard.passOn(transceiver.sender, { kind, payloadType, onMisfit: () => this.fail() });
    transceiver.setCodecPreferences(offered(codec));
  }

  /** The viewer's answer. @param {string} sdp */
  async describe(sdp) {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
    if (!this.pc.getTransceivers().some(({ currentDirection }) => currentDirection === 'sendonly')) {
      throw new Error('none of the tracks is taken');
    }
    const video = this.pc.getSenders().find(({ track }) => track?.kind === 'video');
    const parameters = video?.getParameters();
    if (parameters?.encodings.length) {
      parameters.encodings[0].maxBitrate = MOST_BPS;
      await video?.setParameters(parameters).catch(() => {});
    }
  }

  async connected() {
    this.#isConnected = true;
    this.#passOn();
    await super.connected();
    while (!this.isSilent) {
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /**
   * The stream comes by another edge, and goes on; or, for now, by none. In a codec that was not offered it cannot.
   * @param {ReceivingEdge | null} parent
   */
  from(parent) {
    const has = (/** @type {ReceivedCodec} */ codec) => this.#codecs.some((own) => isSame(own, codec));
    if (parent && !parent.codecs.every(has)) {
      this.fail();
    } else if (!this.isSilent) {
      this.#parent = parent;
      this.#gone = null;
      this.#passOn();
    }
  }

  /** An edge is gone, by which the stream may still have come. @param {MeshEdge} edge */
  lose(edge) {
    if (this.#parent === edge) {
      this.from(null);
    }
  }

  #passOn() {
    if (this.#isConnected) {
      EDGE_KINDS.forEach((kind) => this.#outlets[kind]?.from(this.#parent?.source(kind) ?? 0));
    }
  }

  /** What the viewer asks for reaches nobody but the host's encoder, and what waits to be sent is to be seen there alone. */
  async #look() {
    const report = await this.pc.getStats().catch(() => new Map());
    const outbound = [...report.values()].filter(({ type }) => type === 'outbound-rtp');
    const { pliCount = 0, firCount = 0, packetsSent = 0, totalPacketSendDelay = 0 } = (
      outbound.find(({ kind }) => kind === 'video') ?? {});
    if (pliCount + firCount > this.#asked) {
      this.#asked = pliCount + firCount;
      this.#outlets.video?.askForKeyFrame();
    }
    const [sent, waitedMs] = [packetsSent - this.#sent, totalPacketSendDelay * 1_000 - this.#waitedMs];
    this.#sent += sent;
    this.#waitedMs += waitedMs;
    if (this.#room.look(sent, waitedMs, performance.now())) {
      this.#outlets.video?.room(this.#room.isThere);
    }
    if (this.#stands(outbound.reduce((sum, one) => sum + (one.packetsSent ?? 0), 0))) {
      this.fail();
    }
  }

  /** Whether what comes does not go out. @param {number} sent packets */
  #stands(sent) {
    const come = Object.values(this.#parent?.verdicts ?? {}).reduce((sum, { good }) => sum + good, 0);
    const nowMs = performance.now();
    const isFree = this.#room.isThere && this.pc.connectionState === 'connected';
    if (!this.#gone || sent > this.#gone.sent || !isFree) {
      this.#gone = { sent, come, sinceMs: nowMs };
    }
    return come - this.#gone.come >= STANDS_FRAMES && nowMs - this.#gone.sinceMs > STANDS_MS;
  }

  /** Whether nothing is passed on any more: one that is being given up goes on until its grace is over. */
  isSilent = false;

  async fallSilent() {
    this.#end();
  }

  #end() {
    this.isSilent = true;
    EDGE_KINDS.forEach((kind) => this.#outlets[kind]?.close());
  }

  close() {
    this.#end();
    super.close();
  }
}

/** @param {ReceivedCodec} one @param {ReceivedCodec} other */
function isSame(one, other) {
  return one.payloadType === other.payloadType && one.mimeType.toLowerCase() === other.mimeType.toLowerCase();
}

/** What of a codec makes it another one: how H.264 is packetized (RFC 6184 section 8.1), and the profile. @param {string} [fmtp] */
function traits(fmtp = '') {
  const of = (/** @type {RegExp} */ name) => name.exec(fmtp)?.[1] ?? '0';
  return [of(/packetization-mode=(\d)/), of(/profile(?:-level)?-id=(\w{1,4})/).toLowerCase()];
}

/**
 * A codec in which something comes, as this browser offers it, with retransmissions.
 * @param {ReceivedCodec} codec
 * @returns {RTCRtpCodec[]}
 */
function offered({ kind, mimeType, sdpFmtpLine }) {
  const all = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const [mode, profile] = traits(sdpFmtpLine);
  const rank = (/** @type {RTCRtpCodec} */ one) => {
    const [itsMode, itsProfile] = traits(one.sdpFmtpLine);
    return (itsMode === mode ? 2 : 0) + (itsProfile === profile ? 1 : 0);
  };
  const [best] = all.filter((one) => one.mimeType.toLowerCase() === mimeType.toLowerCase()).sort((a, b) => rank(b) - rank(a));
  return best ? [best, ...all.filter((one) => /\/rtx$/i.test(one.mimeType))] : [];
}

/**
 * Gives the one codec of each section the number by which its frames come, and its retransmissions one that is free.
 * @param {string} sdp
 * @param {ReceivedCodec[]} codecs
 */
function renumbered(sdp, codecs) {
  const taken = codecs.map(({ payloadType }) => payloadType);
  let free = 127;
  const another = () => {
    while (taken.includes(free)) {
      free--;
    }
    return free--;
  };
  return sdp.split(/^(?=m=)/m).map((section) => {
    const codec = codecs.find(({ kind }) => section.startsWith(`m=${kind}`));
    const [line, ...lines] = section.split('\r\n');
    const types = codec ? line.split(' ').slice(3) : [];
    const numbers = new Map(types.map((type, i) => [type, i === 0 ? codec?.payloadType : another()]));
    const renamed = (/** @type {string} */ type) => numbers.get(type) ?? type;
    const first = [...line.split(' ').slice(0, 3), ...line.split(' ').slice(3).map(renamed)].join(' ');
    return [first, ...lines.map((one) => one
      .replace(/^(a=(?:rtpmap|fmtp|rtcp-fb):)(\d+)/, (_, name, type) => `${name}${renamed(type)}`)
      .replace(/\bapt=(\d+)/, (_, type) => `apt=${renamed(type)}`))].join('\r\n');
  }).join('');
}
