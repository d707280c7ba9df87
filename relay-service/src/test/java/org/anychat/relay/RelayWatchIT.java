package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Watch;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers that offer themselves: sections stay, and what they carry changes. */
class RelayWatchIT {
    private static final int AUDIO = 0;
    private static final int VIDEO = 1;
    private TestWorld world;
    private TestPublisher one;
    private TestPublisher two;
    private TestWatcher watcher;

    @BeforeEach
    void start() {
        world = new TestWorld(2);
        one = world.publisher(world.peer(1)).publish("VP8");
        two = world.publisher(world.peer(1)).publish("VP8");
        watcher = new TestWatcher(world, world.peer(1));
    }

    @AfterEach
    void stop() {
        watcher.close();
        world.close();
    }

    private void seesVideo(TestPublisher publisher, int number) {
        publisher.sendVideo(true, number);
        watcher.awaitNumber(watcher.ssrc(VIDEO), got -> got == number);
    }

    private static void assertUnbroken(List<RtpPacket> packets) {
        for (int i = 1; i < packets.size(); i++) {
            RtpPacket before = packets.get(i - 1);
            RtpPacket after = packets.get(i);
            assertEquals((before.sequenceNumber() + 1) & 0xFFFF, after.sequenceNumber());
            assertTrue(after.timestamp() - before.timestamp() > 0);
        }
    }

    @Test
    void shouldSendAUsersMediaUnderTheOffersNumbers() {
        watcher.watch(one.peer.user(), 1);
        two.sendVideo(true, 1);
        seesVideo(one, 2);
        one.sendAudio(3);
        watcher.awaitNumber(watcher.ssrc(AUDIO), got -> got == 3);

        assertEquals(List.of(2), watcher.numbers(watcher.ssrc(VIDEO)));
        assertEquals(
                TestWatcher.VP8, watcher.packets(watcher.ssrc(VIDEO)).get(0).payloadType());
        assertEquals(
                TestWatcher.OPUS, watcher.packets(watcher.ssrc(AUDIO)).get(0).payloadType());
        assertTrue(watcher.sections().stream()
                .allMatch(section -> section.direction() == org.anychat.webrtc.sdp.Direction.SENDONLY));
        assertEquals(0, world.offers(watcher.peer.session()).size());
    }

    @Test
    void shouldGoOnUnderTheSameSourceWithAnothersMedia() {
        watcher.watch(one.peer.user(), 1);
        int ssrc = watcher.ssrc(VIDEO);
        seesVideo(one, 1);
        one.sendVideo(false, 2);
        watcher.awaitNumber(ssrc, got -> got == 2);

        watcher.offer(two.peer.user(), 1);
        two.sendVideo(false, 3);
        one.sendVideo(false, 4);
        two.sendVideo(true, 5);
        two.sendVideo(false, 6);
        watcher.awaitNumber(ssrc, got -> got == 6);

        assertEquals(ssrc, watcher.ssrc(VIDEO));
        assertEquals(List.of(1, 2, 5, 6), watcher.numbers(ssrc));
        assertUnbroken(watcher.packets(ssrc));
    }

    @Test
    void shouldGoOnWhenTheUserComesBackWithOtherMedia() {
        watcher.watch(one.peer.user(), 1);
        int ssrc = watcher.ssrc(VIDEO);
        seesVideo(one, 1);

        one.leave();
        TestPublisher again = world.publisher(one.peer).publish("VP8");
        seesVideo(again, 2);

        assertEquals(List.of(1, 2), watcher.numbers(ssrc));
        assertUnbroken(watcher.packets(ssrc));
    }

    private int subscriptions() {
        return TestWorld.await(world.verticle.figures()).media().subscriptions();
    }

    @Test
    void shouldKeepNothingOfSectionsThatAreNamedOtherwise() {
        watcher.watch(one.peer.user(), 1);
        seesVideo(one, 1);

        for (int offer = 1; offer <= 3; offer++) {
            watcher.nameFrom(2 * offer);
            watcher.offer(one.peer.user(), 1);
            seesVideo(one, 1 + offer);
        }

        assertEquals(2, subscriptions());
    }

    @Test
    void shouldKeepNothingOfSectionsThatAreNotOfferedAnyMore() {
        watcher.watch(null, 2);
        seesVideo(one, 1);
        assertEquals(4, subscriptions());

        watcher.offer(null, 1);

        assertEquals(2, subscriptions());
    }

    @Test
    void shouldRestartIce() {
        watcher.watch(one.peer.user(), 1);
        int ssrc = watcher.ssrc(VIDEO);
        String before = watcher.sections().get(0).transport().ufrag();
        seesVideo(one, 1);

        watcher.restart();
        watcher.offer(one.peer.user(), 1);
        seesVideo(one, 2);

        assertNotEquals(before, watcher.sections().get(0).transport().ufrag());
        assertEquals(ssrc, watcher.ssrc(VIDEO));
    }

    @Test
    void shouldShowAsManyAsThereAreSections() {
        watcher.watch(null, 2);
        one.sendVideo(true, 1);
        two.sendVideo(true, 2);

        watcher.transport.signal.await(
                "both",
                () -> watcher.numbers(watcher.ssrc(1)).size() == 1
                        && watcher.numbers(watcher.ssrc(3)).size() == 1);
    }

    @Test
    void shouldCloseAsAnyViewer() {
        watcher.watch(one.peer.user(), 1);

        TestWorld.await(world.relay.close(new CloseMedia(watcher.peer.session(), Direction.SUBSCRIBE)));

        watcher.transport.awaitClosed();
        assertEquals(2, TestWorld.await(world.verticle.figures()).participants());
    }

    @Test
    void shouldLeaveNothingOfAnOfferThatDoesNotFit() {
        ServiceException refusal = assertThrows(
                ServiceException.class,
                () -> TestWorld.await(world.relay.watch(new Watch(watcher.peer, watcher.sending(), null))));

        assertEquals(ServiceError.BAD_PARAMETER, refusal.error());
        assertTrue(refusal.getMessage().contains("no section of the offer receives"), refusal.getMessage());
        assertEquals(2, TestWorld.await(world.verticle.figures()).participants());
    }
}
