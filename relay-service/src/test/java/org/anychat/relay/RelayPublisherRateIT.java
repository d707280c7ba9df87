package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher that sends more than it may. */
class RelayPublisherRateIT {
    private static final int FRAME_BYTES = 1_000;
    private static final int CEILING_BPS = 80_000;
    private static final int FRAMES_OF_A_SECOND = CEILING_BPS / 8 / FRAME_BYTES;

    private TestWorld world;

    @BeforeEach
    void start() {
        RelayConfig.Limits limits = RelayConfig.Limits.DEFAULT.withPublisherCeiling(CEILING_BPS);
        world = new TestWorld(new RelayConfig(TestWorld.NODE, "127.0.0.1", 0, List.of(), 1, "H264", limits));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldDropWhatIsAboveBeforeViewersGetIt() {
        TestPublisher loud = world.publisher(world.peer(1)).publish("VP8");
        TestPublisher honest = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1))
                .subscribe()
                .answerUntil(loud.videoTrack(), true)
                .answerUntil(honest.videoTrack(), true);
        loud.sendVideoOf(FRAME_BYTES, true, 0);
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        int sent = 1;
        while (world.counter(RelayCounter.DROP_OVER_RATE) < 2 * FRAMES_OF_A_SECOND) {
            assertTrue(System.nanoTime() < deadlineNs, "sent " + sent);
            loud.sendVideoOf(FRAME_BYTES, false, sent++);
        }
        honest.sendVideoOf(FRAME_BYTES, true, 1);

        assertEquals(List.of(1), viewer.awaitNumber(viewer.ssrc(honest.videoTrack()), number -> number == 1));
        world.awaitLoops();
        assertTrue(world.counter(RelayCounter.RTP_OUT) <= sent + 1 - 2 * FRAMES_OF_A_SECOND);
        assertTrue(world.counter(RelayCounter.RTP_OUT) >= FRAMES_OF_A_SECOND / 2, "the burst of a second was sent");
    }

    @Test
    void shouldTellAPublisherALowCeilingWithRoomToSpare() {
        assertEquals(
                new RelayConfig.PublisherRate(2_000_000, 3_000_000),
                RelayConfig.Limits.DEFAULT.withPublisherCeiling(3_000_000).publisher());
        assertEquals(
                RelayConfig.PublisherRate.DEFAULT,
                RelayConfig.Limits.DEFAULT.withPublisherCeiling(12_000_000).publisher());
        assertEquals(
                new RelayConfig.PublisherRate(4_000_000, 0),
                RelayConfig.Limits.DEFAULT.withPublisherCeiling(0).publisher());
    }
}
