import { signableCodecs } from './frame-guard.js';
import { publicKeyOf } from './frame-signatures.js';
import { Listening } from './listening.js';
import { EDGE_KINDS, MeshEdge } from './mesh-edge.js';
import { signsOfLife } from './path-watch.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */
/** @typedef {import('./media-subscriber.js').RemoteTrack} RemoteTrack */
/** @typedef {import('./frame-guard.js').Verdicts} Verdicts */
/** @typedef {RTCRtpCodecParameters & {kind: MediaKind}} ReceivedCodec */

const LOOK_MS = 100;
/** A picture without sound may stand still. Of the publisher itself reports and checks are heard then, every few seconds. */
const STILL_MS = 3_000;
/** A stream that comes again so soon was held up, and not lost. */
const SOON_MS = 1_000;
/**
 * Chromium loses the way in H.264 that goes through a transform where packets of padding come between, and finds it with a key
 * frame: what is the publisher's and is not decoded for so many frames waits for one.
 */
const MOST_UNDECODED = 5;
/** Of a kind that is open nothing comes, though the connection is there: somebody withholds it. Asked for it is after half of that. */
const WITHHELD_MS = 10_000;
const ASK_MS = 500;
const MOST_ASK_MS = 8_000;
/** The server may have refused to take the word, or be another one. */
const REPEAT_MS = 1_000;

/** The end at which a stream comes, and what the application has of it, which is what the publisher has signed. */
export class ReceivingEdge extends MeshEdge {
  #listening = new Listening();
  /** @type {RemoteTrack[]} */ #tracks = [];
  /** @type {Record<string, Verdicts>} */ #verdicts = {};
  /** Of each kind, how much had come when it had to come anew. @type {Record<string, number>} */ #base = {};
  #askForKeyFrame = () => {};
  /** @type {(() => void)[]} */ #closers = [];
  #askedMs = 0;
  /** Whoever does not decode at all does not ask for ever. */ #askMs = ASK_MS;
  #decoded = 0;
  #goodAtDecoded = 0;
  #newestMs = 0;
  #newestGood = 0;
  /** Since when something is played that nobody has verified. */ #strangeMs = 0;
  /** Of each kind, how much was good, and since when no more. @type {Record<string, {good: number, sinceMs: number}>} */ #risen = {};
  #carries = false;
  #starvedMs = 0;
  #toldMs = 0;
  #heard = 0;
  #packets = 0;
  #good = 0;
  /** @type {string[]} */ #trackIds = [];
  /** @type {Record<string, number>} */ #sources = {};
  /** @type {number | undefined} */ #delayMs;

  /** The other end's offer. @param {string} sdp */
  async describe(sdp) {
    const { guard, roomId } = this.hooks;
    const key = await publicKeyOf(this.key);
    await this.pc.setRemoteDescription({ type: 'offer', sdp: withoutSources(sdp) });
    const transceivers = this.pc.getTransceivers();
    const kinds = transceivers.map(({ receiver }) => receiver.track.kind);
    if (this.isOver || kinds.length === 0 || new Set(kinds).size < kinds.length) {
      throw new Error('an edge has one track of each kind at most');
    }
    for (const transceiver of transceivers) {
      const { receiver } = transceiver;
      const kind = /** @type {MediaKind} */ (receiver.track.kind);
      transceiver.direction = 'recvonly';
      // The publisher's own choice: whoever passes it on has it in no other.
      signableCodecs(transceiver, kind, orderIn(sdp, kind));
      const { ask, source, close } = guard.verify(receiver, { room: roomId, publisher: this.publisher, kind }, {
        key, offer: sdp, onVerdicts: (verdicts) => this.#onVerdicts(kind, verdicts) });
      this.#askForKeyFrame = kind === 'video' ? ask : this.#askForKeyFrame;
      this.#tracks.push({ userId: this.publisher, kind, track: receiver.track, receiver });
      this.#trackIds.push(receiver.track.id);
      this.#sources[kind] = source;
      this.#closers.push(close);
    }
    await this.tell();
  }

  get delayMs() {
    return this.#delayMs;
  }

  get tracks() {
    return this.#tracks;
  }

  get carries() {
    return this.#carries;
  }

  /** By which number the guard passes a kind on, 0 where it does not come by this edge. @param {MediaKind} kind */
  source(kind) {
    return this.#sources[kind] ?? 0;
  }

  /** In what each kind comes, as its sender has it in the first of what both take. @returns {ReceivedCodec[]} */
  get codecs() {
    return this.#tracks.flatMap(({ kind, receiver }) => {
      const [codec] = receiver.getParameters().codecs.filter(({ mimeType }) => !/\/rtx$/i.test(mimeType));
      return codec ? [{ kind, ...codec }] : [];
    });
  }

