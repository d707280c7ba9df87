package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

/**
 * Two packets of one source and number have the same bytes, or one of them is not sent: else AES-GCM would use one nonce
 * for two messages.
 */
class RetransmissionTest implements RtpSink {
    private static final int SSRC = 77;
    private static final int RTX_SSRC = 78;
    private static final int NUMBERING = 3;
    private static final PublicationFormat SOUND = new PublicationFormat(null, 48_000, 1);
    private static final PublicationFormat VIDEO = new PublicationFormat(VideoCodec.VP8, 90_000, 1);
    private static final long NOW_NS = 5_000_000_000L;
    private static final long LATER_NS = NOW_NS + 200_000_000;

    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final ViewerBandwidth bandwidth = new ViewerBandwidth(egress, counters, (video, reason, paused) -> {});
    private final RtpPacket packet = new RtpPacket();
    private final List<byte[]> sent = new ArrayList<>();
    private Subscription subscription;
    private Publication publication;

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
        int numbered = bandwidth.number(data, offset, length, transportSequenceId);
        bandwidth.onSent(numbered, transportSequenceId, nowNs);
        sent.add(Arrays.copyOfRange(data, offset, offset + numbered));
        return true;
    }

    private void subscribe(PublicationFormat published, int rtxPayloadType, int numbering) {
        publication = new Publication(1, published, new PublisherClock(), SendBufferLimits.DEFAULT);
        SubscriptionFormat format =
                new SubscriptionFormat(SSRC, 96, RTX_SSRC, rtxPayloadType, new byte[256], numbering);
        subscription = new Subscription(publication, format, 1, this);
        bandwidth.add(subscription, new OutgoingTrack(1, format, 7, OutgoingTrack.Wish.ALL));
    }

    private void publish(int sequenceNumber) {
        byte[] data = new byte[60];
        NetworkOrder.put16(data, 0, 0x8060);
        NetworkOrder.put16(data, 2, sequenceNumber);
        data[12] = 0x10;
        packet.wrap(data, 0, data.length);
        publication.encoding(0).onPacket(0, data.length, NOW_NS);
        publication.encoding(0).sendBuffer().put(sequenceNumber, data, 0, data.length, NOW_NS);
        egress.forward(subscription, publication.encoding(0), true, packet, NOW_NS);
    }

    /** Publishes two packets and misses the first of them. */
    private void loseOne() {
        publish(500);
        publish(501);
        packet.wrap(sent.get(0), 0, sent.get(0).length);
        new NackResponder(subscription, egress, counters).onNack(packet.sequenceNumber(), LATER_NS);
    }

    /** A frame of one packet, of a temporal layer. */
    private void publish(int sequenceNumber, int temporalLayer) {
        byte[] data = new byte[60];
        NetworkOrder.put16(data, 0, 0x80E0);
        NetworkOrder.put16(data, 2, sequenceNumber);
        NetworkOrder.put32(data, 4, sequenceNumber * 3000);
        NetworkOrder.put32(data, 12, 0x90200000 | temporalLayer << 14 | (temporalLayer == 0 ? 0 : 1));
        packet.wrap(data, 0, data.length);
        publication.encoding(0).onPacket(0, data.length, NOW_NS);
        publication.encoding(0).sendBuffer().put(sequenceNumber, data, 0, data.length, NOW_NS);
        egress.forward(subscription, publication.encoding(0), publication.isStart(packet), packet, NOW_NS);
    }

    @Test
    void shouldSendAnEmptyPacketAgainForOneThatWasLateAndLeftOut() {
        subscribe(VIDEO, 97, NUMBERING);
        publish(500, 0);
        subscription.allow(0, Subscription.ALL_LAYERS, 0, false, NOW_NS);
        publish(502, 0);
        publish(501, 1);
        packet.wrap(sent.get(2), 0, sent.get(2).length);
        assertEquals(0, packet.payloadLength());
        packet.wrap(sent.get(0), 0, sent.get(0).length);
        new NackResponder(subscription, egress, counters).onNack(packet.sequenceNumber() + 1, LATER_NS);
        assertEquals(4, sent.size());
        packet.wrap(sent.get(3), 0, sent.get(3).length);
        assertEquals(RTX_SSRC, packet.ssrc());
        assertEquals(2, packet.payloadLength(), "the original's number alone");
        assertEquals(1, counters.value(RelayCounter.RETRANSMISSIONS_OUT));
    }

    @Test
    void shouldNotSendNumberedSoundAgain() {
        subscribe(SOUND, SubscriptionFormat.NO_RTX, NUMBERING);
        loseOne();
        assertEquals(2, sent.size());
        assertEquals(1, counters.value(RelayCounter.NACKS_MISSED));
        assertEquals(0, counters.value(RelayCounter.RETRANSMISSIONS_OUT));
    }

    @Test
    void shouldNotSendANumberedVideoAgainThatHasNoStreamForIt() {
        subscribe(VIDEO, SubscriptionFormat.NO_RTX, NUMBERING);
        loseOne();
        assertEquals(2, sent.size());
        assertEquals(1, counters.value(RelayCounter.NACKS_MISSED));
    }

    @Test
    void shouldSendWhatIsNotNumberedAgainAsItWas() {
        subscribe(VIDEO, SubscriptionFormat.NO_RTX, 0);
        loseOne();
        assertEquals(3, sent.size());
        assertArrayEquals(sent.get(0), sent.get(2));
    }

    @Test
    void shouldSendANumberedVideoAgainOnItsOwnStream() {
        subscribe(VIDEO, 97, NUMBERING);
        loseOne();
        assertEquals(3, sent.size());
        packet.wrap(sent.get(2), 0, sent.get(2).length);
        assertEquals(RTX_SSRC, packet.ssrc());
    }
}
