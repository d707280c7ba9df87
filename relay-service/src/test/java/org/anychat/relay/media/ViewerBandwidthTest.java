package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.relay.stats.RelayCounter;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A publisher's simulcast and sound over one viewer's path, in simulated time. */
class ViewerBandwidthTest {
    private static final long FAST = 4_000_000;
    private static final long SLOW = 700_000;
    private static final long STARVING = 120_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldSendTheHighestLayerSoonAfterTheStart() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), true);
        viewer.linkBps(FAST);
        long took = viewer.runUntil(() -> viewer.layer() == 2, 20_000);
        assertTrue(took <= 5_000, () -> "took " + took + " ms");
    }

    @Test
    void shouldGoDownWithThePathAndUpAgainWithoutALongFreezeOrLateSound() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), true);
        viewer.linkBps(FAST);
        viewer.run(10_000);
        assertEquals(2, viewer.layer());

        viewer.begin();
        viewer.linkBps(SLOW);
        long down = viewer.runUntil(() -> viewer.layer() >= 0 && viewer.layer() < 2, 10_000);
        assertTrue(down <= 2_000, () -> "down after " + down + " ms");
        viewer.run(20_000);
        assertEquals(1, viewer.layer());
        assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
        assertTrue(viewer.worstAudioDelayMs() <= 1_000, () -> "sound came " + viewer.worstAudioDelayMs() + " ms late");
        assertEquals(0, viewer.audioLostForLong());

        viewer.begin();
        viewer.linkBps(FAST);
        long up = viewer.runUntil(() -> viewer.layer() == 2, 30_000);
        assertTrue(up <= 15_000, () -> "up after " + up + " ms");
        viewer.run(20_000);
        assertEquals(2, viewer.layer());
        assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
    }

    @Test
    void shouldPauseTheVideoUnderStarvationAndBringItBack() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), true);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        viewer.linkBps(STARVING);
        long took = viewer.runUntil(viewer::isStarved, 20_000);
        assertTrue(took < 10_000, () -> "took " + took + " ms");
        viewer.run(5_000);
        viewer.begin();
        viewer.run(10_000);
        assertTrue(viewer.worstAudioDelayMs() <= 400, () -> "sound came " + viewer.worstAudioDelayMs() + " ms late");
        viewer.linkBps(FAST);
        long back = viewer.runUntil(() -> !viewer.isStarved() && viewer.layer() >= 0, 60_000);
        assertTrue(back <= 20_000, () -> "back after " + back + " ms");
        assertEquals(1, viewer.counters.value(RelayCounter.VIDEOS_RESUMED));
    }

    @Test
    void shouldSendEverythingToAViewerThatTellsNothing() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), false);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());
        assertEquals(0, viewer.bandwidth.estimateBps());
    }

    @Test
    void shouldKeepToRembWhereThatIsAllAViewerTells() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), false);
        viewer.linkBps(FAST);
        viewer.bandwidth.onRemb(700_000);
        viewer.run(5_000);
        assertEquals(1, viewer.layer());
        viewer.bandwidth.onRemb(3_000_000);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());
        assertFalse(viewer.isStarved());
    }
}
