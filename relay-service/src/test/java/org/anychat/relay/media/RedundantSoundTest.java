package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.feedback.PublisherFeedback;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.forward.SubscriptionFormat.Redundancy;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.media.IncomingTrack.Source;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.Red;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** Sound with redundancy (RED) from a publisher, to viewers that take it and to viewers that do not. */
class RedundantSoundTest {
    private static final int SSRC = 0x0A0A;
    private static final int OPUS = 111;
    private static final int RED = 63;
    private static final int VIEWERS_OPUS = 96;
    private static final int VIEWERS_RED = 97;
    private static final int SAMPLES = 960;
    private static final long STEP_NS = 20_000_000;
    private static final PublicationFormat FORMAT = new PublicationFormat(null, 48_000, 1, RED);

    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final IngressPipeline ingress = new IngressPipeline(counters, egress);
    private final StreamTable streams = new StreamTable();
    private final PublisherFeedback feedback = new PublisherFeedback(1, 1_000_000, counters);
    private final Publication publication = new Publication(1, FORMAT, new PublisherClock(), SendBufferLimits.DEFAULT);
    private final Viewer plain = new Viewer(Redundancy.NEVER);
    private final Viewer browser = new Viewer(Redundancy.ON_LOSS);
    private final Viewer relay = new Viewer(Redundancy.ALWAYS);
    private long nowNs = 1_000_000_000;

    RedundantSoundTest() {
        ExtensionIds none = new ExtensionIds(-1, -1, -1, -1, -1, -1);
        streams.add(
                new IncomingTrack(
                        1,
                        FORMAT,
                        "0",
                        OPUS,
                        IncomingTrack.ABSENT,
                        false,
                        List.of(new Source(SSRC, 0, false)),
                        List.of(),
                        none),
                publication);
    }

    /** Keeps what it is sent. */
    private final class Viewer implements RtpSink {
        private final Subscription subscription;
        private final List<byte[]> sent = new ArrayList<>();
        private boolean keeps = true;

        Viewer(Redundancy redundancy) {
            SubscriptionFormat format =
                    new SubscriptionFormat(SSRC + 1, VIEWERS_OPUS, 0, SubscriptionFormat.NO_RTX, new byte[256], 0);
            subscription = new Subscription(
                    publication,
                    redundancy == Redundancy.NEVER ? format : format.withRed(redundancy, VIEWERS_RED),
                    1,
                    this);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long sentNs) {
            if (keeps) {
                sent.add(Arrays.copyOfRange(data, offset, offset + length));
            }
            return true;
        }

        private RtpPacket last() {
            return read(sent.get(sent.size() - 1));
        }
    }

    private static RtpPacket read(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        return packet;
    }

    /** Opus of a few bytes that say their number. */
    private static byte[] opus(int number) {
        return ByteBuffer.allocate(6).putShort((short) 0x7800).putInt(number).array();
    }

    /** A packet of RED that repeats so many before it. */
    private static byte[] red(int number, int repeated) {
        ByteBuffer packet = header(RED, number);
        for (int back = repeated; back > 0; back--) {
            packet.putInt(((0x80 | OPUS) << 24) | ((back * SAMPLES) << 10) | opus(0).length);
        }
        packet.put((byte) OPUS);
        for (int back = repeated; back >= 0; back--) {
            packet.put(opus(number - back));
        }
        return written(packet);
    }

