/**
 * What one media section carries. Counters count from the section's beginning.
 * @typedef {object} TrackStats
 * @property {number} [userId] whose media; absent for what this client sends
 * @property {'video' | 'audio'} kind
 * @property {string} codec e.g. `video/H264`; empty until known
 * @property {number} bytes payload bytes
 * @property {number} packets
 * @property {number} packetsLost as this side (receiving) or the relay (sending) counts them
 * @property {number} jitterMs
 * @property {number} frames decoded or encoded; 0 for audio, and of a picture that is passed on, as are the next three
 * @property {number} framesPerSecond
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} freezes times the picture stood still, receiving only
 * @property {number} frozenMs how long it stood still in all, receiving only
 * @property {number} audioLevel 0 to 1, receiving only
 */

/**
 * What a peer connection carries.
 * @typedef {{state: string, roundTripMs: number | null, tracks: TrackStats[]}} ConnectionStats
 */

/**
 * What an edge of a mesh tree carries: `publisher`'s stream, to (`sends`) or from `userId`, who may be the publisher or pass it
 * on; `carries`: the application has what comes by it.
 * @typedef {ConnectionStats & {publisher: number, userId: number, sends: boolean, carries: boolean}} EdgeStats
 */

/**
 * All connections of a client in a room, each way by itself: by the relay, directly with one user, by edges of mesh trees.
 * `forwards`: what it passes on of others' streams, `frames` as they come, or `none`.
 * @typedef {{publish: ConnectionStats, subscribe: ConnectionStats, direct: ConnectionStats[], edges: EdgeStats[],
 *   forwards: 'frames' | 'none'}} MediaStats
 */

/**
 * Condenses a peer connection's statistics.
 * @param {RTCPeerConnection | null} pc
 * @param {(trackId: string) => number | undefined} userOf whose track an id is
 * @returns {Promise<ConnectionStats>}
 */
export async function readStats(pc, userOf) {
  if (!pc) {
    return { state: 'closed', roundTripMs: null, tracks: [] };
  }
  /** @type {Map<string, any>} */
  const report = new Map(/** @type {any} */ (await pc.getStats()));
  const all = [...report.values()];
  const pair = all.find((entry) => entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded');
  return {
    state: pc.connectionState,
    roundTripMs: pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
    tracks: all
      .filter((entry) => entry.type === 'inbound-rtp' || entry.type === 'outbound-rtp')
      .map((entry) => trackStats(entry, report, userOf)),
  };
}

/**
 * What is passed on nobody encodes here: what the browser counts there is the host's picture.
 * @param {ConnectionStats} stats
 * @returns {ConnectionStats}
 */
export function withoutHost({ tracks, ...stats }) {
  return { ...stats, tracks: tracks.map((track) => ({ ...track, frames: 0, framesPerSecond: 0, width: 0, height: 0 })) };
}

/**
 * @param {any} entry
 * @param {Map<string, any>} report
 * @param {(trackId: string) => number | undefined} userOf
 * @returns {TrackStats}
 */
function trackStats(entry, report, userOf) {
  const inbound = entry.type === 'inbound-rtp';
  const source = inbound ? entry : report.get(entry.remoteId) ?? {};
  const userId = inbound ? userOf(entry.trackIdentifier) : undefined;
  return {
    ...(userId !== undefined && { userId }),
    kind: entry.kind,
    codec: report.get(entry.codecId)?.mimeType ?? '',
    bytes: (inbound ? entry.bytesReceived : entry.bytesSent) ?? 0,
    packets: (inbound ? entry.packetsReceived : entry.packetsSent) ?? 0,
    packetsLost: source.packetsLost ?? 0,
    jitterMs: (source.jitter ?? 0) * 1000,
    frames: (inbound ? entry.framesDecoded : entry.framesEncoded) ?? 0,
    framesPerSecond: entry.framesPerSecond ?? 0,
    width: entry.frameWidth ?? 0,
    height: entry.frameHeight ?? 0,
    freezes: entry.freezeCount ?? 0,
    frozenMs: Math.round((entry.totalFreezesDuration ?? 0) * 1000),
    audioLevel: entry.audioLevel ?? 0,
  };
}
