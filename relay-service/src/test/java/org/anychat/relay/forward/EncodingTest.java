package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final int PACKET_BYTES = 1_000;
    private static final int KEY_FRAME_PACKETS = 40;
    private static final int PACKETS_PER_SECOND = 60;

    private final FakeClock clock = new FakeClock();
    private final Encoding encoding = new Encoding(
            0, new PublicationFormat(VideoCodec.VP8, 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);

    private void packet() {
        encoding.onPacket(0, PACKET_BYTES, clock.nowNs());
    }

    private void run(int packets) {
        for (int i = 0; i < packets; i++) {
            clock.advanceNs(1_000_000_000 / PACKETS_PER_SECOND);
            packet();
        }
    }

    @Test
    void shouldNotTakeTheFirstKeyFrameForTheRate() {
        for (int i = 0; i < KEY_FRAME_PACKETS; i++) {
            packet();
        }
        run(PACKETS_PER_SECOND / 2);
        assertEquals(0, encoding.bitrateBps(clock.nowNs()));
        run(PACKETS_PER_SECOND);
        assertTrue(encoding.bitrateBps(clock.nowNs()) < 850_000, "rate " + encoding.bitrateBps(clock.nowNs()));
        run(2 * PACKETS_PER_SECOND);
        assertEquals(500_000.0, (double) encoding.bitrateBps(clock.nowNs()), 30_000.0);
    }
}