    private static byte[] written(ByteBuffer packet) {
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer header(int payloadType, int number) {
        return ByteBuffer.allocate(1500)
                .put((byte) 0x80)
                .put((byte) payloadType)
                .putShort((short) number)
                .putInt(SAMPLES * number)
                .putInt(SSRC);
    }

    private void publish(byte... packet) {
        nowNs += STEP_NS;
        // With room behind it, as a datagram has.
        ingress.onRtp(streams, feedback, Arrays.copyOf(packet, packet.length + 64), 0, packet.length, nowNs);
    }

    private static byte[] payload(RtpPacket packet) {
        return Arrays.copyOfRange(
                packet.buffer(), packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
    }

    private static List<Integer> numbers(Viewer viewer) {
        return viewer.sent.stream()
                .map(RedundantSoundTest::read)
                .map(packet -> ByteBuffer.wrap(payload(packet)).getInt(packet.payloadLength() - Integer.BYTES))
                .toList();
    }

    private static void assertPlain(int number, RtpPacket packet) {
        assertEquals(VIEWERS_OPUS, packet.payloadType());
        assertArrayEquals(opus(number), payload(packet));
    }

    private static void assertRedundant(int number, int blocks, RtpPacket packet) {
        assertEquals(VIEWERS_RED, packet.payloadType());
        byte[] expected = red(number, blocks);
        for (int block = 0; block <= blocks; block++) {
            int at = RtpPacket.FIXED_HEADER_LENGTH + 4 * block;
            expected[at] = (byte) ((expected[at] & 0x80) | VIEWERS_OPUS);
        }
        assertArrayEquals(
                Arrays.copyOfRange(expected, RtpPacket.FIXED_HEADER_LENGTH, expected.length), payload(packet));
    }

    @Test
    void shouldUnwrapWhatAViewerDoesNotTakeAndRenumberWhatItTakes() {
        publish(red(1, 0));
        publish(red(2, 1));
        publish(red(3, 2));

        assertEquals(List.of(1, 2, 3), numbers(plain));
        assertPlain(3, plain.last());
        assertPlain(3, browser.last());
        assertRedundant(3, 2, relay.last());
        assertEquals(3, plain.last().sequenceNumber());
        assertEquals(3, relay.last().sequenceNumber());
    }

    @Test
    void shouldForwardPlainPacketsOfTheSameTrack() {
        publish(red(1, 0));
        publish(written(header(OPUS, 2).put(opus(2))));

        assertPlain(2, plain.last());
        assertPlain(2, relay.last());
        assertEquals(0, counters.value(RelayCounter.DROP_UNKNOWN_PAYLOAD_TYPE));
    }

    @Test
    void shouldGiveRedundancyWhileAViewerLosesPackets() {
        publish(red(1, 0));
        assertPlain(1, browser.last());
        browser.subscription.onLoss(nowNs);
        publish(red(2, 1));
        assertRedundant(2, 1, browser.last());
        assertPlain(2, plain.last());

        nowNs += 31_000_000_000L;
        publish(red(3, 1));
        assertPlain(3, browser.last());
    }

    /** But to another relay, whose own viewers may lose packets. */
    @Test
    void shouldWithholdRedundancyWhereThereIsNoRoomForIt() {
        publish(red(1, 0));
        for (Viewer viewer : List.of(browser, relay)) {
            viewer.subscription.onLoss(nowNs);
            viewer.subscription.withholdRedundancy(true);
        }
        publish(red(2, 1));
        assertPlain(2, browser.last());
        assertRedundant(2, 1, relay.last());

        browser.subscription.withholdRedundancy(false);
        publish(red(3, 1));
        assertRedundant(3, 1, browser.last());
    }

    @Test
    void shouldRestoreWhatWasLostOnTheWayToTheRelay() {
        publish(red(10, 1));
        publish(red(13, 2));

        assertEquals(List.of(10, 11, 12, 13), numbers(plain));
        assertEquals(List.of(10, 11, 12, 13), numbers(relay));
        assertPlain(12, read(plain.sent.get(2)));
        assertPlain(12, read(relay.sent.get(2)));
        assertEquals(2, counters.value(RelayCounter.RESTORED_IN));
        int first = read(plain.sent.get(0)).timestamp();
        for (int i = 0; i < 4; i++) {
            RtpPacket packet = read(plain.sent.get(i));
            assertEquals(1 + i, packet.sequenceNumber());
            assertEquals(first + i * SAMPLES, packet.timestamp());
        }

        publish(red(12, 1));
        assertEquals(4, plain.sent.size(), "the lost one itself comes too late");
        assertEquals(1, counters.value(RelayCounter.DROP_DUPLICATE));
    }

    @Test
    void shouldNotInventWhatWasBeforeTheFirstPacket() {
        publish(red(10, 2));

        assertEquals(List.of(10), numbers(plain));
        assertEquals(0, counters.value(RelayCounter.RESTORED_IN));
    }

    @Test
    void shouldRefuseBlocksOfAnythingElse() {
        publish(red(1, 0));
        byte[] foreign = red(2, 1);
        foreign[RtpPacket.FIXED_HEADER_LENGTH] = (byte) (0x80 | 9);
        publish(foreign);
        byte[] nested = red(3, 1);
        nested[RtpPacket.FIXED_HEADER_LENGTH + 4] = RED;
        publish(nested);
        byte[] beyond = red(4, 1);
        beyond[RtpPacket.FIXED_HEADER_LENGTH + 3] = (byte) 0xFF;
        publish(beyond);
        publish(red(5, Red.MAX_REDUNDANT + 1));
        publish(Arrays.copyOf(red(6, 0), RtpPacket.FIXED_HEADER_LENGTH));

        assertEquals(5, counters.value(RelayCounter.DROP_BAD_RED));
        assertEquals(1, plain.sent.size());
        assertEquals(0, counters.value(RelayCounter.RESTORED_IN));
    }

    /** Under the number and so the nonce of a packet there must never be another message. */
    @Test
    void shouldSendAgainOnlyWhatIsTheSameEachTime() {
        publish(red(1, 0));
        browser.subscription.onLoss(nowNs);
        publish(red(2, 1));
        for (Viewer viewer : List.of(plain, browser, relay)) {
            new NackResponder(viewer.subscription, egress, counters).onNack(2, nowNs + 200_000_000);
        }

        assertEquals(1, counters.value(RelayCounter.NACKS_MISSED));
        assertEquals(2, browser.sent.size());
        assertEquals(3, plain.sent.size());
        assertArrayEquals(plain.sent.get(1), plain.sent.get(2));
        assertEquals(3, relay.sent.size());
        assertArrayEquals(relay.sent.get(1), relay.sent.get(2));
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        for (Viewer viewer : List.of(plain, browser, relay)) {
            viewer.keeps = false;
        }
        byte[] datagram = Arrays.copyOf(red(1, 2), 200);
        int length = red(1, 2).length;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int number = 1;
        for (int run = 0; run < 8; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                // Each third packet is lost, and restored.
                number += i % 3 == 0 ? 2 : 1;
                NetworkOrder.put16(datagram, 2, number);
                NetworkOrder.put32(datagram, 4, SAMPLES * number);
                nowNs += STEP_NS;
                ingress.onRtp(streams, feedback, datagram, 0, length, nowNs);
            }
            browser.subscription.onLoss(nowNs);
            // Of the cheapest run: the compiler at work beside it can only make others dearer.
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least, "bytes for 5000 packets to three viewers");
        assertEquals(8 * 1_667 - 1, counters.value(RelayCounter.RESTORED_IN));
        assertEquals(0, counters.value(RelayCounter.DROP_BAD_RED));
    }
}
