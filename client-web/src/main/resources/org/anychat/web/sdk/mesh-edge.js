import { gathered } from './direct-connection.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */

/** @type {MediaKind[]} */
export const EDGE_KINDS = ['audio', 'video'];

/**
 * What the server says of an edge when it has it made.
 * @typedef {{userId: number, attempt: number, offers: boolean,
 *   stream: {publisher: number, generation: number, ttl: number, sends: boolean, key: string}}} EdgeOrder
 */

/**
 * What an edge needs of its surroundings, and tells them.
 * @typedef {object} EdgeHooks
 * @property {number} roomId
 * @property {RTCIceServer[]} iceServers
 * @property {import('./frame-guard.js').FrameGuard} guard
 * @property {import('./track-switch.js').TrackSwitch} tracks what the application has
 * @property {(kind: MediaKind) => MediaStreamTrack | null} track what is open here
 * @property {(sender: RTCRtpSender, kind: MediaKind) => Promise<void>} applyParameters
 * @property {(kind: MediaKind) => (codec: RTCRtpCodec) => number} rank which codecs come first
 * @property {(userId: number, kind: MediaKind) => boolean} isOpen whether a user has a kind open
 * @property {(edge: any, sdp: string) => Promise<any>} signal tells the other end
 * @property {(edge: any, state: string) => void} report tells the server
 * @property {(edge: any) => void} onCarries the application has what comes by it
 * @property {(edge: any) => void} onForged something came that is not as the publisher has signed it
 * @property {(edge: any) => void} onFailed it has not come about, or is gone; once, and not after it was given up
 */

/**
 * One end of an edge of a mesh tree: a connection on which one user sends another one publisher's stream, and which is never
 * negotiated again.
 */
export class MeshEdge {
  #order;
  #hooks;
  #pc;
  #taken = false;
  #over = false;
  #connected = false;
  #generation;
  #ttl;

  /** @param {EdgeOrder} order @param {EdgeHooks} hooks @param {object} [configuration] of the connection, besides what all have */
  constructor(order, hooks, configuration) {
    this.#order = order;
    this.#generation = order.stream.generation;
    this.#ttl = order.stream.ttl;
    this.#hooks = hooks;
    const { iceServers } = hooks;
    this.#pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', ...configuration });
    this.#pc.onconnectionstatechange = () => this.#onState();
  }

  /** The user at the other end. */
  get userId() {
    return this.#order.userId;
  }

  /** What the edge is called. */
  get attempt() {
    return this.#order.attempt;
  }

  /** Whose stream goes by it. */
  get publisher() {
    return this.#order.stream.publisher;
  }

  get sends() {
    return this.#order.stream.sends;
  }

  /** Whether what goes out by it is another's stream, which this end has not encoded. */
  get isPassedOn() {
    return false;
  }

  /** How many hops may follow. */
  get ttl() {
    return this.#ttl;
  }

  /** Somebody further up has moved. What is of an earlier plan counts no more. @param {number} generation @param {number} ttl */
  retime(generation, ttl) {
    if (generation >= this.#generation) {
      this.#generation = generation;
      this.#ttl = ttl;
    }
  }

  /** By which the publisher signs. */
  get key() {
    return this.#order.stream.key;
  }

  /** The peer connection, for statistics. */
  get pc() {
    return this.#pc;
  }

  get hooks() {
    return this.#hooks;
  }

  get isOver() {
    return this.#over;
  }

  /** One way to the other end, in milliseconds, where this end measures it. @returns {number | undefined} */
  get delayMs() {
    return undefined;
  }

  /** What the application may have of it. @returns {import('./media-subscriber.js').RemoteTrack[]} */
  get tracks() {
    return [];
  }

  /** Whether the application has what comes by it. */
  get carries() {
    return false;
  }

  /** Takes what the other end says, once. Whatever it is, it costs no more than this edge. @param {string} sdp */
  async take(sdp) {
    if (!this.#taken && !this.#over) {
      this.#taken = true;
      await this.describe(sdp).catch(() => this.fail());
    }
  }

  /** @param {string} _sdp of the other end @returns {Promise<void>} */
  async describe(_sdp) {
    throw new Error('not known which end this is');
  }

  /** Describes this end, and tells the other. @param {RTCSessionDescriptionInit} [description] where it is not the usual one */
  async tell(description) {
    await this.#pc.setLocalDescription(description);
    await gathered(this.#pc);
    if (!this.#over) {
      await this.#hooks.signal(this, withoutStrays(this.#pc.localDescription?.sdp ?? ''));
    }
  }

  /** The two ends have found each other. */
  async connected() {
    this.report('connected');
  }

  /** @param {string} state */
  report(state) {
    if (!this.#over) {
      this.#hooks.report(this, state);
    }
  }

  fail() {
    if (!this.#over) {
      this.#over = true;
      this.#hooks.onFailed(this);
    }
  }

  /** Whether it is being given up or not. */
  forged() {
    this.#over = true;
    this.#hooks.onForged(this);
  }

  /** It is being given up: nothing is reported any more. */
  giveUp() {
    this.#over = true;
  }

  /** Sends nothing any more. */
  async fallSilent() {}

  close() {
    this.#over = true;
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }

  #onState() {
    const state = this.#pc.connectionState;
    if (state === 'connected' && !this.#connected && !this.#over) {
      this.#connected = true;
      this.connected();
    } else if (state === 'failed' || state === 'closed') {
      this.fail();
    }
  }
}

/**
 * Of codecs that are not offered Firefox leaves some lines, for which Chromium refuses the whole.
 * @param {string} sdp
 */
function withoutStrays(sdp) {
  const [head, ...sections] = sdp.split(/^(?=m=)/m);
  const clean = sections.map((section) => {
    const [line, ...others] = section.split('\r\n');
    const types = line.split(' ').slice(3);
    const isStray = (/** @type {string} */ other) => {
      const type = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(other)?.[1];
      return type !== undefined && !types.includes(type);
    };
    return [line, ...others.filter((other) => !isStray(other))].join('\r\n');
  });
  return [head, ...clean].join('');
}
