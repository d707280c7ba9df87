package org.anychat.relay.feedback;

import java.util.concurrent.TimeUnit;

/** Turns a stream's totals into what has happened in the last second or so. Allocates nothing per packet. */
final class StreamMeter {
    private static final long BITS_PER_OCTET = 8;
    private static final int SILENCE = 127;
    private static final int MAX_VOLUME = 100;

    private boolean started;
    private long sinceNs;
    private long octets;
    private long expectedBefore;
    private long receivedBefore;
    private long lostForGoodBefore;
    private int loudest = SILENCE;
    private boolean levelsTold;
    private int pictureSize;
    private StreamRate rate = StreamRate.NONE;

    /** The sender's word on a packet's loudness: 0 is the loudest, 127 silence, in -dBov (RFC 6464). */
    void onAudioLevel(int level) {
        loudest = Math.min(loudest, level);
        levelsTold = true;
    }

    void onPictureSize(int size) {
        pictureSize = size;
    }

    void onPayload(int length) {
        octets += length;
    }

    /** Ends an interval. A total that has fallen has begun anew, and the interval counts from there. */
    void measure(long expected, long received, long lostForGood, long nowNs) {
        long elapsedNs = nowNs - sinceNs;
        if (started && elapsedNs > 0) {
            long expectedNow = since(expectedBefore, expected);
            rate = new StreamRate(
                    octets
                            * BITS_PER_OCTET
                            * TimeUnit.SECONDS.toMillis(1)
                            / Math.max(1, TimeUnit.NANOSECONDS.toMillis(elapsedNs)),
                    expectedNow,
                    Math.max(0, expectedNow - since(receivedBefore, received)),
                    since(lostForGoodBefore, lostForGood),
                    levelsTold ? (SILENCE - loudest) * MAX_VOLUME / SILENCE : StreamRate.UNKNOWN,
                    pictureSize);
        }
        started = true;
        sinceNs = nowNs;
        octets = 0;
        loudest = SILENCE;
        expectedBefore = expected;
        receivedBefore = received;
        lostForGoodBefore = lostForGood;
    }

    private static long since(long before, long now) {
        return now < before ? now : now - before;
    }

    StreamRate rate() {
        return rate;
    }
}
