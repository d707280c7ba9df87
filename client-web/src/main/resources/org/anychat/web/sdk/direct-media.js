import { DirectConnection } from './direct-connection.js';
import { relayAddresses, stunUrl } from './nat-discovery.js';
import { requests } from './protocol.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */

/** As the server sees fit. */
const DEFAULT_POLICY = 1;
/** How long the other may still get something by a connection after a lost link. */
const GRACE_MS = 2_000;
/** Before a description of the relay there is no address to learn one's own from; without one, so long is waited. */
const DESCRIBED_MS = 2_000;
const LOOK_MS = 50;

/**
 * The direct connections of a client in a room. The server says with whom one is tried and when one is given up; what the
 * client does by itself is to fall back on the relay, at once, when nothing comes any more.
 */
export class DirectMedia {
  #request;
  #parts;
  /** @type {Map<number, DirectConnection>} the newest of each user */ #connections = new Map();
  /** @type {Set<DirectConnection>} those that are being given up */ #leaving = new Set();
  /** @type {Set<number>} whom the application does not want everything of */ #declined = new Set();
  #policy = DEFAULT_POLICY;
  #held = false;
  #started = false;
  /** Of this stay: whether the server is still to be told that nothing is known here of what it has decided. */
  #stay = { anew: false };
  /** @type {object | null} who waits for a description of the relay */ #waiting = null;

  /**
   * @param {object} parts
   * @param {(message: object) => Promise<any>} parts.request sends on the link
   * @param {import('./track-switch.js').TrackSwitch} parts.tracks what the application has
   * @param {(kind: MediaKind) => MediaStreamTrack | null} parts.track what is open here
   * @param {(sender: RTCRtpSender, kind: MediaKind) => Promise<void>} parts.applyParameters
   * @param {(userId: number, kind: MediaKind) => boolean} parts.isOpen whether a user has a kind open
   * @param {() => RTCIceServer[]} parts.iceServers
   * @param {() => void} parts.onBroken what went directly is needed by the relay again
   * @param {() => ({forwards: string, upBps: number, key: string} | null | undefined)} parts.mesh what this client can do in
   *   mesh trees: undefined until that is known
   */
  constructor({ request, ...parts }) {
    this.#request = request;
    this.#parts = parts;
  }

