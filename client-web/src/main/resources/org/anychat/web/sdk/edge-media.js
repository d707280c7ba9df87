import { Forwarding } from './forwarding.js';
import { ForwardingEdge } from './forwarding-edge.js';
import { FrameGuard } from './frame-guard.js';
import { EDGE_KINDS } from './mesh-edge.js';
import { NetworkReports } from './network-reports.js';
import { requests } from './protocol.js';
import { ReceivingEdge } from './receiving-edge.js';
import { SendingEdge } from './sending-edge.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./mesh-edge.js').MeshEdge} MeshEdge */
/** @typedef {import('./mesh-edge.js').EdgeOrder} EdgeOrder */

/** As with direct connections, of a client that comes back: the others may get something for so long. */
const GRACE_MS = 2_000;
/** What a user has at once; a stream that changes over to another source has two for a while. */
const MOST_EDGES = 30;
/** Those that are being given up included: however quickly they are ordered and given up. */
const MOST_AT_ONCE = 64;

/**
 * A client's edges of mesh trees (`RoutingPolicy=3`), each named by its attempt's number. It knows of no other edges, and makes
 * none but those that the server orders. A browser sends its own stream by them, and passes others' on where it can.
 */
export class EdgeMedia {
  #request;
  #parts;
  /** @type {Map<number, MeshEdge>} by attempt */ #edges = new Map();
  /** @type {Set<MeshEdge>} those that are being given up */ #leaving = new Set();
  #forwarding = new Forwarding(() => [...this.#edges.values()]);
  /** @type {Set<number>} whom the application does not want everything of */ #declined = new Set();
  /** Who signs; null where the browser cannot, undefined until that is known. @type {FrameGuard | null | undefined} */ #guard;
  /** @type {object | null} another one each time that a room is entered */ #stay = null;
  #roomId = 0;
  #ownId = 0;
  /** As the application has said. @type {number | undefined} */ #upBps;
  #network;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {import('./track-switch.js').TrackSwitch} parts.tracks what the application has
   * @param {(kind: MediaKind) => MediaStreamTrack | null} parts.track what is open here
   * @param {(sender: RTCRtpSender, kind: MediaKind) => Promise<void>} parts.applyParameters
   * @param {(kind: MediaKind) => (codec: RTCRtpCodec) => number} parts.rank which codecs come first
   * @param {(userId: number, kind: MediaKind) => boolean} parts.isOpen whether a user has a kind open
   * @param {() => RTCIceServer[]} parts.iceServers
   * @param {() => RTCPeerConnection | null} parts.relayPc by which the relay gets what this client sends
   * @param {() => import('./nat-discovery.js').Server[]} parts.relayAddresses as the relay has named them
   * @param {() => void} parts.onAbilities they have changed: the server is to hear of them
   */
  constructor({ request, ...parts }) {
    this.#request = request;
    this.#parts = parts;
    this.#network = new NetworkReports({ request, ...parts });
  }

