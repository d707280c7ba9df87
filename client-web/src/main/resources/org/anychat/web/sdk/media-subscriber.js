import { Changeover } from './media-changeover.js';
import { MediaConnection } from './media-connection.js';
import { requests } from './protocol.js';

/** An offer that has not come so long after the server closed what there was is not under way. */
const UNOFFERED_MS = 2_000;

/** @typedef {import('./devices.js').MediaKind} MediaKind */

/**
 * A media section of an offer that carries somebody's camera or microphone.
 * @typedef {{mid: string, userId: number, kind: MediaKind}} OfferedTrack
 */

/**
 * Media of another user.
 * @typedef {{userId: number, kind: MediaKind, track: MediaStreamTrack, receiver: RTCRtpReceiver}} RemoteTrack
 */

/**
 * Receives what the others of the room send: answers the relay's offers, the newest only, one after the other, and
 * maps tracks to users. A media section may change hands (its msid changes); the map follows the offers, not the
 * browser's track events, which differ between browsers there.
 */
export class MediaSubscriber {
  /** @type {(message: object) => Promise<any>} */ #request;
  /** @type {MediaConnection} */ #connection;
  /** @type {RTCIceServer[]} */ #iceServers;
  /** @type {(track: RemoteTrack) => void} */ #onTrack;
  /** @type {(track: RemoteTrack) => void} */ #onTrackRemoved;
  /** @type {Map<string, RemoteTrack>} */ #tracks = new Map();
  /** @type {Changeover | null} */ #changeover = null;
  /** @type {{revision: number, sdp: string} | null} */ #newest = null;
  #session = '';
  #started = false;
  #restarting = false;
  #asked = 0;
  /** @type {Promise<void> | null} */ #answering = null;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {RTCIceServer[]} parts.iceServers
   * @param {(track: RemoteTrack) => void} parts.onTrack
   * @param {(track: RemoteTrack) => void} parts.onTrackRemoved
   * @param {(state: import('./media-connection.js').MediaState, reason?: string) => void} parts.onState
   */
  constructor({ request, iceServers, onTrack, onTrackRemoved, onState }) {
    this.#request = request;
    this.#iceServers = iceServers;
    this.#onTrack = onTrack;
    this.#onTrackRemoved = onTrackRemoved;
    this.#connection = new MediaConnection({
      onState, onInterrupted: () => this.#restart(), onBroken: () => this.#subscribeAnew() });
  }

  /** The peer connection, for statistics. @returns {RTCPeerConnection | null} */
  get pc() {
    return this.#connection.pc;
  }

  /** The relay's newest offer, or an empty text. @returns {string} */
  get relaySdp() {
    return this.#connection.pc?.remoteDescription?.sdp ?? '';
  }

  /** What is received now. @returns {RemoteTrack[]} */
  get tracks() {
    const here = [...this.#tracks.values()].filter((track) => !this.#changeover?.isWaiting(track));
    return [...(this.#changeover?.tracks ?? []), ...here];
  }

  /**
   * Asks for what others send, on entering a room.
   * @returns {Promise<void>} when asked, or a new attempt is planned
   */
  async start() {
    this.#started = true;
    this.#asked++;
    try {
      await this.#request(requests.subscribe());
    } catch (error) {
      if (this.#started) {
        this.#connection.fail(/** @type {Error} */ (error).message);
      }
    }
  }

  /** Stops to receive, on leaving a room. */
  stop() {
    this.#started = false;
    this.#forgetConnection();
    this.#changeover?.end();
    this.#changeover = null;
  }

  /**
   * An offer from the relay.
   * @param {number} revision
   * @param {string} sdp
   */
  offer(revision, sdp) {
    if (!this.#started || typeof sdp !== 'string') {
      return;
    }
    this.#newest = { revision, sdp };
    this.#answering ??= this.#answerAll().finally(() => {
      this.#answering = null;
    });
  }

  /**
   * The server closed its end.
   * @param {string} reason
   */
  closedByServer(reason) {
    if (this.#started && this.#connection.pc) {
      this.#connection.closedByServer(reason);
    } else if (this.#started) {
      const asked = this.#asked;
      setTimeout(() => this.#askWithoutOffer(asked), UNOFFERED_MS);
    }
  }

  /** What the server closed may have been what it was to make an offer for. @param {number} asked how often by then */
  #askWithoutOffer(asked) {
    if (this.#started && asked === this.#asked && !this.#connection.pc) {
      this.start();
    }
  }

  /**
   * The room's media went to another relay, or there is none for the time being.
   * @param {boolean} there whether a relay is there now
   * @param {number} [graceMs] how long the old relay goes on
   */
  moved(there, graceMs = 0) {
    if (!this.#started) {
      return;
    }
    if (graceMs > 0) {
      this.#leave(graceMs);
    }
    this.#forgetConnection();
    if (there) {
      this.start();
    }
  }

  /**
   * The link is back. Where media goes on without it, nothing is done; else the relay restarts ICE, or all is built
   * anew.
   * @param {boolean} held whether the relay still has the connection
   */
  async returned(held) {
    const pc = this.#connection.pc;
    if (!this.#started) {
      return;
    }
    if (!held || !pc || pc.connectionState === 'closed') {
      this.#subscribeAnew();
    } else if (!(await this.#connection.hears()) && pc === this.#connection.pc) {
      this.#restart();
    }
  }

  /** Has the relay look for another path; where the link is lost, as soon as it is back. */
  async #restart() {
    if (this.#started && !this.#restarting) {
      this.#restarting = true;
      await this.start();
      this.#restarting = false;
    }
  }

  /** What is received goes on until the next connection carries it. @param {number} graceMs */
  #leave(graceMs) {
    this.#changeover?.end();
    const tracks = this.tracks;
    const pc = this.#connection.release();
    this.#tracks = new Map();
    this.#changeover = pc && new Changeover({
      pc, tracks, graceMs, onTrack: this.#onTrack, onTrackRemoved: this.#onTrackRemoved });
  }

