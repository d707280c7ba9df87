package org.anychat.relay.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/bandwidth-allocation.md, and what lies between them. */
class BandwidthAllocatorTest {
    private static final long LOW = 150_000;
    private static final long MIDDLE = 500_000;
    private static final long HIGH = 1_700_000;

    private final FakeClock clock = new FakeClock();
    private final BandwidthAllocator allocator = new BandwidthAllocator();
    private final List<VideoStream> streams = new ArrayList<>();

    private VideoStream simulcast(int rank) {
        return stream(rank, LOW, MIDDLE, HIGH);
    }

    private VideoStream stream(int rank, long... layersBps) {
        VideoStream stream = new VideoStream(layersBps.length);
        for (int i = 0; i < layersBps.length; i++) {
            stream.layerBps(i, layersBps[i]);
        }
        stream.rank(rank);
        streams.add(stream);
        return stream;
    }

    /** Three temporal layers in each: 40, 60 and 100 percent of its rate. */
    private VideoStream thinnable(int rank) {
        VideoStream stream = simulcast(rank);
        long[] layers = {LOW, MIDDLE, HIGH};
        for (int i = 0; i < layers.length; i++) {
            stream.thinnedBps(i, 1, layers[i] * 6 / 10);
            stream.thinnedBps(i, 2, layers[i] * 4 / 10);
        }
        return stream;
    }

    private List<Integer> leftOut() {
        return streams.stream().map(VideoStream::leftOut).toList();
    }

    private List<Integer> allocate(long budgetBps) {
        allocator.allocate(streams, budgetBps, clock.nowNs());
        return streams.stream().map(VideoStream::granted).toList();
    }

    private List<Integer> allocateFor(long seconds, long budgetBps) {
        for (int i = 0; i < 5 * seconds; i++) {
            clock.advanceMs(200);
            allocate(budgetBps);
        }
        return allocate(budgetBps);
    }

    private static int ordinary(int order) {
        return BandwidthAllocator.FIRST_ORDINARY_RANK + order;
    }

    @Test
    void shouldGiveOneVideoTheHighestLayerThatFits() {
        simulcast(ordinary(0));
        assertEquals(List.of(2), allocate(4_000_000));
    }

    @Test
    void shouldGiveEveryVideoItsLowestLayerBeforeItRaisesAny() {
        for (int i = 0; i < 4; i++) {
            simulcast(ordinary(i));
        }
        assertEquals(List.of(0, 0, 0, 0), allocate(800_000));
    }

    @Test
    void shouldNotPauseAVideoWhoseTemporalLayersAreNotSeenForAWhile() {
        VideoStream stream = stream(ordinary(0), LOW);
        stream.thinnedBps(0, 1, LOW * 6 / 10);
        stream.thinnedBps(0, 2, LOW * 4 / 10);
        allocate(4_000_000);
        assertEquals(List.of(0), allocate(LOW / 2));
        assertEquals(List.of(2), leftOut());

        stream.thinnedBps(0, 1, 0);
        stream.thinnedBps(0, 2, 0);
        stream.layerBps(0, LOW / 5);

        assertEquals(List.of(0), allocate(LOW / 2));
    }

    @Test
    void shouldTellWhetherAVideoWouldBePausedForWhatElseIsSent() {
        VideoStream stream = simulcast(ordinary(0));
        allocate(4_000_000);
        assertFalse(pausesAny(200_000), "127.5 are within 170");
        assertTrue(pausesAny(140_000), "127.5 are within 140, not within 110");
        assertFalse(pausesAny(120_000), "they are not within 120 either");

        allocate(0);
        assertTrue(stream.isStarved());
        assertFalse(pausesAny(180_000), "it rests");
        clock.advanceMs(5_000);
        assertTrue(pausesAny(180_000), "172.5 to come back are within 180, not within 150");
        assertFalse(pausesAny(210_000), "they are within both");
        stream.clear();
        assertFalse(pausesAny(10_000), "the publisher sends nothing");
    }

