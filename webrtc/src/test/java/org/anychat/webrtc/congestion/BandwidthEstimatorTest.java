package org.anychat.webrtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In simulated time, over a path whose bottleneck the test moves. */
class BandwidthEstimatorTest {
    private static final long FAST = 4_000_000;
    private static final long SLOW = 700_000;
    private static final long NARROW = 290_000;
    private static final int SWING_MS = 150;
    private static final int STEP_MS = 20;
    private static final long REFERENCE_WRAP_MS = 64L << 24;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private ShapedPath path(long delayMs, double loss) {
        ShapedPath path = new ShapedPath(seeded.random(), delayMs, loss);
        path.wants(20_000_000);
        return path;
    }

    @Test
    void shouldFindAFastPathWithinTwoSeconds() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        long took = path.runUntil(bps -> bps > 0.85 * FAST, 10_000);
        assertTrue(took <= 2_000, () -> "took " + took + " ms");
    }

    @Test
    void shouldUseMostOfThePathAndKeepItsQueueShort() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.run(5_000);
        long used = path.run(30_000);
        assertTrue(used >= 0.85 * FAST, () -> "used " + used);
        assertTrue(path.worstAudioDelayMs() <= 250, () -> "sound waited " + path.worstAudioDelayMs() + " ms");
    }

    @Test
    void shouldFollowAStepDownAndUpAgain() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.run(10_000);
        path.linkBps(SLOW);
        long down = path.runUntil(bps -> bps <= SLOW, 10_000);
        assertTrue(down <= 2_000, () -> "down after " + down + " ms");
        path.run(2_000 - down);
        long slow = path.run(20_000);
        assertTrue(slow >= 0.85 * SLOW, () -> "of the slow path used " + slow);
        assertTrue(path.worstAudioDelayMs() <= 400, () -> "sound waited " + path.worstAudioDelayMs() + " ms");
        path.linkBps(FAST);
        long up = path.runUntil(bps -> bps >= 0.85 * FAST, 30_000);
        assertTrue(up <= 15_000, () -> "up after " + up + " ms");
        path.run(2_000);
        long fast = path.run(20_000);
        assertTrue(fast >= 0.85 * FAST, () -> "of the fast path used " + fast);
    }

    @Test
    void shouldNotTakeRandomLossForAFullPath() {
        ShapedPath path = path(25, 0.05);
        path.linkBps(FAST);
        path.run(10_000);
        long used = path.run(20_000);
        assertTrue(used >= 0.7 * FAST, () -> "used " + used);
    }

    @Test
    void shouldYieldToHeavyLoss() {
        ShapedPath path = path(25, 0.3);
        path.linkBps(FAST);
        path.run(20_000);
        assertTrue(path.estimator.estimateBps() < SLOW, () -> "estimate " + path.estimator.estimateBps());
    }

    /** By its own growth, of a twentieth for each interval without loss: from far below the floor that would take for ever. */
    @Test
    void shouldComeBackFromHeavyLossWithoutProbes() {
        ShapedPath path = path(25, 0.3);
        path.linkBps(FAST);
        path.wants(0);
        path.run(60_000);
        long floor = BandwidthEstimator.Limits.DEFAULT.floorBps();
        assertEquals(floor, path.estimator.estimateBps());
        path.loss(0);
        path.run(10_000);
        assertTrue(path.estimator.estimateBps() > floor, () -> "still " + path.estimator.estimateBps());
    }

    /** A network whose delays swing seems full again and again, and never empty. */
    @ParameterizedTest
    @ValueSource(ints = {1_500, 2_000})
    void shouldProbeAgainWhereDelaysSwingForLong(int cycleMs) {
        ShapedPath path = path(25, 0);
        path.linkBps(20_000_000);
        path.minVideoBps(400_000);
        path.maxVideoBps(400_000);
        path.wants(5_000_000);
        path.run(5_000);
        long before = path.estimator.estimateBps();
        int fellMs = -1;
        boolean probed = false;
        for (int ms = 0; ms < 30_000 && (fellMs < 0 || ms < fellMs + 15_000); ms += STEP_MS) {
            path.delayMs(100 + swingMs(ms % cycleMs, cycleMs));
            path.run(STEP_MS);
            fellMs = fellMs < 0 && path.estimator.estimateBps() < before ? ms : fellMs;
            probed |= fellMs >= 0 && ms > fellMs + 100 && path.paddingSent() > 0;
        }
        assertTrue(fellMs >= 0, "never found full");
        assertTrue(probed, "no probe in 15 seconds");
    }

    /** Up in a quarter of the time, level for half of it, down in the rest. */
    private static long swingMs(int ofCycleMs, int cycleMs) {
        int toEndMs = Math.min(ofCycleMs, cycleMs - ofCycleMs);
        return Math.min(SWING_MS, 4L * SWING_MS * toEndMs / cycleMs);
    }

    @Test
    void shouldFindRoomThatNothingUsesYet() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.maxVideoBps(150_000);
        path.wants(2_500_000);
        long took = path.runUntil(bps -> bps >= 2_500_000, 10_000);
        assertTrue(took <= 3_000, () -> "took " + took + " ms");
    }

    @Test
    void shouldNotDisturbASlowPathMuchWithProbes() {
        ShapedPath path = path(25, 0);
        path.linkBps(SLOW);
        path.maxVideoBps(400_000);
        path.wants(2_500_000);
        path.run(5_000);
        path.run(30_000);
        assertTrue(path.worstAudioDelayMs() <= 150, () -> "sound waited " + path.worstAudioDelayMs() + " ms");
        assertTrue(
                path.estimator.estimateBps() >= 400_000 && path.estimator.estimateBps() <= 1.05 * SLOW,
                () -> "estimate " + path.estimator.estimateBps());
        assertTrue(path.audioLost() <= 6, () -> "lost " + path.audioLost());
    }

    /** The video takes all that the path carries, so what waited when it got slow goes on waiting. */
    @Test
    void shouldProbeNothingWhileWhatFilledThePathStillWaits() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.maxVideoBps(300_000);
        path.run(5_000);
        path.linkBps(NARROW);
        long full = path.runUntil(bps -> bps < NARROW, 5_000);
        assertTrue(full < 5_000, "the step down was not found out");
        path.maxVideoBps(220_000);
        path.minVideoBps(220_000);
        path.wants(400_000);
        path.run(6_000);
        assertTrue(path.worstAudioDelayMs() > 100, () -> "sound waits " + path.worstAudioDelayMs() + " ms");
        assertEquals(0, path.paddingSent());

        path.linkBps(FAST);
        long up = path.runUntil(bps -> bps >= 400_000, 10_000);
        assertTrue(up <= 6_000, () -> "up after " + up + " ms");
    }

    @Test
    void shouldProbeNothingWhereNothingMoreIsWanted() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.maxVideoBps(150_000);
        path.wants(200_000);
        long used = path.run(10_000);
        assertTrue(used < 230_000, () -> "sent " + used);
    }

    @Test
    void shouldFallToTheFloorWhereNothingIsAcknowledged() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.silence();
        path.run(20_000);
        assertEquals(BandwidthEstimator.Limits.DEFAULT.floorBps(), path.estimator.estimateBps());
    }

    @Test
    void shouldNotTakeAPauseOfItsOwnForSilence() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.run(10_000);
        path.wants(0);
        long before = path.estimator.estimateBps();
        path.sends(false);
        path.run(5_000);
        path.sends(true);
        path.run(90);
        assertTrue(path.estimator.estimateBps() >= before, () -> before + " fell to " + path.estimator.estimateBps());
    }

    @Test
    void shouldLookForRoomAgainWhenNothingIsSentAnyMore() {
        ShapedPath path = path(25, 0);
        path.linkBps(FAST);
        path.silence();
        path.run(10_000);
        path.sends(false);
        BandwidthEstimator estimator = path.estimator;
        boolean looked = false;
        for (int i = 0; i < 600 && !looked; i++) {
            path.run(10);
            looked = estimator.paddingDue(path.clock.nowNs()) > 0;
        }
        assertTrue(looked, "no padding is due, so nothing can ever be acknowledged");
    }

    @Test
    void shouldKnowWhatArrivesAfterTheWrapOfTheReceiversClock() {
        ShapedPath path = path(25, 0);
        path.receiverClockMs(REFERENCE_WRAP_MS / 2 - 5_000);
        path.linkBps(FAST);
        path.maxVideoBps(150_000);
        path.run(10_000);
        path.maxVideoBps(20_000_000);
        path.run(10_000);
        long arrives = path.estimator.acknowledgedBps();
        assertTrue(arrives >= 0.7 * FAST, () -> "arrives " + arrives);
    }
}