  /** What has been taken and left out, for statistics. */
  get verdicts() {
    return this.#verdicts;
  }

  async connected() {
    await this.#count();
    this.report('connected');
    while (!this.isOver) {
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  close() {
    super.close();
    this.#closers.forEach((close) => close());
  }

  /** @param {MediaKind} kind @param {Verdicts} verdicts */
  #onVerdicts(kind, verdicts) {
    this.#verdicts[kind] = verdicts;
    if (verdicts.forged > 0) {
      this.forged();
    }
  }

  get #isPublishers() {
    return this.publisher === this.userId;
  }

  async #look() {
    const { counts, signs } = await this.#count();
    if (this.isOver) {
      return;
    }
    const flows = this.#follow(counts.video);
    const isOpen = (/** @type {MediaKind} */ kind) => this.hooks.isOpen(this.publisher, kind);
    const open = EDGE_KINDS.filter(isOpen);
    const leastMs = this.#isPublishers && !isOpen('audio') ? STILL_MS : 0;
    this.#listening.look(signs, open.length > 0);
    if (this.#carries && this.#listening.isSilent(leastMs)) {
      this.#starve(counts);
    } else if (!this.#carries && this.#starvedMs > 0 && performance.now() - this.#toldMs >= REPEAT_MS) {
      this.#tellStarved();
    }
    const since = (/** @type {MediaKind} */ kind) => (counts[kind] ?? 0) - (this.#base[kind] ?? 0);
    const isThere = (/** @type {MediaKind} */ kind) => (kind === 'audio' ? since(kind) > 0 : flows(since(kind)));
    if (!this.#carries && open.length > 0 && this.hooks.tracks.has(this.publisher) && open.every(isThere)) {
      this.#takeOver();
    }
    EDGE_KINDS.filter((kind) => !isOpen(kind)).forEach((kind) => {
      this.#base[kind] = counts[kind] ?? 0;
      delete this.#risen[kind];
    });
    const isWithheld = open.filter((kind) => this.#isWithheld(kind)).length > 0;
    if (this.#listening.misses('video', this.#carries && isOpen('video') && since('video') <= 0) || isWithheld) {
      this.fail();
    }
  }

  /**
   * Whether a kind that has come and is open comes no more. A picture may stand still, so one is asked for first.
   * @param {MediaKind} kind
   */
  #isWithheld(kind) {
    const good = this.#verdicts[kind]?.good ?? 0;
    const nowMs = performance.now();
    const before = this.#risen[kind];
    if (!this.#carries || good === 0 || !before || good !== before.good) {
      this.#risen[kind] = { good, sinceMs: nowMs };
      return false;
    }
    const forMs = nowMs - before.sinceMs;
    if (kind === 'video' && forMs > WITHHELD_MS / 2 && nowMs - this.#askedMs > WITHHELD_MS / 4) {
      this.#askedMs = nowMs;
      this.#askForKeyFrame();
    }
    return forMs > WITHHELD_MS;
  }