    /** By their ranks: the first that is lost counts. */
    @Test
    void shouldTellThatTheLastOfSomeVideosWouldBePaused() {
        for (int i = 0; i < 3; i++) {
            simulcast(ordinary(i));
        }
        allocate(4_000_000);
        assertFalse(pausesAny(460_000), "427.5 are within 430");
        assertTrue(pausesAny(440_000));
        assertFalse(pausesAny(400_000), "two are sent with either");
    }

    private boolean pausesAny(long budgetBps) {
        return allocator.pausesAny(streams, budgetBps, 30_000, clock.nowNs());
    }

    @Test
    void shouldRaiseOrdinaryVideosInTurns() {
        for (int i = 0; i < 3; i++) {
            simulcast(ordinary(i));
        }
        assertEquals(List.of(1, 1, 1), allocate(1_800_000));
        assertEquals(List.of(2, 1, 1), allocateFor(5, 3_000_000));
    }

    @Test
    void shouldRaiseTheFavouredOneAsFarAsItGoesFirst() {
        simulcast(0);
        for (int i = 0; i < 3; i++) {
            simulcast(ordinary(i));
        }
        assertEquals(List.of(2, 0, 0, 0), allocate(2_500_000));
    }

    @Test
    void shouldPauseTheLastOnesUnderStarvationAndBringThemBack() {
        for (int i = 0; i < 3; i++) {
            simulcast(ordinary(i));
        }
        allocate(2_000_000);
        assertEquals(List.of(0, 0, -1), allocate(300_000));
        assertTrue(streams.get(2).isStarved());
        assertFalse(streams.get(0).isStarved());
        assertEquals(List.of(0, 0, 0), allocateFor(3, 520_000));
        assertFalse(streams.get(2).isStarved());
    }

    @Test
    void shouldKeepWhatIsSentWhenAnEstimateBacksOff() {
        simulcast(ordinary(0));
        assertEquals(List.of(1), allocate(600_000));
        assertEquals(List.of(1), allocate(430_000));
        assertEquals(List.of(0), allocate(420_000));
    }

    @Test
    void shouldRaiseOnlyWithRoomToSpareAndAfterARest() {
        simulcast(ordinary(0));
        allocate(700_000);
        assertEquals(List.of(0), allocate(300_000));
        assertEquals(List.of(0), allocate(700_000), "just lowered");
        assertEquals(List.of(0), allocateFor(3, 520_000), "too little to spare");
        assertEquals(List.of(1), allocateFor(3, 700_000));
    }

    @Test
    void shouldRestForLongerWhereARaiseDidNotLast() {
        simulcast(ordinary(0));
        allocate(700_000);
        int changes = 0;
        int before = 1;
        for (int i = 0; i < 5 * 60; i++) {
            clock.advanceMs(200);
            int now = allocate(before == 1 ? 300_000 : 700_000).get(0);
            changes += now == before ? 0 : 1;
            before = now;
        }
        assertTrue(changes <= 20, "changed " + changes + " times in a minute");
    }

    @Test
    void shouldNotBeMovedByAnEstimateThatSwings() {
        simulcast(ordinary(0));
        simulcast(ordinary(1));
        allocateFor(10, 1_200_000);
        List<Integer> before = allocate(1_200_000);
        for (int i = 0; i < 100; i++) {
            clock.advanceMs(200);
            assertEquals(before, allocate(i % 20 < 10 ? 1_200_000 : 1_020_000));
        }
    }

    @Test
    void shouldGiveNoLargerLayerThanIsShown() {
        VideoStream small = simulcast(ordinary(0));
        VideoStream large = simulcast(ordinary(1));
        small.wanted(0);
        assertEquals(List.of(0, 2), allocate(10_000_000));
        assertEquals(2, large.granted());
    }

