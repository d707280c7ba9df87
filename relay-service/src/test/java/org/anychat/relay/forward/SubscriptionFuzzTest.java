package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/** A publisher sends what it likes: what a viewer gets of it is whole, and the same when it is sent again. */
class SubscriptionFuzzTest {
    private static final SendBufferLimits LIMITS = new SendBufferLimits(4096, 4096, 1000);
    private static final int VIEWER_SSRC = 0x7777;
    private static final int MAX_PACKETS = 200;
    private static final RtpSink SINK = new RtpSink() {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
            return true;
        }
    };

    private final Publication publication =
            new Publication(1, new PublicationFormat(VideoCodec.VP8, 90_000, 2), new PublisherClock(), LIMITS);
    private final Subscription subscription = new Subscription(
            publication,
            new SubscriptionFormat(VIEWER_SSRC, 100, 0, SubscriptionFormat.NO_RTX, new byte[256], 0),
            1,
            SINK);
    private final RtpPacket packet = new RtpPacket();
    private long nowNs = 1;

    /** Packets, each behind the layer it comes in, what the viewer is allowed, and its length, a byte each. */
    @FuzzTest
    void shouldForwardWholePackets(byte[] data) {
        int packets = 0;
        for (int at = 0; at + 3 <= data.length && packets < MAX_PACKETS; packets++) {
            subscription.allow(data[at + 1] & 1, (data[at + 1] >> 1) & 3, (data[at + 1] & 8) != 0, nowNs);
            int length = Math.min(data[at + 2] & 0xFF, data.length - at - 3);
            byte[] bytes = Arrays.copyOfRange(data, at + 3, at + 3 + length);
            if (packet.wrap(bytes, 0, length)) {
                feed(publication.encoding(data[at] & 1), bytes);
            }
            nowNs += 10_000_000L * (data[at] & 0xFE);
            subscription.onTimer(nowNs);
            at += 3 + length;
        }
    }

    private void feed(Encoding encoding, byte[] bytes) {
        int sourceNumber = packet.sequenceNumber();
        encoding.onPacket(packet.timestamp(), packet.length(), nowNs);
        boolean start = publication.isStart(packet);
        if (!subscription.selects(encoding, start, packet, nowNs)
                || subscription.leavesOut(start, packet)
                || !subscription.number(packet, nowNs)) {
            return;
        }
        byte[] copy = bytes.clone();
        byte[] stamped = Arrays.copyOf(copy, subscription.stamp(copy, 0, copy.length));
        assertTrue(packet.wrap(stamped, 0, stamped.length));
        assertEquals(VIEWER_SSRC, packet.ssrc());
        int number = packet.sequenceNumber();
        int segment = subscription.trace(number);
        assertEquals(encoding, subscription.tracedEncoding(segment));
        assertEquals(sourceNumber, subscription.tracedSequenceNumber(segment, number));
        byte[] again = bytes.clone();
        int length = subscription.stampAgain(segment, number, again, 0, again.length);
        assertArrayEquals(stamped, Arrays.copyOf(again, length));
        assertEquals(100, packet.payloadType());
    }
}