  /**
   * Whether pictures that come are decoded, and not the first of them alone; asks for a key frame where they are not.
   * @param {number} decoded
   */
  #follow(decoded) {
    const good = this.#verdicts.video?.good ?? 0;
    const nowMs = performance.now();
    if (decoded > this.#decoded) {
      this.#decoded = decoded;
      this.#goodAtDecoded = good;
      this.#askMs = ASK_MS;
    }
    if (good > this.#newestGood) {
      this.#newestGood = good;
      this.#newestMs = nowMs;
    }
    const isLost = good - this.#goodAtDecoded >= MOST_UNDECODED;
    if (isLost && nowMs - this.#askedMs >= this.#askMs) {
      this.#askedMs = nowMs;
      this.#askMs = Math.min(MOST_ASK_MS, 2 * this.#askMs);
      this.#askForKeyFrame();
    }
    // A picture may stand still after its first frame.
    const stands = nowMs - this.#newestMs > SOON_MS;
    return (/** @type {number} */ since) => !isLost && (since > 1 || (since > 0 && stands));
  }

  /** What comes takes the place of the relay's media. */
  #takeOver() {
    this.#carries = true;
    if (this.#starvedMs > 0 && performance.now() - this.#starvedMs < SOON_MS) {
      this.#listening.bePatient();
    }
    this.#starvedMs = 0;
    // Other objects each time: the relay may still be about to take the place of those before.
    this.#tracks = this.#tracks.map((track) => ({ ...track }));
    this.hooks.tracks.use(this.#tracks);
    this.hooks.onCarries(this);
    this.report('direct');
  }

  /** Nothing of the stream comes, though the connection may be there: the relay is needed until it comes again. */
  #starve(/** @type {Record<string, number>} */ counts) {
    this.#carries = false;
    this.#base = counts;
    this.#starvedMs = performance.now();
    this.hooks.tracks.giveBack(this.#tracks);
    this.#tellStarved();
  }

  #tellStarved() {
    this.#toldMs = performance.now();
    this.report('starved');
  }

  /**
   * What has come: pictures decoded and sound that is the publisher's, and whatever shows that more is to come.
   * @returns {Promise<{counts: Record<string, number>, signs: number}>}
   */
  async #count() {
    const report = await this.pc.getStats().catch(() => new Map());
    const all = [...report.values()];
    const pair = all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
    if (pair?.currentRoundTripTime !== undefined) {
      this.#delayMs = Math.round(pair.currentRoundTripTime * 500);
    }
    const inbound = all.filter(({ type }) => type === 'inbound-rtp');
    this.#hear(inbound.reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0));
    const own = inbound.filter(({ trackIdentifier }) => this.#trackIds.includes(trackIdentifier));
    const video = this.#verified(
      inbound.find(({ kind }) => kind === 'video')?.framesDecoded ?? 0, inbound.length > own.length);
    const signs = this.#heard + (this.#isPublishers ? (await signsOfLife(this.pc)).signs ?? 0 : 0);
    return { counts: { video, audio: this.#verdicts.audio?.good ?? 0 }, signs };
  }

  /**
   * How many pictures were decoded that were verified before. Where the browser does not ask for that, or plays what comes by
   * a receiver that nobody made, the edge is given up.
   * @param {number} decoded
   * @param {boolean} hasStranger
   */
  #verified(decoded, hasStranger) {
    const good = this.#verdicts.video?.good ?? 0;
    const nowMs = performance.now();
    this.#strangeMs = hasStranger || (decoded > 0 && good === 0) ? this.#strangeMs || nowMs : 0;
    if (this.#strangeMs > 0 && nowMs - this.#strangeMs > SOON_MS) {
      this.fail();
    }
    return Math.min(decoded, good);
  }

  /** Packets of which no frame comes that the publisher has signed are not heard. @param {number} packets */
  #hear(packets) {
    const good = Object.values(this.#verdicts).reduce((all, one) => all + one.good, 0);
    if (good > this.#good) {
      this.#heard += packets - this.#packets;
      this.#packets = packets;
      this.#good = good;
    }
  }
}

/**
 * Whoever says which source is whose gets a receiver of its own for any other source, and nobody verifies what that one plays;
 * without that all that comes for a section is its receiver's.
 * @param {string} sdp
 */
function withoutSources(sdp) {
  return sdp.replace(/^a=(ssrc|ssrc-group|msid|msid-semantic):.*\r?\n/gim, '');
}

/** Which codecs come first in an offer. @param {string} sdp @param {MediaKind} kind @returns {(codec: RTCRtpCodec) => number} */
function orderIn(sdp, kind) {
  const section = sdp.split(/^m=/m).find((one) => one.startsWith(kind)) ?? '';
  const types = section.split(/\r?\n/, 1)[0].split(' ').slice(3);
  const names = types.map((type) => new RegExp(`^a=rtpmap:${type} ([^/\\s]+)`, 'm').exec(section)?.[1] ?? '');
  const order = names.map((name) => `${kind}/${name}`.toLowerCase());
  return ({ mimeType }) => (order.includes(mimeType.toLowerCase()) ? order.indexOf(mimeType.toLowerCase()) : order.length);
}
