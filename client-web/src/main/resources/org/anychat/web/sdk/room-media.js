import { DirectMedia, stunServersOf } from './direct-media.js';
import { EdgeMedia } from './edge-media.js';
import { MediaPublisher } from './media-publisher.js';
import { MediaSubscriber } from './media-subscriber.js';
import { QualityReports } from './quality-reports.js';
import { SilenceWatch } from './silence-watch.js';
import { readStats, withoutHost } from './media-stats.js';
import { relayAddresses } from './nat-discovery.js';
import { requests } from './protocol.js';
import { TrackSwitch } from './track-switch.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {{video: boolean, audio: boolean, first: boolean, height: number}} MediaChoice */

/** @type {MediaKind[]} */
export const KINDS = ['video', 'audio'];

/** What counts of a user of whom nothing was said. @type {MediaChoice} */
const EVERYTHING = { video: true, audio: true, first: false, height: 0 };

/** The media connections of the room that a client is in, two with the relay and others with users; none outside of rooms. */
export class RoomMedia {
  #request;
  #local;
  #parameters;
  #emit;
  #reports;
  #silence;
  #onSuspicion;
  /** @type {MediaPublisher | null} */ #publisher = null;
  /** @type {MediaSubscriber | null} */ #subscriber = null;
  /** @type {TrackSwitch} */ #tracks;
  /** @type {DirectMedia} */ #direct;
  /** @type {EdgeMedia} */ #edges;
  /** What was said last of each user. @type {Map<number, MediaChoice>} */ #choices = new Map();
  /** Which connections with the relay have broken off. @type {Set<string>} */ #interrupted = new Set();
  /** What was said last of how many videos to receive; another object each time. */ #limit = { videos: 0 };

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {import('./local-media.js').LocalMedia} parts.local
   * @param {import('./media-parameters.js').MediaParameters} parts.parameters
   * @param {(event: any, detail: any) => void} parts.emit tells the application
   * @param {() => void} parts.onSuspicion the network may be another one
   * @param {(userId: number, kind: MediaKind) => boolean} parts.isOpen whether a user of the room has a kind open
   */
  constructor({ request, local, parameters, emit, onSuspicion, isOpen }) {
    this.#request = request;
    this.#local = local;
    this.#parameters = parameters;
    this.#emit = emit;
    this.#onSuspicion = onSuspicion;
    this.#tracks = new TrackSwitch({
      onTrack: ({ userId, kind, track }) => this.#emit('remoteTrack', { userId, kind, track }),
      onTrackRemoved: ({ userId, kind, track }) => this.#emit('remoteTrackRemoved', { userId, kind, track }),
      isOpen,
    });
    const others = {
      request,
      tracks: this.#tracks,
      track: (/** @type {MediaKind} */ kind) => local.track(kind),
      applyParameters: async (/** @type {RTCRtpSender} */ sender, /** @type {MediaKind} */ kind) => (
        this.#publisher?.applyToSender(sender, kind)),
      isOpen,
      iceServers: () => [...parameters.server.iceServers, ...stunServersOf(this.#relaySdp)],
    };
    this.#edges = new EdgeMedia({
      ...others,
      relayPc: () => this.#publisher?.pc ?? null,
      relayAddresses: () => relayAddresses(this.#relaySdp),
      rank: (kind) => this.#publisher?.rank(kind) ?? (() => 0),
      onAbilities: () => this.#direct.abilitiesChanged(),
    });
    this.#direct = new DirectMedia({
      ...others, mesh: () => this.#edges.abilities, onBroken: () => this.#publisher?.upload(true) });
    this.#silence = new SilenceWatch(() => this.tracks.map(({ receiver }) => receiver), onSuspicion);
    this.#reports = new QualityReports(request, async () => this.#received());
  }

  /** What is received of others now. @returns {import('./media-subscriber.js').RemoteTrack[]} */
  get tracks() {
    return this.#tracks.tracks;
  }

  /** What a relay has said of itself, or an empty text. */
  get #relaySdp() {
    return this.#subscriber?.relaySdp || (this.#publisher?.pc?.remoteDescription?.sdp ?? '');
  }

  /** Begins to send what is open and to receive, on entering a room. @param {number} roomId @param {number} ownId */
  start(roomId, ownId) {
    this.#publisher = new MediaPublisher({
      request: this.#request,
      parameters: this.#parameters,
      onState: (state, reason) => this.#onMediaState('publish', state, reason),
    });
    this.#subscriber = new MediaSubscriber({
      request: this.#request,
      iceServers: this.#parameters.server.iceServers,
      onTrack: (track) => this.#tracks.added(track),
      onTrackRemoved: (track) => this.#tracks.removed(track),
      onState: (state, reason) => this.#onMediaState('subscribe', state, reason),
    });
    for (const kind of KINDS) {
      this.#publisher.setTrack(kind, this.#local.track(kind), this.#local.limits(kind));
    }
    this.#publisher.start();
    this.#subscriber.start();
    this.#edges.start(roomId, ownId);
    this.#direct.start();
    this.#reports.start();
    this.#silence.start();
  }

  /** @param {string} direction @param {string} state @param {string} [reason] */
  #onMediaState(direction, state, reason) {
    if (state === 'interrupted') {
      this.#interrupted.add(direction);
      this.#onSuspicion();
    } else if (state === 'connected' && this.#interrupted.delete(direction)) {
      this.#edges.onNetwork();
    }
    this.#emit('mediaState', { direction, state, reason });
  }

  /** Ends both, on leaving a room. */
  stop() {
    this.#reports.stop();
    this.#silence.stop();
    this.#publisher?.stop();
    this.#subscriber?.stop();
    this.#direct.stop();
    this.#edges.stop();
    this.#tracks.clear();
    this.#publisher = this.#subscriber = null;
    this.#choices.clear();
    this.#interrupted.clear();
    this.#limit = { videos: 0 };
  }

  /**
   * Says what to receive of a user: the server takes all of it at once, so the rest is what was said last.
   * @param {number} userId
   * @param {Partial<MediaChoice>} wish
   */
  async select(userId, wish) {
    const old = this.#choices.get(userId) ?? EVERYTHING;
    const { video = old.video, audio = old.audio, first = old.first, height = old.height } = wish;
    const choice = { video, audio, first, height };
    this.#choices.set(userId, choice);
    this.#want(userId, video && audio);
    try {
      await this.#request(requests.selectMedia(userId, video, audio, first, height));
    } catch (error) {
      if (this.#choices.get(userId) === choice) {
        this.#choices.set(userId, old);
        this.#want(userId, old.video && old.audio);
      }
      throw error;
    }
  }

  /** @param {number} userId @param {boolean} everything whether all of a user may come directly */
  #want(userId, everything) {
    this.#edges.want(userId, everything);
    this.#direct.want(userId, everything);
  }

  /** How many videos to receive at once; the relay chooses them. @param {number} videos */
  async limitVideos(videos) {
    const old = this.#limit;
    const limit = { videos };
    this.#limit = limit;
    this.#direct.hold(videos > 0);
    try {
      await this.#request(requests.limitVideos(videos));
    } catch (error) {
      if (this.#limit === limit) {
        this.#limit = old;
        this.#direct.hold(old.videos > 0);
      }
      throw error;
    }
  }

  /** Direct connections, for the application. */
  get direct() {
    return this.#direct;
  }

  /** Edges of mesh trees, for the application. */
  get edges() {
    return this.#edges;
  }

  /** Users of the room have changed. */
  onRoster() {
    this.#tracks.refresh();
  }

  /** What the server says of direct connections. @param {string} event @param {any} body */
  onDirect(event, body) {
    switch (event) {
      case 'p2pTry':
        (body.stream ? this.#edges : this.#direct).try(body);
        break;
      case 'p2pSignal':
        if (!this.#edges.signal(body)) {
          this.#direct.signal(body);
        }
        break;
      case 'p2pStream':
        this.#edges.retime(body);
        break;
      case 'p2pClose':
        this.#onDirectEnd(body);
        break;
      case 'p2pNetwork':
        this.#edges.exploreNetwork(body.wanted);
        break;
      default:
        this.#publisher?.upload(body.needed);
    }
  }

  /** @param {{userId: number, attempt: number, graceMs: number}} body */
  #onDirectEnd(body) {
    if (body.graceMs === 0) {
      this.#edges.endAllWith(body.userId);
      this.#direct.end(body);
    } else if (!this.#edges.end(body)) {
      this.#direct.end(body);
    }
  }

  /** The link is back. Where media has gone on without it, nothing is done. @param {string[]} held by the relay */
  returned(held) {
    this.#publisher?.returned(held.includes('publish'));
    this.#subscriber?.returned(held.includes('subscribe'));
    this.#edges.anew();
    this.#direct.start();
  }

  /** Sends what is open of a kind now. @param {MediaKind} kind */
  async send(kind) {
    await Promise.all([
      this.#publisher?.setTrack(kind, this.#local.track(kind), this.#local.limits(kind)),
      this.#direct.send(kind),
      this.#edges.send(kind),
    ]);
  }

  /** Sends with the parameters that are in force now. */
  async applyParameters() {
    await Promise.all([this.#publisher?.applyParameters(), this.#direct.applyParameters(),
      this.#edges.applyParameters()]);
  }

  /** An offer of the relay. @param {{revision: number, sdp: string}} body */
  offer({ revision, sdp }) {
    this.#subscriber?.offer(revision, sdp);
  }

  /**
   * The room's media moved.
   * @param {boolean} there whether a relay is there now
   * @param {number} [graceMs] how long the former one goes on
   */
  moved(there, graceMs) {
    this.#publisher?.moved(there, graceMs);
    this.#subscriber?.moved(there, graceMs);
  }

  /** What the server says of a connection. @param {{direction: string, state: string, reason?: string}} body */
  onState({ direction, state, reason = 'The relay closed the connection.' }) {
    if (state === 'closed') {
      const connection = direction === 'publish' ? this.#publisher : this.#subscriber;
      connection?.closedByServer(reason);
    } else if (state === 'renegotiate') {
      this.#publisher?.renegotiate();
    }
  }

  /** How loud a user is now, 0 to 1. @param {number} userId */
  audioLevel(userId) {
    const audio = this.tracks.find((track) => track.userId === userId && track.kind === 'audio');
    return audio?.receiver.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }

  /** What comes in, whichever way. */
  async #received() {
    const { subscribe, direct, edges } = await this.stats();
    const incoming = [...direct, ...edges.filter(({ sends }) => !sends)];
    const tracks = [...subscribe.tracks, ...incoming.flatMap((connection) => connection.tracks)];
    return { ...subscribe, tracks };
  }

  /** The statistics of both connections with the relay, of the direct ones that carry something, and of edges. */
  async stats() {
    const tracks = this.tracks;
    const userOf = (/** @type {string} */ id) => tracks.find(({ track }) => track.id === id)?.userId;
    const [publish, subscribe, ...direct] = await Promise.all([
      readStats(this.#publisher?.pc ?? null, userOf),
      readStats(this.#subscriber?.pc ?? null, userOf),
      ...this.#direct.pcs.map((pc) => readStats(pc, userOf)),
    ]);
    const edges = await Promise.all(this.#edges.all.map(async ({ pc, publisher, userId, sends, carries, isPassedOn }) => {
      const stats = await readStats(pc, userOf);
      return { ...(isPassedOn ? withoutHost(stats) : stats), publisher, userId, sends, carries };
    }));
    return { publish, subscribe, direct, edges, forwards: this.#edges.forwards };
  }
}
