package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sources of a viewer's connection, which outlives whatever it carries. */
class ViewerSourcesTest {
    private static final long ID = 7;
    private static final int MANY = 5_000;
    private static final int RECEIVERS = 256;
    private static final ExtensionIds NO_EXTENSIONS = new ExtensionIds(-1, -1, -1, -1, -1, -1);
    private static final PublicationFormat SOUND = new PublicationFormat(null, 48_000, 1);
    private static final PublicationFormat PICTURE = new PublicationFormat(VideoCodec.VP8, 90_000, 1);

    private final LoopWorld world = new LoopWorld();
    private int sequenceNumber;

    @BeforeEach
    void connect() {
        world.first.proxy().openSubscriber(ID, world.relayCredentials);
        world.first.proxy().connectSubscriber(ID, world.clientDescription(), List.of(), 0);
        world.runTasks();
        world.connectClient();
        world.runUntil(() -> world.events.contains("connected 7") && world.events.contains("client connected"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldCarryOneTrackAfterAnotherForEver() {
        for (int i = 1; i <= MANY; i++) {
            carry(i, new SubscriptionFormat(i, 111, 0, SubscriptionFormat.NO_RTX, new byte[16], 0));
            world.runTasks();
        }
        assertEquals(0, world.first.counters().value(RelayCounter.DROP_NOT_SENT));
        assertEquals(MANY, world.first.counters().value(RelayCounter.RTP_OUT));
    }

    @Test
    void shouldCarryOneTrackAfterAnotherFromTheSameSource() {
        SubscriptionFormat shared =
                new SubscriptionFormat(5, 111, 0, SubscriptionFormat.NO_RTX, new byte[16], 0).sharedByTracks();
        carry(1, shared);
        carry(2, shared);
        assertEquals(2, world.first.counters().value(RelayCounter.RTP_OUT));
    }

    @Test
    void shouldSendWhatATurnHasBroughtBeforeAnotherTrackComesFromTheSource() {
        SubscriptionFormat shared =
                new SubscriptionFormat(5, 96, 0, SubscriptionFormat.NO_RTX, new byte[16], 0).sharedByTracks();
        Publication before = publish(1, PICTURE, shared);
        byte[] bytes = packet();
        bytes[12] = 0x10;
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        long nowNs = world.clock.nowNs();
        before.encoding(0).sendBuffer().put(sequenceNumber, bytes, 0, bytes.length, nowNs);
        world.first.egress().forward(before.subscriptions()[0], before.encoding(0), true, packet, nowNs);
        assertEquals(0, world.first.counters().value(RelayCounter.RTP_OUT), "it waits for the end of the turn");

        publish(2, PICTURE, shared);

        assertEquals(1, world.first.counters().value(RelayCounter.RTP_OUT));
    }

    @Test
    void shouldFollowTheReportsOfAsManyReceiversAsAnOfferMayHave() {
        world.holdBack();
        world.reportFrom(1);
        world.runTasks();
        for (int ssrc = 1; ssrc <= RECEIVERS; ssrc++) {
            world.reportFrom(ssrc);
        }
        world.runTasks();
        assertEquals(RECEIVERS, world.first.counters().value(RelayCounter.RTCP_IN));
        world.letGo();
        assertEquals(RECEIVERS + 1, world.first.counters().value(RelayCounter.RTCP_IN), "one that was late");
    }

    /** A track comes, sends a packet, and goes. */
    private void carry(long id, SubscriptionFormat format) {
        Publication publication = publish(id, SOUND, format);
        byte[] bytes = packet();
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        world.first
                .egress()
                .forward(publication.subscriptions()[0], publication.encoding(0), true, packet, world.clock.nowNs());
        world.first.registry().removePublication(id);
    }

    /** A track comes, and is all that the viewer gets. */
    private Publication publish(long id, PublicationFormat published, SubscriptionFormat format) {
        IncomingTrack track = new IncomingTrack(
                id, published, "0", 111, IncomingTrack.ABSENT, false, List.of(), List.of(), NO_EXTENSIONS);
        Publication publication = world.first.addPublication(track, new PublisherClock());
        world.first.onSetOutgoing(ID, List.of(new OutgoingTrack(id, format, 1, OutgoingTrack.Wish.ALL)), 0);
        return publication;
    }

    private byte[] packet() {
        byte[] bytes = new byte[20];
        NetworkOrder.put16(bytes, 0, 0x806F);
        NetworkOrder.put16(bytes, 2, ++sequenceNumber);
        return bytes;
    }
}
