package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 3711 appendix A. */
class PacketIndexTest {
    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldGoForwardOverTheRollover() {
        assertEquals(0x1_0003, PacketIndex.estimate(0xFFFE, 3));
    }

    @Test
    void shouldGoBackOverTheRollover() {
        assertEquals(0xFFFE, PacketIndex.estimate(0x1_0003, 0xFFFE));
    }

    @Test
    void shouldBeNegativeBeforeTheFirstRollover() {
        assertTrue(PacketIndex.estimate(3, 0xFFFE) < 0);
    }

    @Test
    void shouldReachTheLimitBeyondTheLastRollover() {
        assertEquals(PacketIndex.LIMIT + 3, PacketIndex.estimate(PacketIndex.LIMIT - 1, 3));
    }

    @Test
    void shouldFindEveryIndexLessThanHalfTheSequenceSpaceAway() {
        for (int i = 0; i < 100_000; i++) {
            long highest = (1L << 16) + seeded.random().nextInt(Integer.MAX_VALUE);
            long index = highest - 0x7FFF + seeded.random().nextInt(0xFFFF);
            assertEquals(index, PacketIndex.estimate(highest, (int) index & 0xFFFF), "highest " + highest);
        }
    }
}
