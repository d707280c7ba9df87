package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.anychat.relay.feedback.NackGenerator.Arrival;
import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    @Test
    void shouldTakeWhatALaterPacketBringsAlongWhereItIsMissing() {
        NackGenerator sound = new NackGenerator();
        assertFalse(sound.onRestored(9, 0), "before the first packet nothing is missing");
        sound.onPacket(10, 0);
        assertFalse(sound.onRestored(10, 0), "it was here");
        assertFalse(sound.onRestored(9, 0), "before the first");
        assertTrue(sound.onRestored(12, 0), "newer than all, and opens a gap");
        assertEquals(1, sound.missing());
        assertEquals(Arrival.NEW, sound.onPacket(13, 0));
        assertTrue(sound.onRestored(11, 0), "open");
        assertEquals(0, sound.missing());
        assertEquals(Arrival.DUPLICATE, sound.onPacket(11, 0), "too late itself");
        assertEquals(Arrival.DUPLICATE, sound.onPacket(12, 0));
        assertEquals(0, sound.lost());
    }

    @Test
    void shouldLearnNoRoundTripFromWhatCameAlong() {
        NackGenerator sound = new NackGenerator();
        sound.onPacket(10, 0);
        sound.onPacket(12, 0);
        long before = sound.roundTripNs();
        assertEquals(1, sound.collect(NackGenerator.REORDER_NS, new int[4]));
        assertTrue(sound.onRestored(11, NackGenerator.REORDER_NS + 1));
        assertEquals(before, sound.roundTripNs());
    }

    private final FakeClock clock = new FakeClock();
    private final NackGenerator generator = new NackGenerator();

    @Test
    void shouldAskForAGapOverTheWrap() {
        receive(65_534);
        receive(2);
        clock.advanceNs(NackGenerator.REORDER_NS);
        assertArrayEquals(new int[] {65_535, 0, 1}, due());
    }

    @Test
    void shouldNotAskForWhatIsOnlyReordered() {
        receive(1);
        receive(3);
        assertEquals(Arrival.RECOVERED, receive(2));
        clock.advanceNs(NackGenerator.REORDER_NS);
        assertArrayEquals(new int[0], due());
    }

    @Test
    void shouldTellDuplicates() {
        receive(1);
        receive(2);
        assertEquals(Arrival.DUPLICATE, receive(2));
        assertEquals(Arrival.DUPLICATE, receive(1));
        assertEquals(Arrival.DUPLICATE, receive(0));
    }

    @Test
    void shouldAskAgainOnlyAfterARoundTrip() {
        receive(1);
        receive(3);
        clock.advanceNs(NackGenerator.REORDER_NS);
        assertArrayEquals(new int[] {2}, due());
        clock.advanceMs(50);
        assertArrayEquals(new int[0], due());
        clock.advanceMs(60);
        assertArrayEquals(new int[] {2}, due());
    }

    @Test
    void shouldLearnTheRoundTripFromAnswers() {
        for (int i = 0; i < 100; i++) {
            receive(2 * i);
            clock.advanceNs(NackGenerator.REORDER_NS);
            due();
            clock.advanceMs(10);
            assertEquals(i == 0 ? Arrival.DUPLICATE : Arrival.RECOVERED, receive(2 * i - 1));
        }
        assertTrue(generator.roundTripNs() < 12_000_000, "round trip " + generator.roundTripNs());
    }

    @Test
    void shouldGiveUpOnceAndSaySo() {
        receive(1);
        receive(3);
        int asked = 0;
        for (int i = 0; i < 200; i++) {
            clock.advanceMs(20);
            asked += due().length;
        }
        assertTrue(asked >= 2 && asked <= NackGenerator.MAX_ATTEMPTS, "asked " + asked);
        assertEquals(0, generator.missing());
        assertEquals(1, generator.lost());
        assertTrue(generator.takeGaveUp());
        assertFalse(generator.takeGaveUp());
        assertEquals(Arrival.DUPLICATE, receive(2));
    }

    @Test
    void shouldGiveUpAGapTooLargeToAskFor() {
        receive(1);
        receive(1000);
        assertTrue(generator.takeGaveUp());
        assertEquals(0, generator.missing());
        receive(1002);
        clock.advanceNs(NackGenerator.REORDER_NS);
        assertArrayEquals(new int[] {1001}, due());
    }

    @Test
    void shouldStayBoundedUnderEndlessLoss() {
        for (int i = 0; i < 10_000; i++) {
            receive(2 * i & 0xFFFF);
            assertTrue(generator.missing() <= NackGenerator.MAX_MISSING);
        }
        assertTrue(generator.takeGaveUp());
    }

    @Test
    void shouldCollectNoMoreThanThereIsRoomFor() {
        receive(0);
        receive(101);
        clock.advanceNs(NackGenerator.REORDER_NS);
        int[] few = new int[40];
        assertEquals(40, generator.collect(clock.nowNs(), few));
        assertEquals(40, generator.collect(clock.nowNs(), few));
        assertEquals(20, generator.collect(clock.nowNs(), few));
    }

    private Arrival receive(int sequenceNumber) {
        return generator.onPacket(sequenceNumber & 0xFFFF, clock.nowNs());
    }

    private int[] due() {
        int[] due = new int[NackGenerator.MAX_MISSING];
        int count = generator.collect(clock.nowNs(), due);
        return Arrays.copyOf(due, count);
    }
}