    @Test
    void shouldSendHalfOfTheFramesWhereAllHaveNoRoom() {
        thinnable(ordinary(0));
        assertEquals(List.of(1), allocate(450_000));
        assertEquals(List.of(1), leftOut());
        assertEquals(List.of(0), allocate(130_000));
        assertEquals(List.of(0), leftOut());
        assertEquals(List.of(0), allocate(120_000));
        assertEquals(List.of(1), leftOut());
        assertEquals(List.of(0), allocate(70_000));
        assertEquals(List.of(2), leftOut());
        assertEquals(List.of(-1), allocate(50_000));
    }

    @Test
    void shouldKeepAllPicturesMovingBeforeItGivesAnyAllItsFrames() {
        for (int i = 0; i < 3; i++) {
            thinnable(ordinary(i));
        }
        assertEquals(List.of(0, 0, 0), allocate(300_000));
        assertEquals(List.of(1, 1, 1), leftOut());
        assertEquals(List.of(0, 0, 0), allocateFor(3, 240_000));
        assertEquals(List.of(1, 1, 2), leftOut());
    }

    @Test
    void shouldGiveTheOthersTheirLowestLayerWholeBeforeItRaisesTheFavouredOne() {
        thinnable(0);
        for (int i = 0; i < 3; i++) {
            thinnable(ordinary(i));
        }
        assertEquals(List.of(1, 0, 0, 0), allocate(1_000_000));
        assertEquals(List.of(0, 0, 0, 0), leftOut());
    }

    @Test
    void shouldRaiseAboveTheLowestLayerByHalfOfTheFramesOrAll() {
        thinnable(ordinary(0));
        assertEquals(List.of(0), allocate(300_000));
        assertEquals(List.of(0), leftOut());
        assertEquals(List.of(1), allocateFor(3, 330_000));
        assertEquals(List.of(1), leftOut());
        assertEquals(List.of(1), allocateFor(3, 540_000));
        assertEquals(List.of(0), leftOut());
    }

    /** What the layers are, of simulcast or spatial ones of one encoding, does not matter here. */
    @Test
    void shouldTakeFramesAwayBeforeItTakesALayerAway() {
        thinnable(ordinary(0));
        assertEquals(List.of(2), allocate(4_000_000));
        assertEquals(List.of(0), leftOut());
        assertEquals(List.of(2), allocate(1_000_000));
        assertEquals(List.of(1), leftOut());
        assertEquals(List.of(1), allocate(800_000));
        assertEquals(List.of(0), leftOut());
        assertEquals(List.of(1), allocate(350_000));
        assertEquals(List.of(1), leftOut());
    }

    @Test
    void shouldRaiseByAsManyLayersAsThereIsRoomFor() {
        thinnable(ordinary(0));
        assertEquals(List.of(0), allocate(200_000));
        assertEquals(List.of(1), allocateFor(3, 1_000_000));
        assertEquals(List.of(0), leftOut());
    }

    @Test
    void shouldSendTheLowestLayerWholeWhereNoneOfThoseWantedIsThere() {
        VideoStream stream = stream(ordinary(0), 0, MIDDLE);
        stream.thinnedBps(1, 1, MIDDLE / 2);
        stream.wanted(0);
        assertEquals(List.of(1), allocate(1_000_000));
        assertEquals(List.of(0), leftOut());
    }

    @Test
    void shouldLeaveOutLayersThatAreNotThere() {
        stream(ordinary(0), 0, MIDDLE, 0);
        stream(ordinary(1), 0, 0, 0);
        assertEquals(List.of(1, -1), allocate(10_000_000));
        assertFalse(streams.get(1).isStarved());
    }

    @Test
    void shouldTellWhatItWouldTakeToSendEverything() {
        simulcast(ordinary(0));
        allocate(300_000);
        assertEquals(1.15 * HIGH, allocator.wantedBps(), 1);
    }
}