  #subscribeAnew() {
    this.#forgetConnection();
    return this.start();
  }

  #forgetConnection() {
    this.#newest = null;
    this.#session = '';
    this.#connection.close();
    this.#remap([]);
  }

  async #answerAll() {
    while (this.#newest && this.#started) {
      const offer = this.#newest;
      this.#newest = null;
      const pc = this.#connectionFor(offer.sdp);
      try {
        await this.#answer(pc, offer);
      } catch (error) {
        if (pc === this.#connection.pc && !this.#newest) {
          this.#connection.fail(/** @type {Error} */ (error).message);
        }
      }
    }
  }

  /** @param {RTCPeerConnection} pc @param {{revision: number, sdp: string}} offer */
  async #answer(pc, { revision, sdp }) {
    await pc.setRemoteDescription({ type: 'offer', sdp });
    if (this.#newest || pc !== this.#connection.pc) {
      return;
    }
    await pc.setLocalDescription();
    if (pc !== this.#connection.pc) {
      return;
    }
    this.#remap(tracksOf(sdp), pc);
    if (!this.#newest) {
      await this.#request(requests.mediaAnswer(revision, pc.localDescription?.sdp ?? ''));
    }
  }

  /** A relay that opened a new session (another `o=` id or certificate) needs a new peer connection. @param {string} sdp */
  #connectionFor(sdp) {
    const session = sessionOf(sdp);
    if (this.#connection.pc && session === this.#session) {
      return this.#connection.pc;
    }
    this.#remap([]);
    this.#session = session;
    return this.#connection.create(this.#iceServers);
  }

  /** @param {OfferedTrack[]} offered @param {RTCPeerConnection} [pc] */
  #remap(offered, pc) {
    const now = new Map();
    for (const { mid, userId, kind } of offered) {
      const receiver = pc?.getTransceivers().find((transceiver) => transceiver.mid === mid)?.receiver;
      if (receiver) {
        now.set(`${mid} ${userId}`, { userId, kind, track: receiver.track, receiver });
      }
    }
    const before = this.#tracks;
    this.#tracks = now;
    for (const [key, track] of before) {
      if (!now.has(key) && !this.#changeover?.drops(track)) {
        this.#onTrackRemoved(track);
      }
    }
    for (const [key, track] of now) {
      if (!before.has(key) && !this.#changeover?.takes(track)) {
        this.#onTrack(track);
      }
    }
  }
}

/**
 * Reads who sends what from an offer.
 * @param {string} sdp
 * @returns {OfferedTrack[]} the sections that carry media, by their `msid`
 */
export function tracksOf(sdp) {
  const sections = sdp.split(/^m=/m).slice(1);
  return sections.flatMap((section) => {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    const msid = /^a=msid:\S+ (-?\d+)-(video|audio)\s*$/m.exec(section);
    if (mid === undefined || msid === null || !/^a=(sendonly|sendrecv)\s*$/m.test(section)) {
      return [];
    }
    return [{ mid, userId: Number(msid[1]), kind: /** @type {MediaKind} */ (msid[2]) }];
  });
}

/** @param {string} sdp */
function sessionOf(sdp) {
  const origin = /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '';
  const fingerprint = /^a=fingerprint:(.+?)\s*$/m.exec(sdp)?.[1] ?? '';
  return `${origin} ${fingerprint}`;
}
