package org.anychat.relay;

import java.util.List;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers that offer themselves, at another relay than those who publish: a seat for one, and two to sit there. */
class LinkedWatchIT {
    private static final int VIDEO = 1;
    private static final long PACE_MS = 20;
    private static final RoomId ROOM = new RoomId(1);
    private static final NodeId OTHER = new NodeId("relay-2");

    private TestWorld world;
    private RelayApi other;
    private TestWatcher watcher;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
        other = world.otherRelay(OTHER);
        RoomSpan span = new RoomSpan(ROOM, 1, List.of(TestWorld.NODE, OTHER));
        TestWorld.await(world.relay.span(span));
        TestWorld.await(other.span(span));
        watcher = new TestWatcher(world, other, world.peer(1));
    }

    @AfterEach
    void stop() {
        watcher.close();
        world.close();
    }

    /** Sends pictures of a number, and sound, until the viewer has seen one. */
    private void sees(TestPublisher publisher, int number) {
        long sending = world.vertx.setPeriodic(PACE_MS, again -> {
            publisher.sendSpeech(number);
            publisher.sendVideo(true, number);
        });
        watcher.awaitNumber(watcher.ssrc(VIDEO), got -> got == number);
        world.vertx.cancelTimer(sending);
    }

    @Test
    void shouldShowWhoeverSpeaks() {
        TestPublisher one = world.publisher(world.peer(1)).levels().publish("VP8");
        TestPublisher two = world.publisher(world.peer(1)).levels().publish("VP8");
        watcher.watch(null, 1);

        sees(one, 1);
        sees(two, 2);
        sees(one, 3);
    }

    @Test
    void shouldShowAnotherWhenTheOneItShowsLeaves() {
        TestPublisher local = new TestPublisher(world, other, world.peer(1)).publish("VP8");
        TestPublisher remote = world.publisher(world.peer(1)).publish("VP8");
        watcher.watch(null, 1);
        sees(local, 1);

        TestWorld.await(other.close(new CloseMedia(local.peer.session(), null)));

        sees(remote, 2);
        local.close();
    }
}
