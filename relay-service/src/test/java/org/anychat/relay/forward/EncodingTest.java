package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EncodingTest {
    private static final int PACKET_BYTES = 1_000;
    private static final int KEY_FRAME_PACKETS = 40;
    private static final int PACKETS_PER_SECOND = 60;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

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
    void shouldTellTemporalLayersApart() {
        assertEquals(0, encoding.temporalLayers(clock.nowNs()));
        for (int i = 0; i < 4 * PACKETS_PER_SECOND; i++) {
            clock.advanceNs(1_000_000_000 / PACKETS_PER_SECOND);
            packet();
            encoding.onTemporalLayer(i % 2 == 0 ? 0 : i % 4 == 1 ? 1 : 2, PACKET_BYTES, clock.nowNs());
        }
        assertEquals(3, encoding.temporalLayers(clock.nowNs()));
        assertEquals(250_000.0, (double) encoding.bitrateBps(0, clock.nowNs()), 15_000.0);
        assertEquals(375_000.0, (double) encoding.bitrateBps(1, clock.nowNs()), 20_000.0);
        assertEquals(encoding.bitrateBps(clock.nowNs()), encoding.bitrateBps(2, clock.nowNs()));
        run(3 * PACKETS_PER_SECOND);
        assertEquals(0, encoding.temporalLayers(clock.nowNs()), "none is named any more");
    }

    /** VP9, whose payload tells of temporal layers as well: from a key frame without descriptors on it counts. */
    @Test
    void shouldGoByThePayloadWhereDescriptorsHaveEnded() {
        Encoding vp9 = new Encoding(
                0, new PublicationFormat(VideoCodec.VP9, 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);
        RtpPacket packet = new RtpPacket();
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.VP9, 1, 3, false);
        for (int i = 0; i < 3 * PACKETS_PER_SECOND; i++) {
            clock.advanceNs(1_000_000_000 / PACKETS_PER_SECOND);
            for (byte[] bytes : frames.next(i == 0).get(0).packets()) {
                assertTrue(packet.wrap(bytes, 0, bytes.length));
                vp9.onPacket(packet.timestamp(), packet.length(), clock.nowNs());
                vp9.onDependencies(packet, SvcFrames.EXTENSION_ID, i == 0, clock.nowNs());
            }
        }
        assertEquals(3, vp9.temporalLayers(clock.nowNs()));

        int number = packet.sequenceNumber();
        for (int i = 0; i < 4 * PACKETS_PER_SECOND; i++) {
            clock.advanceNs(1_000_000_000 / PACKETS_PER_SECOND);
            byte[] bytes = new byte[PACKET_BYTES];
            bytes[0] = (byte) 0x80;
            assertTrue(packet.wrap(bytes, 0, bytes.length));
            packet.sequenceNumber(++number & 0xFFFF);
            vp9.onPacket(i, PACKET_BYTES, clock.nowNs());
            vp9.onDependencies(packet, SvcFrames.EXTENSION_ID, i == 0, clock.nowNs());
            vp9.onTemporalLayer(i % 2 == 1 ? 2 : i % 4 / 2, PACKET_BYTES, clock.nowNs());
        }
        long wholeBps = vp9.bitrateBps(clock.nowNs());
        assertEquals(3, vp9.temporalLayers(clock.nowNs()));
        assertEquals(wholeBps / 4.0, (double) vp9.bitrateBps(0, clock.nowNs()), 0.02 * wholeBps);
        assertEquals(wholeBps / 2.0, (double) vp9.bitrateBps(1, clock.nowNs()), 0.02 * wholeBps);
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

    /** It has no headers of its own. */
    @Test
    void shouldTellWhatRedundancyTakesApartFromTheSoundItself() {
        assertEquals(0, encoding.redundancyBps(clock.nowNs()));
        for (int i = 0; i < 3 * PACKETS_PER_SECOND; i++) {
            clock.advanceNs(1_000_000_000 / PACKETS_PER_SECOND);
            packet();
            encoding.onRedundancy(PACKET_BYTES / 10, clock.nowNs());
        }
        assertEquals(500_000.0, (double) encoding.bitrateBps(clock.nowNs()), 30_000.0);
        assertEquals(48_000.0, (double) encoding.redundancyBps(clock.nowNs()), 3_000.0);
        run(3 * PACKETS_PER_SECOND);
        assertEquals(0, encoding.redundancyBps(clock.nowNs()), "there is none any more");
    }
}
