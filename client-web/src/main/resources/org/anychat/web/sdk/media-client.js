import { DeviceClient } from './device-client.js';
import { AnyChatError, ErrorCode } from './protocol.js';

/** @typedef {import('./devices.js').MediaKind} MediaKind */

const MOST_UP_BPS = 20_000_000;

/** A client's media in the room that it is in: what it gets of others, which way, and what is counted of it. */
export class MediaClient extends DeviceClient {
  /** @type {import('./room-media.js').RoomMedia} */ #media;

  /**
   * @param {import('./local-media.js').LocalMedia} local
   * @param {import('./media-parameters.js').MediaParameters} parameters
   * @param {import('./room-media.js').RoomMedia} media
   */
  constructor(local, parameters, media) {
    super(local, parameters, () => media.applyParameters());
    this.#media = media;
  }

  /** What is received of others now. @returns {{userId: number, kind: MediaKind, track: MediaStreamTrack}[]} */
  get remoteTracks() {
    return this.#media.tracks.map(({ userId, kind, track }) => ({ userId, kind, track }));
  }

  /**
   * Says what to receive of another user (UserCameraControl, UserSpeakControl); without it one gets everything. What is
   * left out stays as it was said last; all of it holds until the room is left.
   * @param {number} userId
   * @param {{video?: boolean, audio?: boolean, first?: boolean, height?: number}} wish `first`: this video before others
   *   where the network has not room for all; `height`: the shorter side at which it is shown, in pixels, 0 for any
   * @returns {Promise<void>} rejects with 21, 208, 309
   */
  async selectMedia(userId, wish) {
    await this.#media.select(userId, wish);
  }

  /**
   * Says how many videos to receive at once: those first that `selectMedia` puts first, then those of people who speak or
   * spoke last. The others are paused (`videoPaused`). It holds until the room is left.
   * @param {number} videos at most so many; 0 for as many as the server allows
   * @returns {Promise<void>} rejects with 21, 208, 309
   */
  async limitVideos(videos) {
    await this.#media.limitVideos(videos);
  }

  /**
   * Says when media of other users may come and go directly, without the relay (BRAC_SO_NETWORK_P2PPOLITIC 40).
   * @param {number} policy 0 never, 1 as the server sees fit (default), 2 where `connectDirect` asks, 3 while there is media
   * @returns {Promise<void>} rejects with 21
   */
  async setP2pPolicy(policy) {
    await this.#media.direct.setPolicy(policy);
  }

  /**
   * Asks for a direct connection (BRAC_SO_NETWORK_P2PCONNECT 41); what comes of it is told as `p2pConnectState`.
   * @param {number} userId somebody in the room
   * @returns {Promise<void>} rejects with 205, 309
   */
  async connectDirect(userId) {
    await this.#media.direct.connect(userId);
  }

  /**
   * Says how much this client can send in all, so that it may feed viewers of what it publishes, and of what it gets itself,
   * where the server has such (`RoutingPolicy=3`, docs/direct.md); without it, as much as the connection with the relay has shown.
   * @param {number} [bitsPerSecond] at most 20000000; 0 feeds nobody
   */
  setUpBandwidth(bitsPerSecond) {
    if (bitsPerSecond !== undefined && !(bitsPerSecond >= 0 && bitsPerSecond <= MOST_UP_BPS)) {
      throw new AnyChatError(ErrorCode.FUNCOPTERROR, `An up-bandwidth is 0 to ${MOST_UP_BPS} bit/s.`);
    }
    this.#media.edges.upBandwidth(bitsPerSecond === undefined ? undefined : Math.floor(bitsPerSecond));
  }

  /**
   * How loud a user is now, as received.
   * @param {number} userId another user
   * @returns {number} 0 (silence, or nothing received) to 1
   */
  audioLevel(userId) {
    return this.#media.audioLevel(userId);
  }

  /**
   * Reads the media connections' statistics.
   * @returns {Promise<import('./media-stats.js').MediaStats>}
   */
  getStats() {
    return this.#media.stats();
  }
}
