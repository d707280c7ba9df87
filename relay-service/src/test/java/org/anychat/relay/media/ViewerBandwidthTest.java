package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SvcFrames;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher's simulcast and sound over one viewer's path, in simulated time. */
class ViewerBandwidthTest {
    private static final long FAST = 4_000_000;
    private static final long SLOW = 700_000;
    private static final long STARVING = 120_000;
    private static final long OUTAGE = 1_000;
    /** Sound of 54 kbit/s, and of 150 kbit/s of video no more than the lower temporal layers. */
    private static final long HALF = 160_000;
    /** The same of 340 kbit/s of video. */
    private static final long THINNING = 280_000;
    /** The same of 340 kbit/s of video, no more than the 174 of its lowest temporal layer; nothing for 34 of redundancy. */
    private static final long WITHHOLDING = 255_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldSendTheHighestLayerSoonAfterTheStart() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());
    }

    @Test
    void shouldBeginWithNoMoreThanThePathIsTakenToCarry() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        viewer.linkBps(SLOW);
        viewer.run(10_000);
        assertTrue(viewer.highestLayer() == 0 || viewer.highestLayer() == 1, "layer " + viewer.highestLayer());
    }

    @Test
    void shouldGoDownWithThePathAndUpAgainWithoutALongFreezeOrLateSound() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
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

    /** Layers of 150, 500 and 1700 kbit/s again, each with those below, out of one encoding. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoDownAndUpInTheSpatialLayersOfOneEncoding(boolean dependAtKeyFramesAlone) {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 3, 3, dependAtKeyFramesAlone);
        if (dependAtKeyFramesAlone) {
            frames.withFrameBytes(550, 2_000, 7_000);
        } else {
            frames.withFrameBytes(550, 1_400, 5_000);
        }
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS, frames);
        viewer.linkBps(FAST);
        viewer.run(10_000);
        assertEquals(2, viewer.layer());

        viewer.begin();
        viewer.linkBps(SLOW);
        long down = viewer.runUntil(() -> viewer.layer() >= 0 && viewer.layer() < 2, 10_000);
        assertTrue(down <= 3_000, () -> "down after " + down + " ms");
        viewer.run(20_000);
        assertEquals(1, viewer.layer());
        assertTrue(viewer.longestFreezeMs() <= 1_500, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
        assertEquals(0, viewer.audioLostForLong());

        viewer.begin();
        viewer.linkBps(FAST);
        long up = viewer.runUntil(() -> viewer.layer() == 2, 30_000);
        assertTrue(up <= 15_000, () -> "up after " + up + " ms");
        viewer.run(20_000);
        assertEquals(2, viewer.layer());
        assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
        assertTrue(viewer.keyFrames() <= 8, () -> viewer.keyFrames() + " key frames");
    }

    @Test
    void shouldPauseTheVideoUnderStarvationAndBringItBack() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
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
    void shouldSendHalfOfTheFramesWhereOtherwiseThereWouldBeNone() {
        ShapedViewer whole = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        ShapedViewer thinned = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        thinned.withTemporalLayers();
        for (ShapedViewer viewer : List.of(whole, thinned)) {
            viewer.linkBps(FAST);
            viewer.run(8_000);
            assertEquals(2, viewer.layer());
            viewer.linkBps(HALF);
            viewer.run(30_000);
            viewer.begin();
            viewer.run(20_000);
        }
        assertTrue(whole.isStarved());
        assertEquals(0, thinned.layer());
        assertTrue(thinned.temporalLimit() < Subscription.ALL_FRAMES, "all frames are sent");
        assertTrue(thinned.longestFreezeMs() <= 500, () -> "stood still for " + thinned.longestFreezeMs() + " ms");
        assertTrue(thinned.worstAudioDelayMs() <= 500, () -> "sound " + thinned.worstAudioDelayMs() + " ms late");

        thinned.linkBps(FAST);
        long up = thinned.runUntil(() -> thinned.layer() == 2 && thinned.temporalLimit() >= 2, 60_000);
        assertTrue(up <= 30_000, () -> "up after " + up + " ms");
    }

    /** As Chromium publishes where dependency descriptors are agreed to. */
    @ParameterizedTest
    @EnumSource(names = {"VP8", "AV1"})
    void shouldSendFewerFramesOfWhatIsToldByDescriptorsBeforeItPauses(VideoCodec codec) {
        SvcFrames frames = new SvcFrames(seeded.random(), codec, 1, 3, false);
        frames.withFrameBytes(1_200);
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS, frames);
        viewer.linkBps(FAST);
        viewer.run(10_000);
        assertEquals(2, viewer.temporalLimit());

        viewer.begin();
        viewer.linkBps(THINNING);
        viewer.run(30_000);
        assertEquals(0, viewer.counters.value(RelayCounter.VIDEOS_STARVED));
        assertTrue(viewer.temporalLimit() < 2, "all frames are sent");
        assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");

        viewer.linkBps(FAST);
        long up = viewer.runUntil(() -> viewer.temporalLimit() == 2, 60_000);
        assertTrue(up <= 30_000, () -> "up after " + up + " ms");
    }

    /** Frames as large as VP9 has them: more than half of the rate is in the lowest temporal layer. */
    @ParameterizedTest
    @EnumSource(names = {"VP8", "AV1"})
    void shouldPauseNoVideoForTheRedundancyOfSound(VideoCodec codec) {
        SvcFrames frames = new SvcFrames(seeded.random(), codec, 1, 3, false);
        frames.withTemporalBytes(2_700, 815, 742);
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS, frames);
        viewer.withRedundancy();
        viewer.linkBps(FAST);
        viewer.run(10_000);
        viewer.reportLostSound();
        assertTrue(viewer.getsRedundancy());

        viewer.begin();
        viewer.linkBps(WITHHOLDING);
        viewer.run(30_000);
        assertEquals(0, viewer.counters.value(RelayCounter.VIDEOS_STARVED));
        assertTrue(viewer.temporalLimit() < 2, "all frames are sent");
        assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");

        viewer.linkBps(FAST);
        long up = viewer.runUntil(() -> viewer.temporalLimit() == 2, 60_000);
        assertTrue(up <= 30_000, () -> "up after " + up + " ms");
        viewer.reportLostSound();
        viewer.run(1_000);
        assertTrue(viewer.getsRedundancy(), "there is room for it");
    }

    /** One layer of 2 Mbit/s, twice what is taken for the path at first: it is looked for. */
    @Test
    void shouldSoonSendAVideoOfOneLayerThatIsMoreThanThePathIsTakenToCarryAtFirst() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.H264, 1, 1, false);
        frames.withFrameBytes(8_300);
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS, frames);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(0, viewer.layer());
        assertFalse(viewer.isStarved());
        viewer.begin();
        viewer.run(20_000);
        assertTrue(viewer.longestFreezeMs() <= 500, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
    }

    @Test
    void shouldBringAVideoBackThatAnOutagePausedWhereNothingElseIsSent() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        viewer.withoutSound();
        viewer.linkBps(FAST);
        viewer.run(10_000);
        viewer.linkBps(OUTAGE);
        long took = viewer.runUntil(viewer::isStarved, 60_000);
        assertTrue(took < 30_000, () -> "took " + took + " ms");
        viewer.run(10_000);
        viewer.linkBps(FAST);
        long back = viewer.runUntil(() -> !viewer.isStarved() && viewer.layer() >= 0, 60_000);
        assertTrue(back <= 20_000, () -> "back after " + back + " ms");
    }

    @Test
    void shouldGoOnJudgingAVideoThatHasLeftAnotherSource() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS);
        viewer.withoutSecondVideo();
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());

        viewer.linkBps(SLOW);
        long down = viewer.runUntil(() -> viewer.layer() >= 0 && viewer.layer() < 2, 10_000);

        assertTrue(down <= 2_000, () -> "down after " + down + " ms");
    }

    @Test
    void shouldSendEverythingToAViewerThatTellsNothing() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.SILENT);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());
        assertEquals(0, viewer.bandwidth.estimateBps());
    }

    @Test
    void shouldNotJudgeAVideoByWhatIsToldOfSoundAlone() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.TELLS_OF_SOUND);
        viewer.linkBps(FAST);
        viewer.run(20_000);
        assertEquals(2, viewer.layer());
        assertEquals(0, viewer.counters.value(RelayCounter.VIDEOS_STARVED));
        assertEquals(0, viewer.bandwidth.estimateBps());
    }

    @Test
    void shouldSendLessOverAConnectionThatFillsUpAndKeepSoundInTime() {
        ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.STREAM);
        viewer.linkBps(FAST);
        viewer.run(5_000);
        assertEquals(2, viewer.layer());
        viewer.linkBps(500_000);
        viewer.run(5_000);
        viewer.begin();
        viewer.run(30_000);
        assertTrue(viewer.layer() == 0 || viewer.layer() == 1, "layer " + viewer.layer());
        assertTrue(viewer.worstAudioDelayMs() <= 500, () -> "sound came " + viewer.worstAudioDelayMs() + " ms late");
        assertTrue(viewer.longestFreezeMs() <= 2_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
        assertTrue(viewer.keyFrames() <= 8, () -> "key frames: " + viewer.keyFrames());

        viewer.linkBps(FAST);
        long up = viewer.runUntil(() -> viewer.layer() == 2, 120_000);
        assertTrue(up <= 60_000, () -> "up after " + up + " ms");
    }

    /** The link carries just a layer with its sound, or a little more, whenever it is that it becomes so slow. */
    @ParameterizedTest
    @ValueSource(ints = {450_000, 500_000, 550_000, 600_000})
    void shouldNotStopAVideoOverAConnectionThatCarriesALowerLayer(int linkBps) {
        for (int phase = 0; phase < 20; phase++) {
            ShapedViewer viewer = new ShapedViewer(seeded.random(), ShapedViewer.Terms.STREAM);
            viewer.linkBps(FAST);
            viewer.run(5_000 + 10 * phase);
            viewer.linkBps(linkBps);
            viewer.run(5_000);
            viewer.begin();
            viewer.run(30_000);
            assertTrue(viewer.longestFreezeMs() <= 1_000, () -> "stood still for " + viewer.longestFreezeMs() + " ms");
            assertTrue(viewer.worstAudioDelayMs() <= 500, () -> viewer.worstAudioDelayMs() + " ms late");
        }
    }
}
