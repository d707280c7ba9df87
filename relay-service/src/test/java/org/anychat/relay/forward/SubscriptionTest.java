package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.rtp.Vp8Descriptor;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final int VIEWER_SSRC = 0x7777;
    private static final int LOW = 0;
    private static final int HIGH = 1;

    private final FakeClock clock = new FakeClock();
    private final Publication publication = publication(VideoCodec.VP8, 2);
    private final byte[] extensionIds = new byte[256];
    private final Subscription subscription = subscribe(publication);
    private final List<RtpPacket> sent = new ArrayList<>();

    @Test
    void shouldSendNothingBeforeAKeyFrameOfTheLayerAimedAt() {
        feed(HIGH, false, 1);
        feed(LOW, true, 500);
        assertEquals(0, sent.size());
        assertNull(subscription.currentEncoding());
        feed(HIGH, true, 2);
        assertEquals(1, sent.size());
    }

    @Test
    void shouldAskForAKeyFrameWhileItWaitsForOne() {
        feed(HIGH, false, 1);
        subscription.onTimer(clock.nowNs());
        assertTrue(publication.encoding(HIGH).takeKeyFrameWanted());
        feed(HIGH, true, 2);
        subscription.onTimer(clock.nowNs());
        assertFalse(publication.encoding(HIGH).takeKeyFrameWanted());
    }

    @Test
    void shouldNotAskAPublisherThatSendsNothingYet() {
        subscription.onTimer(clock.nowNs());
        assertFalse(publication.encoding(HIGH).takeKeyFrameWanted());
    }

    @Test
    void shouldGoDownWhenTheHighLayerDriesUpAndUpWhenItComesBack() {
        feed(HIGH, true, 10);
        clock.advanceNs(Encoding.ALIVE_NS);
        feed(LOW, false, 700);
        subscription.onTimer(clock.nowNs());
        assertTrue(publication.encoding(LOW).takeKeyFrameWanted());
        feed(LOW, true, 701);
        feed(LOW, false, 702);
        feed(HIGH, false, 11);
        subscription.onTimer(clock.nowNs());
        feed(LOW, false, 703);
        feed(HIGH, true, 12);
        feed(LOW, false, 704);
        assertEquals(List.of(1, 2, 3, 4, 5), sequenceNumbers());
        assertTimestampsRise();
    }

    @Test
    void shouldKeepPictureIdsGoingOverASwitch() {
        feed(HIGH, true, 10);
        feed(HIGH, false, 11);
        clock.advanceNs(Encoding.ALIVE_NS);
        feed(LOW, false, 5000);
        subscription.onTimer(clock.nowNs());
        feed(LOW, true, 5001);
        feed(LOW, false, 5002);
        assertEquals(List.of(10, 11, 12, 13), pictureIds());
        assertEquals(List.of(10, 11, 12, 13), tl0PicIdxs());
    }

    @Test
    void shouldKeepPictureIdsGoingOverASwitchThatOvertakesWhatWaits() {
        feed(HIGH, true, 10);
        List<byte[]> waiting = new ArrayList<>();
        defer(HIGH, false, 11, waiting);
        defer(HIGH, false, 12, waiting);
        clock.advanceNs(Encoding.ALIVE_NS);
        feed(LOW, false, 5000);
        subscription.onTimer(clock.nowNs());
        defer(LOW, true, 5001, waiting);
        defer(LOW, false, 5002, waiting);
        drain(waiting);
        feed(LOW, false, 5003);
        assertEquals(List.of(1, 2, 3, 4, 5, 6), sequenceNumbers());
        assertEquals(List.of(10, 11, 12, 13, 14, 15), pictureIds());
        assertEquals(List.of(10, 11, 12, 13, 14, 15), tl0PicIdxs());
    }

    @Test
    void shouldSayWhereALostPacketCameFromAndMakeItTheSameAgain() {
        feed(HIGH, true, 10);
        feed(HIGH, false, 11);
        clock.advanceNs(Encoding.ALIVE_NS);
        feed(LOW, false, 5000);
        subscription.onTimer(clock.nowNs());
        feed(LOW, true, 5001);
        int lost = sent.get(1).sequenceNumber();
        int segment = subscription.trace(lost);
        assertEquals(HIGH, subscription.tracedEncoding(segment).index());
        assertEquals(11, subscription.tracedSequenceNumber(segment, lost));
        byte[] again = bytes(false, 11);
        subscription.stampAgain(segment, lost, again, 0, again.length);
        assertEquals(ByteBuffer.wrap(sent.get(1).buffer()), ByteBuffer.wrap(again));
    }

    @Test
    void shouldGoOnWithoutAGapAfterAPauseAtTheNextKeyFrame() {
        feed(HIGH, true, 10);
        subscription.pause(true);
        feed(HIGH, true, 11);
        subscription.pause(false);
        assertTrue(publication.encoding(HIGH).takeKeyFrameWanted());
        feed(HIGH, false, 12);
        feed(HIGH, true, 13);
        assertEquals(List.of(1, 2), sequenceNumbers());
    }

    @Test
    void shouldTranslateTheExtensionsThatTheViewerKnowsAndDropTheOthers() {
        extensionIds[3] = 9;
        Subscription viewer = subscribe(publication);
        byte[] packet = ByteBuffer.allocate(12 + 8 + 1)
                .put((byte) 0x90)
                .put((byte) 96)
                .putShort((short) 1)
                .putInt(1)
                .putInt(1)
                .putShort((short) 0xBEDE)
                .putShort((short) 1)
                .put(new byte[] {0x30, 0x55, 0x40, 0x66})
                .put((byte) 0x10)
                .array();
        RtpPacket published = read(packet);
        assertTrue(viewer.selects(publication.encoding(HIGH), true, published, clock.nowNs()));
        assertTrue(viewer.number(published, clock.nowNs()));
        viewer.stamp(packet, 0, packet.length);
        RtpPacket stamped = read(packet);
        assertEquals(0x55, packet[stamped.extensions().find(9)]);
        assertEquals(-1, stamped.extensions().find(3));
        assertEquals(-1, stamped.extensions().find(4));
        assertEquals(VIEWER_SSRC, stamped.ssrc());
        assertEquals(100, stamped.payloadType());
    }

    @Test
    void shouldStartAnewWhenThePublishersNumbersJumpBack() {
        feed(HIGH, true, 30_000);
        for (int i = 0; i < Subscription.MAX_STALE_IN_A_ROW; i++) {
            feed(HIGH, false, 10_000 + i);
        }
        assertEquals(1, sent.size());
        feed(HIGH, true, 11_000);
        assertEquals(List.of(1, 2), sequenceNumbers());
    }

    @Test
    void shouldLeaveItsPublication() {
        assertEquals(1, publication.subscriptions().length);
        subscription.close();
        assertEquals(0, publication.subscriptions().length);
    }

    private static Publication publication(VideoCodec codec, int encodings) {
        PublicationFormat format = new PublicationFormat(codec, 90_000, encodings);
        return new Publication(1, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    }

    private Subscription subscribe(Publication track) {
        SubscriptionFormat format =
                new SubscriptionFormat(VIEWER_SSRC, 100, 0, SubscriptionFormat.NO_RTX, extensionIds, 0);
        return new Subscription(track, format, 1, new RtpSink() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
                return true;
            }
        });
    }

    private void feed(int layer, boolean keyFrame, int sequenceNumber) {
        byte[] bytes = bytes(keyFrame, sequenceNumber);
        if (number(layer, bytes)) {
            byte[] copy = Arrays.copyOf(bytes, bytes.length);
            subscription.stamp(copy, 0, copy.length);
            sent.add(read(copy));
        }
    }

    /** What has waited is stamped in the order of its numbers. */
    private void defer(int layer, boolean keyFrame, int sequenceNumber, List<byte[]> waiting) {
        byte[] bytes = bytes(keyFrame, sequenceNumber);
        assertTrue(number(layer, bytes));
        waiting.add(bytes);
    }

    private void drain(List<byte[]> waiting) {
        int number = subscription.newestSequenceNumber() - waiting.size();
        for (byte[] bytes : waiting) {
            number++;
            subscription.stampLater(subscription.trace(number), number, bytes, 0, bytes.length);
            sent.add(read(bytes));
        }
    }

    private boolean number(int layer, byte[] bytes) {
        RtpPacket packet = read(bytes);
        Encoding encoding = publication.encoding(layer);
        encoding.onPacket(packet.timestamp(), packet.length(), clock.nowNs());
        clock.advanceMs(10);
        boolean selected = subscription.selects(encoding, publication.isStart(packet), packet, clock.nowNs());
        boolean start = publication.isStart(packet);
        return selected && !subscription.leavesOut(start, packet) && subscription.number(packet, clock.nowNs());
    }

    /** A frame of one packet whose picture id and TL0PICIDX are its sequence number. */
    private static byte[] bytes(boolean keyFrame, int sequenceNumber) {
        return ByteBuffer.allocate(12 + 7)
                .put((byte) 0x80)
                .put((byte) 96)
                .putShort((short) sequenceNumber)
                .putInt(sequenceNumber * 3000)
                .putInt(1)
                .put((byte) 0x90)
                .put((byte) 0xC0)
                .putShort((short) (0x8000 | sequenceNumber))
                .put((byte) sequenceNumber)
                .put((byte) (keyFrame ? 0 : 1))
                .put((byte) 0)
                .array();
    }

    private static RtpPacket read(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        return packet;
    }

    private List<Integer> sequenceNumbers() {
        return sent.stream().map(RtpPacket::sequenceNumber).toList();
    }

    private List<Integer> pictureIds() {
        return descriptors(Vp8Descriptor::pictureId);
    }

    private List<Integer> tl0PicIdxs() {
        return descriptors(Vp8Descriptor::tl0PicIdx);
    }

    private List<Integer> descriptors(ToIntFunction<Vp8Descriptor> field) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        return sent.stream()
                .map(packet -> {
                    assertTrue(descriptor.wrap(packet));
                    return field.applyAsInt(descriptor);
                })
                .toList();
    }

    private void assertTimestampsRise() {
        for (int i = 1; i < sent.size(); i++) {
            assertTrue(sent.get(i).timestamp() - sent.get(i - 1).timestamp() > 0, "timestamp " + i);
        }
    }
}
