package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.anychat.relay.feedback.NackGenerator;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SequenceRewriterTest {
    private static final int CLOCK_RATE_HZ = 90_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private final SequenceRewriter rewriter = new SequenceRewriter(CLOCK_RATE_HZ, 100);

    @Test
    void shouldGiveNothingOutBeforeASegmentBegins() {
        assertFalse(rewriter.rewrite(1, 1, clock.nowNs()));
        assertEquals(SequenceRewriter.UNKNOWN, rewriter.trace(100));
    }

    @Test
    void shouldStartAtItsOwnFirstNumber() {
        begin(0, 40_000, 7777);
        assertMaps(40_000, 7777, 100, 7777);
        assertMaps(40_001, 7777, 101, 7777);
    }

    @Test
    void shouldPassGapsAndReorderingThrough() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        assertMaps(13, 3000, 103, 3000);
        assertMaps(12, 0, 102, 0);
        assertMaps(14, 3000, 104, 3000);
    }

    @Test
    void shouldGoOnOverTheWrapOfEitherSide() {
        SequenceRewriter late = new SequenceRewriter(CLOCK_RATE_HZ, 32_767);
        late.begin(0, 65_000, 0, clock.nowNs());
        for (int i = 0; i < 200_000; i++) {
            assertTrue(late.rewrite((65_000 + i) & 0xFFFF, i, clock.nowNs()), "packet " + i);
            assertEquals((32_767 + i) & 0xFFFF, late.sequenceNumber());
        }
    }

    @Test
    void shouldRefuseWhatIsOlderThanTheSegment() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        assertFalse(rewriter.rewrite(9, 0, clock.nowNs()));
    }

    @Test
    void shouldRefuseWhatIsFarTooLate() {
        begin(0, 0, 0);
        assertMaps(0, 0, 100, 0);
        assertMaps(3000, 0, 3100, 0);
        assertFalse(rewriter.rewrite(3000 - SequenceRewriter.MAX_LATENESS - 1, 0, clock.nowNs()));
        assertTrue(rewriter.rewrite(3000 - SequenceRewriter.MAX_LATENESS, 0, clock.nowNs()));
    }

    @Test
    void shouldContinueAfterAPauseWithoutAGapAndWithTheTimeThatPassed() {
        begin(0, 10, 1000);
        assertMaps(10, 1000, 100, 1000);
        clock.advanceMs(2000);
        begin(0, 500, 999_999);
        assertMaps(500, 999_999, 101, 1000 + 2 * CLOCK_RATE_HZ);
        assertMaps(501, 999_999, 102, 1000 + 2 * CLOCK_RATE_HZ);
    }

    @Test
    void shouldMoveTheTimestampByATickAtLeastWhenSwitchingAtOnce() {
        begin(0, 10, 1000);
        assertMaps(10, 1000, 100, 1000);
        begin(1, 60_000, -5);
        assertMaps(60_000, -5, 101, 1001);
    }

    @Test
    void shouldTraceNumbersOfOldSegmentsBack() {
        begin(0, 10, 1000);
        assertMaps(10, 1000, 100, 1000);
        assertMaps(11, 1000, 101, 1000);
        begin(2, 60_000, 5);
        assertMaps(60_000, 5, 102, 1001);

        int old = rewriter.trace(101);
        assertEquals(0, rewriter.source(old));
        assertEquals(11, rewriter.sourceSequenceNumber(old, 101));
        assertEquals(1000, rewriter.timestamp(old, 1000));
        int latest = rewriter.trace(102);
        assertEquals(2, rewriter.source(latest));
        assertEquals(60_000, rewriter.sourceSequenceNumber(latest, 102));
    }

    @Test
    void shouldNotTraceWhatWasNeverGivenOut() {
        begin(0, 10, 1000);
        assertMaps(10, 1000, 100, 1000);
        assertEquals(SequenceRewriter.UNKNOWN, rewriter.trace(101));
        assertEquals(SequenceRewriter.UNKNOWN, rewriter.trace(99));
    }

    @Test
    void shouldForgetTheOldestSegments() {
        for (int i = 0; i <= SequenceRewriter.SEGMENTS; i++) {
            begin(i, 1000 * i, i);
            assertTrue(rewriter.rewrite(1000 * i, i, clock.nowNs()));
        }
        assertEquals(SequenceRewriter.UNKNOWN, rewriter.trace(100));
        assertEquals(1, rewriter.source(rewriter.trace(101)));
    }

    @Test
    void shouldCloseUpBehindWhatIsLeftOut() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        rewriter.leaveOut(11, 1);
        rewriter.leaveOut(12, 1);
        assertMaps(13, 9000, 101, 9000);
        rewriter.leaveOut(15, 2);
        assertMaps(16, 18_000, 102, 18_000);
    }

    @Test
    void shouldKeepTheNumbersOfWhatIsMissingBeforeWhatIsLeftOut() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        rewriter.leaveOut(13, 1);
        assertMaps(14, 9000, 103, 9000);
        assertMaps(12, 0, 102, 0);
        assertMaps(11, 0, 101, 0);
        assertFalse(rewriter.rewrite(13, 3000, clock.nowNs()));
        assertEquals(11, rewriter.sourceSequenceNumber(rewriter.trace(101), 101));
        assertEquals(14, rewriter.sourceSequenceNumber(rewriter.trace(103), 103));
    }

    @Test
    void shouldNotGoBackBeyondASegmentThatFollowsAnother() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        begin(0, 20, 3000);
        assertMaps(20, 3000, 101, 1);
        rewriter.leaveOut(21, 1);
        assertMaps(22, 9000, 102, 6001);
        assertFalse(rewriter.rewrite(19, 0, clock.nowNs()));
    }

    @Test
    void shouldGoOnBehindItsNewestNumberWhereWhatIsLeftOutJumps() {
        begin(0, 10, 0);
        assertMaps(10, 0, 100, 0);
        assertMaps(11, 0, 101, 0);
        rewriter.leaveOut(20_011, 1);
        rewriter.leaveOut(40_011, 1);
        rewriter.leaveOut(60_011, 1);
        assertMaps(60_012, 3000, 102, 3000);
        assertEquals(11, rewriter.sourceSequenceNumber(rewriter.trace(101), 101));
        assertFalse(rewriter.rewrite(60_010, 0, clock.nowNs()), "it is from before");
    }

    @Test
    void shouldTakeANewPacketForNoLateOneWhereItsNumberComesRound() {
        begin(0, 10, 0);
        for (int i = 0; i < 100; i++) {
            assertMaps(10 + i, 0, 100 + i, 0);
        }
        rewriter.leaveOut(109 + 16_000, 1);
        rewriter.rewrite(109 + 16_000 + 32_767, 0, clock.nowNs());
        int highest = rewriter.sequenceNumber();
        assertTrue(rewriter.rewrite(109 - 50, 0, clock.nowNs()), "new, 65 486 behind the last one of before");
        assertTrue((short) (rewriter.sequenceNumber() - highest) > 0, "number " + rewriter.sequenceNumber());
    }

    /** The property: no number for two packets, each traced to its own, whatever jumps, is left out, or comes late. */
    @Test
    void shouldGiveEachNumberOnceAndTraceItBack() {
        for (int round = 0; round < 200; round++) {
            new Run(seeded.random()).go();
        }
    }

    /** A source whose numbers jump at times, and what its packets became. */
    private final class Run {
        private final SequenceRewriter rewriter =
                new SequenceRewriter(CLOCK_RATE_HZ, 100, SequenceRewriter.SEGMENTS_WITH_GAPS);
        private final Random random;
        private final Map<Long, Integer> given = new HashMap<>();
        private final List<Integer> missing = new ArrayList<>();
        private long highest = 99;
        private int newest;

        Run(Random random) {
            this.random = random;
            newest = random.nextInt(1 << 16);
        }

        void go() {
            rewriter.begin(0, newest, 0, clock.nowNs());
            give(newest);
            for (int i = 0; i < 300; i++) {
                if (!missing.isEmpty() && random.nextInt(4) == 0) {
                    give(missing.remove(random.nextInt(missing.size())));
                } else {
                    goAhead(1 + random.nextInt(random.nextInt(8) == 0 ? 32_767 : 4));
                }
            }
        }

        private void goAhead(int ahead) {
            if (ahead > NackGenerator.MAX_MISSING) {
                missing.clear();
            } else {
                IntStream.range(1, ahead).forEach(i -> missing.add(newest + i));
            }
            boolean begins = random.nextBoolean();
            if (begins && random.nextInt(4) == 0) {
                rewriter.cut(newest + (random.nextBoolean() ? 1 : ahead));
            }
            newest += ahead;
            if (random.nextInt(3) == 0) {
                give(newest);
            } else {
                rewriter.leaveOut(newest, begins ? 1 : ahead);
            }
        }

        private void give(int source) {
            if (!rewriter.rewrite(source & 0xFFFF, 0, clock.nowNs())) {
                assertTrue(source < newest, "the newest is refused");
                return;
            }
            int number = rewriter.sequenceNumber();
            long unwrapped = highest + (short) (number - (int) highest);
            highest = Math.max(highest, unwrapped);
            assertNull(given.put(unwrapped, source), "number " + unwrapped + " twice");
            assertEquals(source & 0xFFFF, rewriter.sourceSequenceNumber(rewriter.trace(number), number));
        }
    }

    private void begin(int source, int sequenceNumber, int timestamp) {
        rewriter.begin(source, sequenceNumber, timestamp, clock.nowNs());
    }

    private void assertMaps(int sequenceNumber, int timestamp, int expectedSequenceNumber, int expectedTimestamp) {
        assertTrue(rewriter.rewrite(sequenceNumber, timestamp, clock.nowNs()));
        assertEquals(expectedSequenceNumber, rewriter.sequenceNumber());
        assertEquals(expectedTimestamp, rewriter.timestamp());
    }
}
