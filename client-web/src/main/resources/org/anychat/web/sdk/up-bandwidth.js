const STEP_BPS = 100_000;
const MOST_BPS = 20_000_000;

/**
 * What a connection shows of the way to its other end.
 * @param {RTCPeerConnection | null} pc by which this client sends
 * @returns {Promise<{udp: boolean, upBps: number | undefined} | null>} whether it goes by UDP, and how much can be sent in
 *   all, in bit/s in steps of 100,000, where the browser estimates that; null where it is not connected
 */
export async function readUplink(pc) {
  const report = await pc?.getStats().catch(() => undefined);
  /** @type {any[]} */
  const all = [...(report?.values() ?? [])];
  const pair = all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  if (!pair) {
    return null;
  }
  const estimate = pair.availableOutgoingBitrate;
  return {
    udp: all.find(({ id }) => id === pair.localCandidateId)?.protocol === 'udp',
    upBps: estimate === undefined ? undefined : Math.min(MOST_BPS, Math.floor(estimate / STEP_BPS) * STEP_BPS),
  };
}