  /**
   * Says what this client can do, on entering a room and after a lost link. What the server has said of connections before
   * that may not have come: the relay gets everything again, and none of them counts any more.
   */
  start() {
    this.#started = true;
    this.#stay = { anew: true };
    this.#parts.onBroken();
    [...this.#connections.values()].forEach((connection) => this.#leave(connection, GRACE_MS));
    this.#sayOnceDescribed();
  }

  /** Ends all of them, on leaving a room. */
  stop() {
    this.#started = false;
    this.#waiting = null;
    [...this.#connections.values(), ...this.#leaving].forEach((connection) => connection.close());
    this.#connections.clear();
    this.#leaving.clear();
    this.#declined.clear();
    this.#held = false;
  }

  /** @param {number} policy 0 never, 1 as the server sees fit, 2 only where the application asks for it, 3 while there is media */
  async setPolicy(policy) {
    this.#policy = policy;
    if (this.#started) {
      await this.#tell();
    }
  }

  /** @param {number} userId with whom a connection is wanted */
  async connect(userId) {
    await this.#request(requests.p2pConnect(userId));
  }

  /** What is said of this client has changed; what is about to be said has the change in it. */
  abilitiesChanged() {
    if (this.#waiting === null) {
      this.#say();
    }
  }

  /** Whether only the relay can do what the application wants: choose whose pictures come. @param {boolean} held */
  hold(held) {
    if (this.#held !== held) {
      this.#held = held;
      this.#say();
    }
  }

  /** The application wants everything of a user, or not. @param {number} userId @param {boolean} everything */
  want(userId, everything) {
    if (everything && this.#declined.delete(userId)) {
      this.#say();
    } else if (!everything && !this.#declined.has(userId)) {
      this.#declined.add(userId);
      this.#decline(userId);
    }
  }

  /** Sends what is open of a kind now. @param {MediaKind} kind */
  async send(kind) {
    await Promise.all([...this.#connections.values()].map((connection) => connection.send(kind)));
  }

  /** Sends with the parameters that are in force now. */
  async applyParameters() {
    const all = [...this.#connections.values()];
    await Promise.all(all.flatMap((one) => [one.applyParameters('video'), one.applyParameters('audio')]));
  }

  /** The peer connections that carry something for the application, for statistics. */
  get pcs() {
    return [...this.#connections.values()].filter(({ carries }) => carries).map(({ pc }) => pc);
  }

  /** The server has one tried. @param {{userId: number, attempt: number, offers: boolean}} body */
  try({ userId, attempt, offers }) {
    if (!this.#started) {
      return;
    }
    const before = this.#connections.get(userId);
    if (before) {
      this.#leave(before, 0);
    }
    if (this.#declined.has(userId)) {
      this.#report(userId, attempt, 'declined');
      return;
    }
    const connection = this.#open(userId, attempt);
    if (offers) {
      connection.offer().catch(() => this.#failed(connection));
    }
  }

  /** The other's description. @param {{userId: number, attempt: number, sdp: string}} body */
  signal({ userId, attempt, sdp }) {
    const connection = this.#connections.get(userId);
    if (connection?.attempt === attempt) {
      connection.take(sdp).catch(() => this.#failed(connection));
    }
  }

  /**
   * The server has one given up. Without a grace nothing may go to the user any more: all that there is with it ends at
   * once, earlier ones that are still being given up included, whatever the relay carries.
   * @param {{userId: number, attempt: number, graceMs: number}} body
   */
  end({ userId, attempt, graceMs }) {
    const connection = this.#connections.get(userId);
    if (graceMs === 0) {
      const all = [...this.#connections.values(), ...this.#leaving];
      all.filter((one) => one.userId === userId).forEach((one) => this.#drop(one));
    } else if (connection?.attempt === attempt) {
      this.#leave(connection, graceMs);
    }
  }

  get #effective() {
    return this.#held ? 0 : this.#policy;
  }

  async #sayOnceDescribed() {
    const waiting = (this.#waiting = {});
    const endMs = performance.now() + DESCRIBED_MS;
    const isKnown = () => this.#parts.iceServers().length > 0 && this.#parts.mesh() !== undefined;
    while (this.#waiting === waiting && !isKnown() && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    if (this.#waiting === waiting) {
      this.#say();
    }
  }

  /** The first word that the server takes says that nothing is known here of what it has decided. */
  async #tell() {
    const stay = this.#stay;
    const { anew } = stay;
    stay.anew = false;
    this.#waiting = null;
    try {
      await this.#request(requests.p2pPolicy(this.#effective, anew, this.#parts.mesh()));
    } catch (error) {
      stay.anew ||= anew;
      throw error;
    }
  }

  #say() {
    if (this.#started) {
      // A server of before does not know what this is, and has everything go by the relay.
      this.#tell().catch(() => {});
    }
  }

  /** @param {number} userId @param {number} attempt */
  #open(userId, attempt) {
    const connection = new DirectConnection({
      userId,
      attempt,
      iceServers: this.#parts.iceServers(),
      track: this.#parts.track,
      applyParameters: this.#parts.applyParameters,
      isOpen: (kind) => this.#parts.isOpen(userId, kind),
      isOffered: () => this.#parts.tracks.has(userId),
      signal: (sdp) => this.#request(requests.p2pSignal(userId, attempt, sdp)),
      onConnected: () => this.#report(userId, attempt, 'connected'),
      onCarries: () => this.#carries(connection),
      onFailed: () => this.#failed(connection),
    });
    this.#connections.set(userId, connection);
    return connection;
  }

  /**
   * One that is being given up may still come about: the relay's tracks are to stay then.
   * @param {DirectConnection} connection
   */
  #carries(connection) {
    if (this.#connections.get(connection.userId) === connection) {
      this.#parts.tracks.use(connection.tracks);
      this.#report(connection.userId, connection.attempt, 'direct');
    }
  }

  /** @param {DirectConnection} connection */
  #failed(connection) {
    if (this.#connections.get(connection.userId) === connection) {
      this.#report(connection.userId, connection.attempt, 'failed');
      this.#parts.onBroken();
      this.#leave(connection, 0);
    }
  }

  /** @param {number} userId */
  #decline(userId) {
    const connection = this.#connections.get(userId);
    if (connection) {
      this.#report(userId, connection.attempt, 'declined');
    }
  }

  /**
   * Gives one up: the relay's tracks take their place again, and after a grace nothing is sent any more.
   * @param {DirectConnection} connection
   * @param {number} graceMs
   */
  async #leave(connection, graceMs) {
    this.#connections.delete(connection.userId);
    this.#leaving.add(connection);
    await Promise.all([this.#parts.tracks.giveBack(connection.tracks), this.#silence(connection, graceMs)]);
    this.#drop(connection);
  }

  /** What the other sends is listened to for longer. @param {DirectConnection} connection @param {number} graceMs */
  async #silence(connection, graceMs) {
    if (graceMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, graceMs));
    }
    await connection.fallSilent();
  }

  /** @param {DirectConnection} connection */
  #drop(connection) {
    if (this.#connections.get(connection.userId) === connection) {
      this.#connections.delete(connection.userId);
    }
    this.#leaving.delete(connection);
    this.#parts.tracks.drop(connection.tracks);
    connection.close();
  }

  /** @param {number} userId @param {number} attempt @param {string} state */
  #report(userId, attempt, state) {
    // What the server does not take any more it has decided otherwise.
    this.#request(requests.p2pReport(userId, attempt, state)).catch(() => {});
  }
}

/**
 * The relay's port as a STUN server.
 * @param {string} sdp of the relay
 * @returns {RTCIceServer[]}
 */
export function stunServersOf(sdp) {
  const urls = relayAddresses(sdp).map(stunUrl);
  return urls.length > 0 ? [{ urls: urls.slice(0, 2) }] : [];
}
