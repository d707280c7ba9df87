package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** What a viewer of more sounds than it hears at once is sent. */
class ViewerSoundsTest implements RtpSink {
    private static final PublicationFormat SOUND = new PublicationFormat(null, 48_000, 1);
    private static final int TIMESTAMP_STEP = 960;
    private static final long PACKET_MS = 20;
    private static final long TICK_NS = 10_000_000;
    private static final int SILENCE = 127;
    private static final int SPEECH = 30;

    private final FakeClock clock = new FakeClock();
    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final ViewerSounds sounds = new ViewerSounds(2);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final RtpPacket packet = new RtpPacket();
    private final List<byte[]> sent = new ArrayList<>();
    private int sequenceNumber = 65_500;

    ViewerSoundsTest() {
        for (int i = 0; i < 4; i++) {
            Publication publication = new Publication(i, SOUND, new PublisherClock(), SendBufferLimits.DEFAULT);
            SubscriptionFormat format =
                    new SubscriptionFormat(100 + i, 111, 0, SubscriptionFormat.NO_RTX, new byte[256], 0);
            Subscription subscription = new Subscription(publication, format, 1, this);
            subscriptions.add(subscription);
            sounds.add(subscription, OutgoingTrack.Wish.ALL);
        }
        clock.every(TICK_NS, sounds::onTick);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean admit(Subscription sound, long nowNs) {
        return sounds.admit(sound, nowNs);
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
        return sent.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    /** One packet of everybody. */
    private void publish(int... levels) {
        sequenceNumber++;
        clock.advanceMs(PACKET_MS);
        for (int i = 0; i < levels.length; i++) {
            byte[] data = new byte[60];
            NetworkOrder.put16(data, 0, 0x806F);
            NetworkOrder.put16(data, 2, sequenceNumber);
            NetworkOrder.put32(data, 4, TIMESTAMP_STEP * sequenceNumber);
            packet.wrap(data, 0, data.length);
            Publication publication = subscriptions.get(i).publication();
            publication.loudness().onLevel(levels[i], clock.nowNs());
            publication.encoding(0).onPacket(packet.timestamp(), data.length, clock.nowNs());
            publication.encoding(0).sendBuffer().put(packet.sequenceNumber(), data, 0, data.length, clock.nowNs());
            egress.forward(subscriptions.get(i), publication.encoding(0), true, packet, clock.nowNs());
        }
    }

    private void publishFor(long ms, int... levels) {
        for (long passed = 0; passed < ms; passed += PACKET_MS) {
            publish(levels);
        }
    }

    private List<RtpPacket> sentOf(int index) {
        List<RtpPacket> found = new ArrayList<>();
        for (byte[] data : sent) {
            RtpPacket read = new RtpPacket();
            read.wrap(data, 0, data.length);
            if (read.ssrc() == 100 + index) {
                found.add(read);
            }
        }
        return found;
    }

    @Test
    void shouldNumberASoundWithoutAHoleOverItsPauses() {
        publishFor(1_000, SILENCE, SILENCE, SILENCE, SILENCE);
        for (int turn = 0; turn < 40; turn++) {
            int[] levels = {SILENCE, SILENCE, SILENCE, SILENCE};
            levels[turn % 4] = SPEECH;
            publishFor(300, levels);
            publishFor(1_000, SILENCE, SILENCE, SILENCE, SILENCE);
        }
        for (int i = 0; i < 4; i++) {
            List<RtpPacket> packets = sentOf(i);
            assertEquals(
                    IntStream.rangeClosed(1, packets.size()).boxed().toList(),
                    packets.stream().map(RtpPacket::sequenceNumber).toList());
            for (int k = 1; k < packets.size(); k++) {
                int step = packets.get(k).timestamp() - packets.get(k - 1).timestamp();
                assertTrue(step >= TIMESTAMP_STEP && step % TIMESTAMP_STEP == 0, "step " + step);
                assertEquals(step > TIMESTAMP_STEP, packets.get(k).marker(), "the marker tells of a pause");
            }
        }
    }

    @Test
    void shouldSendTheFirstPacketOfSpeech() {
        publishFor(2_000, SILENCE, SILENCE, SILENCE, SILENCE);
        assertEquals(2, sounds.heldBack());
        assertTrue(subscriptions.get(3).isHeld());
        int before = sentOf(3).size();

        publish(SILENCE, SILENCE, SILENCE, SPEECH);

        assertEquals(before + 1, sentOf(3).size());
        assertEquals(2, sounds.heldBack());
    }

    @Test
    void shouldSendAgainWhatWasLostBeforeAPause() {
        publishFor(2_000, SILENCE, SILENCE, SILENCE, SILENCE);
        publishFor(1_000, SILENCE, SILENCE, SPEECH, SPEECH);
        publishFor(700, SILENCE, SILENCE, SILENCE, SILENCE);
        publish(SPEECH, SPEECH, SILENCE, SILENCE);
        RtpPacket first = sentOf(0).get(sentOf(0).size() - 1);
        assertTrue(first.marker());
        byte[] once = Arrays.copyOf(first.buffer(), first.length());

        NackResponder responder = new NackResponder(subscriptions.get(0), egress, counters);
        responder.onNack(first.sequenceNumber(), clock.nowNs());

        RtpPacket again = sentOf(0).get(sentOf(0).size() - 1);
        assertArrayEquals(once, Arrays.copyOf(again.buffer(), again.length()), "the same bytes under the same number");
    }

    @Test
    void shouldHoldNothingBackFromAViewerThatWantsFew() {
        publishFor(1_000, SILENCE, SILENCE, SILENCE, SILENCE);
        sounds.wish(subscriptions.get(0), OutgoingTrack.Wish.NOTHING);
        sounds.wish(subscriptions.get(1), OutgoingTrack.Wish.NOTHING);
        sounds.choose(clock.nowNs());
        publishFor(1_000, SPEECH, SPEECH, SILENCE, SILENCE);
        assertFalse(subscriptions.get(2).isHeld());
        assertFalse(subscriptions.get(3).isHeld());
    }

    @Test
    void shouldForgetASoundThatIsGone() {
        publishFor(1_000, SILENCE, SILENCE, SILENCE, SILENCE);
        sounds.removeAll(0);
        sounds.remove(subscriptions.get(1));
        sounds.choose(clock.nowNs());
        assertEquals(0, sounds.heldBack());
        sounds.clear();
        assertFalse(sounds.admit(subscriptions.get(2), clock.nowNs()));
    }
}
