package org.anychat.contracts;

/**
 * What a relay carries, as measured since its last sign of life.
 *
 * @param sessions media sessions that are open
 * @param maxSessions how many it would open
 * @param packetsPerSecond RTP packets in and out
 * @param busyPerMille the share of their time that the media loops were busy, 0 to 1000
 */
public record RelayLoad(int sessions, int maxSessions, long packetsPerSecond, int busyPerMille) {
    /** Nothing, or nothing known. */
    public static final RelayLoad NONE = new RelayLoad(0, Integer.MAX_VALUE, 0, 0);
}
