import { signableCodecs } from './frame-guard.js';
import { EDGE_KINDS, MeshEdge } from './mesh-edge.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */

/**
 * The end at which the stream's publisher sends it to a viewer. Both kinds have their section from the beginning, so that
 * opening, closing and changing a device need no further word. A browser has an encoder for each connection, so each edge's
 * frames are an epoch of their own, signed for that edge.
 */
export class SendingEdge extends MeshEdge {
  /** @type {Record<string, RTCRtpSender>} */ #senders = {};
  /** @type {Record<string, MediaStreamTrack | null>} */ #sent = { audio: null, video: null };

  /** Makes the offer. */
  async begin() {
    const { guard, roomId, rank } = this.hooks;
    const streams = [new MediaStream()];
    const tellers = EDGE_KINDS.map((kind) => {
      const transceiver = this.pc.addTransceiver(kind, { direction: 'sendonly', streams });
      const tell = guard.sign(transceiver.sender, { room: roomId, publisher: this.publisher, kind });
      signableCodecs(transceiver, kind, rank(kind));
      this.#senders[kind] = transceiver.sender;
      return tell;
    });
    await Promise.all(EDGE_KINDS.map((kind) => this.send(kind)));
    await this.tell();
    tellers.forEach((tell) => tell(this.pc.localDescription?.sdp ?? ''));
  }

  /** The viewer's answer. @param {string} sdp */
  async describe(sdp) {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
    // Which parameters there are is known only once both have said what they take.
    EDGE_KINDS.forEach((kind) => this.applyParameters(kind));
  }

  /** Sends what is open of a kind now. @param {MediaKind} kind */
  async send(kind) {
    const track = this.isSilent ? null : this.hooks.track(kind);
    if (this.#senders[kind] && this.#sent[kind] !== track) {
      this.#sent[kind] = track;
      await this.#senders[kind].replaceTrack(track).catch(() => {});
    }
    await this.applyParameters(kind);
  }

  /** Sends with the parameters that are in force now. @param {MediaKind} kind */
  async applyParameters(kind) {
    if (this.#senders[kind] && !this.isSilent) {
      await this.hooks.applyParameters(this.#senders[kind], kind).catch(() => {});
    }
  }

  /** Whether nothing is sent any more: one that is being given up goes on until its grace is over. */
  isSilent = false;

  async fallSilent() {
    this.isSilent = true;
    await Promise.all(EDGE_KINDS.map((kind) => this.send(kind)));
  }

  close() {
    this.isSilent = true;
    super.close();
  }
}