  /** A stay in a room begins, with a key pair of its own. @param {number} roomId @param {number} ownId */
  async start(roomId, ownId) {
    this.#roomId = roomId;
    this.#ownId = ownId;
    const stay = (this.#stay = {});
    const guard = await FrameGuard.make();
    if (this.#stay !== stay) {
      guard?.close();
      return;
    }
    this.#guard = guard;
    if (guard) {
      guard.onBroken = () => this.#onBroken();
    }
    this.#network.measure(this.#upBps === undefined);
    this.#parts.onAbilities();
  }

  /** The link is back: what the server has said of edges meanwhile may not have come. */
  anew() {
    this.#network.stop();
    [...this.#edges.values()].forEach((edge) => this.#leave(edge, GRACE_MS));
  }

  /** Ends all of them, on leaving a room. */
  stop() {
    this.#stay = null;
    [...this.#edges.values(), ...this.#leaving].forEach((edge) => this.#drop(edge));
    this.#declined.clear();
    this.#guard?.close();
    this.#guard = undefined;
    this.#network.stop();
  }

  /**
   * What the server is told that this client can do in a tree: undefined until that is known, null where it is nothing.
   * @returns {{forwards: string, upBps: number, key: string} | null | undefined}
   */
  get abilities() {
    return this.#guard && { forwards: this.forwards, upBps: this.#upBps ?? 0, key: this.#guard.key };
  }

  /** What this client passes on of others' streams: whole frames, or nothing. @returns {'frames' | 'none'} */
  get forwards() {
    return this.#guard && Forwarding.isPossible && this.#upBps !== 0 ? 'frames' : 'none';
  }

  /** How much this client can send in all, in bit/s; undefined as it is measured. @param {number | undefined} upBps */
  upBandwidth(upBps) {
    if (this.#upBps !== upBps) {
      this.#upBps = upBps;
      if (this.#guard) {
        this.#network.measure(upBps === undefined);
        this.#parts.onAbilities();
      }
    }
  }

  /** The server wants to know of this client's network, or no longer. @param {boolean} wanted */
  exploreNetwork(wanted) {
    this.#network.want(wanted && Boolean(this.#guard));
  }

  /** The network may be another one. */
  onNetwork() {
    this.#network.changed();
  }

  /** Sends what is open of a kind now. @param {MediaKind} kind */
  async send(kind) {
    await Promise.all(this.#sending.map((edge) => edge.send(kind)));
  }

  /** Sends with the parameters that are in force now. */
  async applyParameters() {
    await Promise.all(this.#sending.flatMap((edge) => EDGE_KINDS.map((kind) => edge.applyParameters(kind))));
  }

  get #sending() {
    const all = [...this.#edges.values(), ...this.#leaving];
    return all.flatMap((edge) => (edge instanceof SendingEdge ? [edge] : []));
  }

  /** The application wants everything of a user, or not. @param {number} userId @param {boolean} everything */
  want(userId, everything) {
    if (everything) {
      this.#declined.delete(userId);
    } else if (!this.#declined.has(userId)) {
      this.#declined.add(userId);
      const its = [...this.#edges.values()].filter(({ sends, publisher }) => !sends && publisher === userId);
      its.forEach((edge) => edge.report('declined'));
    }
  }

  /** The edges that are there, for statistics. @returns {MeshEdge[]} */
  get all() {
    return [...this.#edges.values()].filter(({ pc }) => pc.connectionState === 'connected');
  }

  /** The server has an edge made. @param {EdgeOrder} order */
  try(order) {
    const { attempt, stream } = order;
    const before = this.#edges.get(attempt);
    if (before) {
      this.#drop(before);
    }
    if (!stream.sends && this.#declined.has(stream.publisher)) {
      this.#report(order, 'declined');
    } else if (!this.#guard || !this.#isSensible(order) || !this.#hasRoom(order)) {
      this.#report(order, 'failed');
    } else {
      const edge = this.#edge(order, this.#guard);
      this.#edges.set(attempt, edge);
      if (edge instanceof SendingEdge || edge instanceof ForwardingEdge) {
        edge.begin().catch(() => edge.fail());
      }
    }
  }

  /** Whoever sends offers. A client sends what is its own, or what it gets itself, and gets what is another's. @param {EdgeOrder} order */
  #isSensible(order) {
    const { userId, offers, stream: { publisher, sends, key } } = order;
    const own = publisher === this.#ownId;
    const isPassed = () => this.forwards !== 'none' && this.#forwarding.fits(order);
    const isPossible = sends ? (own ? key === this.#guard?.key : isPassed()) : !own;
    return userId !== this.#ownId && offers === sends && isPossible;
  }

  /** @param {EdgeOrder} order */
  #hasRoom({ stream }) {
    const edges = [...this.#edges.values()];
    const moving = edges.filter(({ sends, publisher }) => !sends && publisher === stream.publisher).length;
    const streams = new Set(edges.filter(({ sends }) => !sends).map(({ publisher }) => publisher));
    const moves = !stream.sends && moving === 1;
    const count = streams.size + edges.filter(({ sends }) => sends).length + (moves ? 0 : 1);
    return edges.length + this.#leaving.size < MOST_AT_ONCE && (stream.sends || moving <= 1) && count <= MOST_EDGES;
  }

  /** @param {EdgeOrder} order @param {FrameGuard} guard */
  #edge(order, guard) {
    const { tracks, track, applyParameters, rank, isOpen, iceServers } = this.#parts;
    const { publisher, sends } = order.stream;
    /** @type {import('./mesh-edge.js').EdgeHooks} */
    const hooks = {
      roomId: this.#roomId,
      iceServers: iceServers(),
      guard,
      tracks,
      track,
      applyParameters,
      rank,
      isOpen,
      signal: ({ userId, attempt }, sdp) => this.#request(requests.p2pSignal(userId, attempt, sdp)),
      report: (edge, state) => this.#report(edge, state, edge.delayMs),
      onCarries: (edge) => this.#onCarries(edge),
      onForged: (edge) => this.#onForged(edge),
      onFailed: (edge) => this.#onFailed(edge),
    };
    if (!sends) {
      return new ReceivingEdge(order, hooks);
    }
    const parent = this.#forwarding.parent(publisher);
    const isOwn = publisher === this.#ownId;
    return isOwn ? new SendingEdge(order, hooks) : new ForwardingEdge(order, hooks, /** @type {ReceivingEdge} */ (parent));
  }

  /** The other end's description. @param {{userId: number, attempt: number, sdp: string}} body @returns {boolean} of an edge */
  signal({ userId, attempt, sdp }) {
    const edge = this.#edges.get(attempt);
    if (edge?.userId !== userId) {
      return false;
    }
    edge.take(sdp);
    return true;
  }

  /**
   * Somebody further up has moved: of one edge it is said anew how many hops may follow, of others it may be about to be.
   * @param {{attempt: number, generation: number, ttl: number}} body
   */
  retime({ attempt, generation, ttl }) {
    const edge = this.#edges.get(attempt);
    if (edge) {
      edge.retime(generation, ttl);
      this.#forwarding.settle(edge.publisher);
    }
  }

  /** The server has one given up, with a grace. @param {{userId: number, attempt: number, graceMs: number}} body */
  end({ userId, attempt, graceMs }) {
    const edge = this.#edges.get(attempt);
    if (edge?.userId !== userId) {
      return false;
    }
    this.#leave(edge, graceMs);
    return true;
  }

  /** Nothing may go to a user any more: all edges with it end at once, those that are being given up included. @param {number} userId */
  endAllWith(userId) {
    const all = [...this.#edges.values(), ...this.#leaving];
    all.filter((edge) => edge.userId === userId).forEach((edge) => this.#drop(edge));
  }

  /** The worker does not run: nothing can be verified. */
  #onBroken() {
    this.#guard?.close();
    this.#guard = null;
    this.#network.stop();
    [...this.#edges.values()].forEach((edge) => edge.fail());
    this.#parts.onAbilities();
  }

  /** @param {ReceivingEdge} edge */
  #onCarries(edge) {
    if (this.#edges.get(edge.attempt) === edge) {
      this.#forwarding.onCarries(edge);
    }
  }

  /** At once: nothing of it is shown, or passed on, any more. @param {MeshEdge} edge */
  #onForged(edge) {
    if (this.#edges.get(edge.attempt) === edge) {
      this.#report(edge, 'forged');
    }
    this.#drop(edge);
  }

  /** @param {MeshEdge} edge */
  #onFailed(edge) {
    if (this.#edges.get(edge.attempt) === edge) {
      this.#report(edge, 'failed');
      this.#leave(edge, 0);
    }
  }

  /**
   * Gives one up: something else takes the place of its tracks, and after a grace nothing is sent any more.
   * @param {MeshEdge} edge
   * @param {number} graceMs
   */
  async #leave(edge, graceMs) {
    this.#edges.delete(edge.attempt);
    this.#forwarding.onLeft(edge);
    this.#leaving.add(edge);
    edge.giveUp();
    const silence = async () => {
      if (graceMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, graceMs));
      }
      await edge.fallSilent();
    };
    await Promise.all([this.#parts.tracks.giveBack(edge.tracks), silence()]);
    this.#drop(edge);
  }

  /** @param {MeshEdge} edge */
  #drop(edge) {
    if (this.#edges.get(edge.attempt) === edge) {
      this.#edges.delete(edge.attempt);
    }
    this.#forwarding.onGone(edge);
    this.#leaving.delete(edge);
    this.#parts.tracks.drop(edge.tracks);
    edge.close();
  }

  /** @param {{userId: number, attempt: number}} edge @param {string} state @param {number} [delayMs] */
  #report({ userId, attempt }, state, delayMs) {
    // What the server does not take any more it has decided otherwise.
    this.#request(requests.p2pReport(userId, attempt, state, delayMs)).catch(() => {});
  }
}
