import { PathWatch } from './path-watch.js';
import { carried } from './track-switch.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./media-subscriber.js').RemoteTrack} RemoteTrack */

/** Candidates that have not come by then do without. */
const GATHER_MS = 1_000;
/** Nothing for so long, where something is to come, is a broken path; longer where gaps are usual. */
const SILENCE_MS = 400;
/** A picture may stand still, and sends nothing then: what goes on are reports and checks, every few seconds. */
const STILL_MS = 3_000;

/** @type {MediaKind[]} */
const KINDS = ['audio', 'video'];

/**
 * A peer connection with another user, both ways, of one attempt. Both kinds have their section from the beginning, so that
 * opening, closing and changing a device need no further word.
 */
export class DirectConnection {
  #userId;
  #attempt;
  #pc;
  #hooks;
  #over = false;
  #carries = false;
  #reported = false;
  /** @type {PathWatch} */ #path;
  /** @type {Record<string, RTCRtpTransceiver | undefined>} */ #transceivers = {};
  /** @type {RemoteTrack[]} */ #tracks = [];
  /** @type {Record<string, MediaStreamTrack | null>} */ #sent = { audio: null, video: null };

  /**
   * @param {object} parts
   * @param {number} parts.userId with whom
   * @param {number} parts.attempt
   * @param {RTCIceServer[]} parts.iceServers
   * @param {(kind: MediaKind) => MediaStreamTrack | null} parts.track what is open here
   * @param {(sender: RTCRtpSender, kind: MediaKind) => Promise<void>} parts.applyParameters
   * @param {(kind: MediaKind) => boolean} parts.isOpen whether the other has a kind open
   * @param {() => boolean} parts.isOffered whether the relay has something of the other
   * @param {(sdp: string) => Promise<any>} parts.signal tells the other
   * @param {() => void} parts.onConnected
   * @param {() => void} parts.onCarries all that the other has open comes by this connection
   * @param {() => void} parts.onFailed nothing comes by it, or never did
   */
  constructor({ userId, attempt, iceServers, ...hooks }) {
    this.#userId = userId;
    this.#attempt = attempt;
    this.#hooks = hooks;
    this.#pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.#path = new PathWatch(this.#pc);
    this.#pc.onconnectionstatechange = () => this.#onState();
  }

  get userId() {
    return this.#userId;
  }

  get attempt() {
    return this.#attempt;
  }

  /** Whether the application has its tracks. */
  get carries() {
    return this.#carries;
  }

  /** The peer connection, for statistics. */
  get pc() {
    return this.#pc;
  }

  /** What the other sends, the same objects each time. @returns {RemoteTrack[]} */
  get tracks() {
    return this.#tracks;
  }

  /** Makes the offer, on the side that is to make it. */
  async offer() {
    const streams = [new MediaStream()];
    for (const kind of KINDS) {
      this.#take(kind, this.#pc.addTransceiver(kind, { direction: 'sendrecv', streams }));
    }
    await this.#sendAll();
    await this.#describe();
  }

  /**
   * Takes what the other says: an answer, or an offer, which is answered.
   * @param {string} sdp
   */
  async take(sdp) {
    if (this.#pc.signalingState === 'have-local-offer') {
      await this.#pc.setRemoteDescription({ type: 'answer', sdp });
      return;
    }
    await this.#pc.setRemoteDescription({ type: 'offer', sdp });
    const streams = [new MediaStream()];
    for (const kind of KINDS) {
      const transceiver = this.#pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
      if (transceiver) {
        transceiver.direction = 'sendrecv';
        transceiver.sender.setStreams?.(...streams);
        this.#take(kind, transceiver);
      }
    }
    await this.#sendAll();
    await this.#describe();
  }

  /** @param {MediaKind} kind @param {RTCRtpTransceiver} transceiver */
  #take(kind, transceiver) {
    const { receiver } = transceiver;
    this.#transceivers[kind] = transceiver;
    this.#tracks.push({ userId: this.#userId, kind, track: receiver.track, receiver });
  }

  /** Sends what is open of a kind now. @param {MediaKind} kind */
  async send(kind) {
    const sender = this.#transceivers[kind]?.sender;
    const track = this.#over ? null : this.#hooks.track(kind);
    if (sender && this.#sent[kind] !== track) {
      this.#sent[kind] = track;
      await sender.replaceTrack(track).catch(() => {});
    }
    await this.applyParameters(kind);
  }

  /** Sends with the parameters that are in force now. @param {MediaKind} kind */
  async applyParameters(kind) {
    const sender = this.#transceivers[kind]?.sender;
    if (sender && !this.#over) {
      await this.#hooks.applyParameters(sender, kind).catch(() => {});
    }
  }

  /** Sends nothing any more, at once. */
  async fallSilent() {
    this.#over = true;
    await Promise.all(KINDS.map((kind) => this.send(kind)));
  }

  /** Ends it. */
  close() {
    this.#over = true;
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }

  async #sendAll() {
    await Promise.all(KINDS.map((kind) => this.send(kind)));
  }

  async #describe() {
    await this.#pc.setLocalDescription();
    await gathered(this.#pc);
    if (!this.#over) {
      await this.#hooks.signal(this.#pc.localDescription?.sdp ?? '');
      // Which parameters there are is known only once the sections are.
      KINDS.forEach((kind) => this.applyParameters(kind));
    }
  }

  #onState() {
    const state = this.#pc.connectionState;
    if (state === 'connected' && !this.#reported) {
      this.#reported = true;
      this.#hooks.onConnected();
      KINDS.forEach((kind) => this.applyParameters(kind));
      this.#watch();
    } else if (state === 'failed' || state === 'closed') {
      this.#fail();
    }
  }

  #fail() {
    if (!this.#over) {
      this.#over = true;
      this.#hooks.onFailed();
    }
  }

  async #watch() {
    while (!this.#over) {
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, this.#path.nextLookMs));
    }
  }

  async #look() {
    if (!KINDS.some((kind) => this.#hooks.isOpen(kind))) {
      this.#path.forget();
    } else if (await this.#path.look(this.#hooks.isOpen('audio') ? SILENCE_MS : STILL_MS) && this.#carries) {
      this.#fail();
    }
    if (!this.#carries && !this.#over && (await this.#carriesAll()) && !this.#over) {
      this.#carries = true;
      this.#hooks.onCarries();
    }
  }

  async #carriesAll() {
    const open = this.tracks.filter(({ kind }) => this.#hooks.isOpen(kind));
    if (open.length === 0 || !this.#hooks.isOffered()) {
      return false;
    }
    return (await Promise.all(open.map(carried))).every((count) => count > 0);
  }
}

/**
 * @param {RTCPeerConnection} pc
 * @param {number} [patienceMs]
 * @returns {Promise<void>} when all candidates are there, or time is up
 */
export function gathered(pc, patienceMs = GATHER_MS) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      pc.removeEventListener('icegatheringstatechange', check);
      resolve();
    };
    const check = () => pc.iceGatheringState === 'complete' && done();
    const timer = setTimeout(done, patienceMs);
    pc.addEventListener('icegatheringstatechange', check);
    check();
  });
}
