package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class PublisherCeilingTest {
    private static final long CEILING_BPS = 12_000_000;
    private static final int PACKET_BYTES = 1_200;
    private static final int PERCENT = 100;

    private final FakeClock clock = new FakeClock();
    private final PublisherCeiling ceiling = new PublisherCeiling(CEILING_BPS, clock.nowNs());

    /** Sends evenly; how many of a hundred packets get through. */
    private int admitted(long bps, int packetBytes, long ms) {
        long packetsPerSecond = bps / 8 / packetBytes;
        long count = packetsPerSecond * ms / 1_000;
        long admitted = 0;
        for (long i = 0; i < count; i++) {
            clock.advanceNs(1_000_000_000 / packetsPerSecond);
            admitted += ceiling.admits(packetBytes, clock.nowNs()) ? 1 : 0;
        }
        return (int) (PERCENT * admitted / count);
    }

    private boolean burst(int bytes) {
        boolean all = true;
        for (int sent = 0; sent < bytes; sent += PACKET_BYTES) {
            all &= ceiling.admits(PACKET_BYTES, clock.nowNs());
        }
        return all;
    }

    @Test
    void shouldAdmitWhoKeepsToTheRate() {
        assertEquals(PERCENT, admitted(CEILING_BPS - 100_000, PACKET_BYTES, 60_000));
    }

    @Test
    void shouldAdmitTheKeyFramesAndProbesOfOneWhoKeepsToWhatItIsTold() {
        for (int second = 0; second < 30; second++) {
            assertTrue(burst(400_000), "a key frame at once");
            assertEquals(PERCENT, admitted(4_000_000, PACKET_BYTES, 900));
            assertEquals(PERCENT, admitted(40_000_000, PACKET_BYTES, 30), "a probe");
        }
    }

    @Test
    void shouldCutTenTimesTheRateDownToIt() {
        admitted(10 * CEILING_BPS, PACKET_BYTES, 1_000);
        int share = admitted(10 * CEILING_BPS, PACKET_BYTES, 10_000);
        assertTrue(share >= 9 && share <= 11, "admitted " + share + " %");
    }

    @Test
    void shouldCountWhatCameInsideOfOtherPackets() {
        assertTrue(ceiling.admits(PACKET_BYTES, clock.nowNs()));

        ceiling.charge((int) (CEILING_BPS / 8 / PACKET_BYTES), PACKET_BYTES);

        assertFalse(ceiling.admits(PACKET_BYTES, clock.nowNs()));
    }

    @Test
    void shouldCutManySmallPackets() {
        int bytes = 20;
        admitted(CEILING_BPS, bytes, 2_000);
        int share = admitted(CEILING_BPS, bytes, 10_000);
        assertTrue(share >= 9 && share <= 11, "admitted " + share + " %");
    }

    @Test
    void shouldAdmitSmallPacketsOfManySoundsUnderALowCeiling() {
        PublisherCeiling low = new PublisherCeiling(500_000, clock.nowNs());
        for (int i = 0; i < 10_000; i++) {
            clock.advanceNs(1_000_000);
            assertTrue(low.admits(60, clock.nowNs()));
        }
    }

    @Test
    void shouldAdmitAllAgainAfterAPause() {
        admitted(10 * CEILING_BPS, PACKET_BYTES, 5_000);
        clock.advanceMs(1_000);
        assertTrue(burst(1_400_000));
    }

    @Test
    void shouldAdmitAnythingWithoutACeiling() {
        PublisherCeiling none = new PublisherCeiling(PublisherCeiling.NONE_BPS, clock.nowNs());
        for (int i = 0; i < 1_000_000; i++) {
            assertTrue(none.admits(PACKET_BYTES, clock.nowNs()));
        }
    }
}
