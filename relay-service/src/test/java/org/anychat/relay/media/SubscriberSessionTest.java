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
}
