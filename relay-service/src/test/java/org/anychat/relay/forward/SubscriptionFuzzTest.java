package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anychat.relay.feedback.NackGenerator;
import org.anychat.relay.feedback.NackGenerator.Arrival;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/** A publisher sends what it likes: what a viewer gets of it has a number of its own, is whole, and the same when it is sent again. */
class SubscriptionFuzzTest {
    private static final SendBufferLimits LIMITS = new SendBufferLimits(4096, 4096, 1000);
    private static final int VIEWER_SSRC = 0x7777;
    private static final int MAX_PACKETS = 200;
    private static final int DESCRIPTOR_ID = 5;
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

    private final RtpPacket packet = new RtpPacket();
    private long nowNs = 1;

    /** A viewer of a publisher, whose packets are taken for those of a codec. */
    private final class Viewer {
        private final Publication publication;
        private final Subscription subscription;
        /** What lets each of a layer's packets through once, as before they come to the viewers. */
        private final List<NackGenerator> arrivals = List.of(new NackGenerator(), new NackGenerator());

        private final Set<Long> given = new HashSet<>();
        private long highest = 0;

        Viewer(VideoCodec codec) {
            publication = new Publication(1, new PublicationFormat(codec, 90_000, 2), new PublisherClock(), LIMITS);
            subscription = new Subscription(
                    publication,
                    new SubscriptionFormat(VIEWER_SSRC, 100, 0, SubscriptionFormat.NO_RTX, new byte[256], 0),
                    1,
                    SINK);
        }

        void feed(int layer, byte[] bytes) {
            Encoding encoding = publication.encoding(layer);
            packet.wrap(bytes, 0, bytes.length);
            int sourceNumber = packet.sequenceNumber();
            if (arrivals.get(layer).onPacket(sourceNumber, nowNs) == Arrival.DUPLICATE) {
                return;
            }
            encoding.onPacket(packet.timestamp(), packet.length(), nowNs);
            boolean start = publication.isStart(packet);
            encoding.onDependencies(packet, DESCRIPTOR_ID, start, nowNs);
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
            long unwrapped = highest + (short) (number - (int) highest);
            highest = Math.max(highest, unwrapped);
            assertTrue(given.add(unwrapped), () -> "number " + unwrapped + " twice");
            int segment = subscription.trace(number);
            assertEquals(encoding, subscription.tracedEncoding(segment));
            assertEquals(sourceNumber, subscription.tracedSequenceNumber(segment, number));
            byte[] again = bytes.clone();
            int length = subscription.stampAgain(segment, number, again, 0, again.length);
            assertArrayEquals(stamped, Arrays.copyOf(again, length));
            assertEquals(100, packet.payloadType());
        }
    }

    /**
     * The viewers are new ones each time, so that what breaks depends on the bytes alone. Packets, each behind the layer it comes in, what the viewer is allowed, and its length, a
     * byte each.
     */
    @FuzzTest
    void shouldForwardWholePackets(byte[] data) {
        nowNs = 1;
        List<Viewer> viewers = List.of(new Viewer(VideoCodec.VP8), new Viewer(VideoCodec.AV1));
        int packets = 0;
        for (int at = 0; at + 3 <= data.length && packets < MAX_PACKETS; packets++) {
            int allowed = data[at + 1];
            int length = Math.min(data[at + 2] & 0xFF, data.length - at - 3);
            byte[] bytes = Arrays.copyOfRange(data, at + 3, at + 3 + length);
            for (Viewer viewer : viewers) {
                int spatial = (allowed >> 4) & 3;
                viewer.subscription.allow(allowed & 1, spatial, (allowed >> 1) & 3, (allowed & 8) != 0, nowNs);
                if (packet.wrap(bytes, 0, length)) {
                    viewer.feed(data[at] & 1, bytes);
                }
            }
            nowNs += 10_000_000L * (data[at] & 0xFE);
            viewers.forEach(viewer -> viewer.subscription.onTimer(nowNs));
            at += 3 + length;
        }
    }
}
