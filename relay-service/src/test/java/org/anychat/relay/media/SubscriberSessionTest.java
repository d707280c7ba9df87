package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriberSessionTest {
    private static final long ID = 7;
    private static final int PACKET_BYTES = 1200;
    private static final int KEY_FRAME_PACKETS = 130;
    private static final ExtensionIds NO_EXTENSIONS = new ExtensionIds(-1, -1, -1, -1, -1, -1);

    private final LoopWorld world = new LoopWorld();
    private int sequenceNumber;

    @BeforeEach
    void open() {
        world.first.proxy().openSubscriber(ID, world.relayCredentials);
        world.runTasks();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Publication publish(long id) {
        PublicationFormat format = new PublicationFormat(VideoCodec.VP8, 90_000, 1);
        IncomingTrack track = new IncomingTrack(
                id, format, "0", 96, IncomingTrack.ABSENT, false, List.of(), List.of(), NO_EXTENSIONS);
        return world.first.addPublication(track, new PublisherClock());
    }

    private Publication publishSound(long id) {
        PublicationFormat format = new PublicationFormat(null, 48_000, 1);
        IncomingTrack track = new IncomingTrack(
                id, format, "0", 111, IncomingTrack.ABSENT, false, List.of(), List.of(), NO_EXTENSIONS);
        return world.first.addPublication(track, new PublisherClock());
    }

    /** A packet of sound has come, with its number as its payload. */
    private void sound(Publication publication) {
        byte[] data = {(byte) 0x80, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, (byte) ++sequenceNumber};
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(data, 0, data.length));
        packet.sequenceNumber(sequenceNumber);
        publication.encoding(0).sendBuffer().put(sequenceNumber, data, 0, data.length, world.clock.nowNs());
    }

    private void connectFor(OutgoingTrack track) {
        world.first.proxy().connectSubscriber(ID, world.clientDescription(), List.of(track), 0);
        world.runTasks();
        world.connectClient();
    }

    private boolean isConnected() {
        return world.events.contains("connected " + ID);
    }

    private static OutgoingTrack outgoing(long id) {
        SubscriptionFormat format = new SubscriptionFormat((int) id, 96, 0, SubscriptionFormat.NO_RTX, new byte[16], 0);
        return new OutgoingTrack(id, format, (int) id, OutgoingTrack.Wish.ALL);
    }

    private void deferKeyFrame(Publication video) {
        SubscriberSession viewer = (SubscriberSession) world.first.registry().session(ID);
        for (int i = 0; i < KEY_FRAME_PACKETS; i++) {
            assertTrue(viewer.defer(video.subscriptions()[0], ++sequenceNumber, PACKET_BYTES, world.clock.nowNs()));
        }
    }

    @Test
    void shouldHaveRoomForAKeyFrameOfEachOfItsVideos() {
        List<Publication> videos =
                LongStream.rangeClosed(1, 4).mapToObj(this::publish).toList();
        world.first.onSetOutgoing(
                ID,
                LongStream.rangeClosed(1, 4)
                        .mapToObj(SubscriberSessionTest::outgoing)
                        .toList(),
                0);
        videos.forEach(this::deferKeyFrame);
        assertEquals(0, world.first.counters().value(RelayCounter.DROP_WAITED));
        world.first.onSetOutgoing(ID, List.of(outgoing(1)), 0);
        deferKeyFrame(videos.get(0));
        assertTrue(world.first.counters().value(RelayCounter.DROP_WAITED) > 0, "there is room for one now");
    }

    @Test
    void shouldBeginWithTheNewestPacketOfEachSound() {
        Publication sound = publishSound(1);
        connectFor(outgoing(1));
        world.runUntil(() -> {
            sound(sound);
            return isConnected();
        });
        assertEquals(1, world.first.counters().value(RelayCounter.RTP_OUT));
        assertEquals(1, sound.subscriptions()[0].packetsSent());
    }

    @Test
    void shouldNotBeginWithASoundThatIsOver() {
        Publication sound = publishSound(1);
        sound(sound);
        world.advanceMs(100);
        connectFor(outgoing(1));
        world.runUntil(this::isConnected);
        assertEquals(0, world.first.counters().value(RelayCounter.RTP_OUT));
    }

    @Test
    void shouldNotBeginWithWhatTheViewerWasNotToHear() {
        Publication sound = publishSound(1);
        OutgoingTrack track = outgoing(1);
        OutgoingTrack withheld = new OutgoingTrack(1, track.format(), track.owner(), OutgoingTrack.Wish.NOTHING);
        connectFor(withheld);
        world.runUntil(() -> {
            sound(sound);
            world.clock.advanceMs(1);
            world.first.onSetOutgoing(ID, List.of(withheld), 0);
            world.first.onSetOutgoing(ID, List.of(track), 0);
            return isConnected();
        });
        assertEquals(0, world.first.counters().value(RelayCounter.RTP_OUT));
    }
}
