package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.MediaOffer;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.HeldMedia;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.contracts.RelayApi.Reattach;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.RelayApi.StartDrain;
import org.anychat.contracts.RelayApi.StopDrain;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RelayApi.SubscriberAnswer;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.runtime.echo.EchoLine;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;
import org.anychat.webrtc.sdp.negotiation.ClientTrack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the relay says on the bus: offers, states, codes. */
class RelayControlIT {
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(new RelayConfig(
                TestWorld.NODE,
                "127.0.0.1",
                0,
                List.of(),
                2,
                "H264",
                new RelayConfig.Limits(4, 3, RelayConfig.PublisherRate.DEFAULT, 0, 0, SendBufferLimits.DEFAULT)));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldTellTheGatewayWhatBecomesOfConnections() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        world.awaitState(publisher.peer, Direction.PUBLISH, State.CONNECTED);
        world.awaitState(viewer.peer, Direction.SUBSCRIBE, State.CONNECTED);
        publisher.transport.hangUp();
        world.awaitState(publisher.peer, Direction.PUBLISH, State.CLOSED);
        assertEquals(1, world.states(viewer.peer.session()).size());
    }

    @Test
    void shouldEndEchoesOfAProcessThatIsGoneAndKeepClients() {
        NodeId gone = new NodeId("gateway-9");
        Peer client = world.peer(1);
        Peer echo = new Peer(new RoomId(-7), client.session(), client.user(), EchoLine.Purpose.CHECK.of(gone));
        Peer ofOther = world.peer(1);
        TestWorld.await(world.relay.subscribe(new Subscribe(echo)));
        world.publisher(ofOther).publish("VP8");
        assertEquals(2, figures().rooms());

        world.bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS).left(new NodeEvents.NodeLeft(TestWorld.GATEWAY));
        world.bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS).left(new NodeEvents.NodeLeft(gone));

        world.signal.await("the echo has gone", () -> figures().rooms() == 1);
        assertEquals(1, figures().participants());
    }

    @Test
    void shouldEndTheMediaOfSessionsThatEndWithTheirGateway() {
        TestPublisher publisher = world.publisher(world.boundPeer(1)).publish("VP8");
        TestPublisher staying = world.publisher(world.peer(1)).publish("VP8");
        TestWatcher watcher = new TestWatcher(world, world.boundPeer(1)).watch(staying.peer.user(), 1);
        NodeEvents events = world.bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS);

        events.left(new NodeEvents.NodeLeft(new NodeId("gateway-9")));
        assertEquals(3, figures().participants());
        events.left(new NodeEvents.NodeLeft(TestWorld.GATEWAY));

        publisher.transport.awaitClosed();
        watcher.transport.awaitClosed();
        watcher.close();
        assertEquals(1, figures().participants());
    }

    private RelayFigures figures() {
        return TestWorld.await(world.verticle.figures());
    }

    @Test
    void shouldOfferAnewWhenAPublisherComesAndGoes() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        viewer.answerUntil(publisher.videoTrack(), true);
        assertTrue(viewer.has(publisher.audioTrack()));
        publisher.leave();
        viewer.answerUntil(publisher.videoTrack(), false);
        assertFalse(viewer.has(publisher.audioTrack()));
    }

    @Test
    void shouldNotOfferAClientItsOwnTracks() {
        Peer both = world.peer(1);
        TestPublisher publisher = world.publisher(both).publish("VP8");
        TestViewer viewer = world.viewer(both).subscribe();
        assertFalse(viewer.has(publisher.videoTrack()));
    }

    @Test
    void shouldMakeOneOfferOfAllChangesWhileOneIsUnderWay() {
        TestViewer viewer = world.viewer(world.peer(1));
        TestWorld.await(world.relay.subscribe(new Subscribe(viewer.peer)));
        world.signal.await("the first offer", () -> offers(viewer) == 1);
        TestPublisher one = world.publisher(world.peer(1)).publish("VP8");
        TestPublisher two = world.publisher(world.peer(1)).publish("VP8");
        assertEquals(1, offers(viewer));
        viewer.answerNext();
        MediaOffer second = viewer.answerNext();
        assertTrue(second.revision() > 1);
        assertTrue(viewer.has(one.videoTrack()) && viewer.has(two.videoTrack()));
        assertEquals(2, offers(viewer));
    }

    private int offers(TestViewer viewer) {
        return world.offers(viewer.peer.session()).size();
    }

    @Test
    void shouldIgnoreAnAnswerToAnOlderOffer() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        MediaOffer first = world.offers(viewer.peer.session()).get(0);
        Future<Done> late =
                world.relay.answer(new SubscriberAnswer(viewer.peer.session(), first.revision() - 1, first.sdp()));
        assertEquals(Done.DONE, TestWorld.await(late));
    }

    @Test
    void shouldOfferWithOtherCredentialsWhenAskedToSubscribeAgain() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        viewer.answerUntil(publisher.videoTrack(), true);
        String before = ufrag(viewer);
        TestWorld.await(world.relay.subscribe(new Subscribe(viewer.peer)));
        viewer.answerNext();
        assertNotEquals(before, ufrag(viewer));

        publisher.sendVideo(true, 1);
        viewer.awaitNumber(viewer.ssrc(publisher.videoTrack()), number -> number == 1);
    }

    private String ufrag(TestViewer viewer) {
        List<MediaOffer> offers = world.offers(viewer.peer.session());
        return offers.get(offers.size() - 1).sdp().replaceAll("(?s).*?a=ice-ufrag:(\\S+).*", "$1");
    }

    @Test
    void shouldServeAClientThatComesBackWithANewConnection() {
        TestViewer gone = world.viewer(world.peer(1)).subscribe();
        gone.transport.vanish();
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        world.signal.await("the offer that nobody answers", () -> offers(gone) == 2);
        TestViewer back = world.viewerOfOtherDevice(gone.peer);
        TestWorld.await(world.relay.subscribe(new Subscribe(back.peer)));
        back.answerNext();
        back.answerNext();
        back.transport.awaitConnected();
        world.signal.await("both connections", () -> connected(back.peer) == 2);
        publisher.sendVideo(true, 1);
        back.awaitNumber(back.ssrc(publisher.videoTrack()), number -> number == 1);
    }

    @Test
    void shouldServeAClientThatGaveItsFirstConnectionUp() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer abandoned = world.viewer(world.peer(1));
        TestWorld.await(world.relay.subscribe(new Subscribe(abandoned.peer)));
        // The relay knows a certificate, but nobody comes with it.
        TestWorld.await(world.relay.answer(abandoned.prepare(abandoned.awaitOffer())));
        TestViewer next = world.viewerOfOtherDevice(abandoned.peer);
        TestWorld.await(world.relay.subscribe(new Subscribe(next.peer)));
        next.answerUntil(publisher.videoTrack(), true);
        next.transport.awaitConnected();
        world.awaitState(next.peer, Direction.SUBSCRIBE, State.CONNECTED);

        publisher.sendVideo(true, 1);
        next.awaitNumber(next.ssrc(publisher.videoTrack()), number -> number == 1);
    }

    private long connected(Peer peer) {
        return world.states(peer.session()).stream()
                .filter(event -> event.state() == State.CONNECTED)
                .count();
    }

    @Test
    void shouldTakeTracksAwayAndBackAsThePublisherOffers() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        viewer.answerUntil(publisher.audioTrack(), true);
        publisher.offer("VP8");
        viewer.answerUntil(publisher.videoTrack(), true);
        publisher.sendVideo(true, 1);
        publisher.sendAudio(1);
        viewer.awaitNumber(viewer.ssrc(publisher.videoTrack()), number -> number == 1);
        viewer.awaitNumber(viewer.ssrc(publisher.audioTrack()), number -> number == 1);
    }

    @Test
    void shouldMoveAClientThatComesFromAnotherRoom() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(publisher.videoTrack(), true);
        Peer elsewhere = world.inRoom(viewer.peer, 2);
        TestViewer moved = world.viewer(elsewhere).subscribe();
        assertFalse(moved.has(publisher.videoTrack()));
        viewer.transport.awaitClosed();
    }

    @Test
    void shouldRefuseWhatIsNoOffer() {
        Peer peer = world.peer(1);
        assertFails(ServiceError.BAD_PARAMETER, world.relay.publish(new Publish(peer, "v=0\r\nrubbish")));
        assertFails(ServiceError.BAD_PARAMETER, world.relay.publish(new Publish(peer, "")));
        assertFails(ServiceError.BAD_PARAMETER, world.relay.publish(new Publish(peer, "a".repeat(70_000))));
        assertEquals(0, TestWorld.await(world.verticle.countHeld()));
    }

    @Test
    void shouldRefuseMoreTracksThanAllowed() {
        List<ClientTrack> tracks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tracks.add(new ClientTrack(MediaKind.AUDIO, "s", "a" + i, List.of("opus"), 100 + i, OptionalInt.empty()));
        }
        TestPublisher publisher = world.publisher(world.peer(1));
        String sdp = new ClientOffer(publisher.transport.local(), "c", List.of())
                .of(tracks, 1)
                .toSdp();
        assertFails(ServiceError.BAD_PARAMETER, world.relay.publish(new Publish(publisher.peer, sdp)));
        assertEquals(0, TestWorld.await(world.verticle.countHeld()));
    }

    @Test
    void shouldRefuseASessionThatNegotiatesOverAndOverAndNobodyElse() {
        Peer greedy = world.peer(1);
        long startNs = System.nanoTime();
        Future<Done> last = world.relay.subscribe(new Subscribe(greedy));
        while (!last.isComplete() || last.succeeded()) {
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(20), "it goes on for ever");
            last = world.relay.subscribe(new Subscribe(greedy));
            last.otherwise(Done.DONE).toCompletionStage().toCompletableFuture().join();
        }

        assertFails(ServiceError.FUNC_NOT_ALLOW, last);
        assertTrue(world.counter(RelayCounter.DROP_TOO_MANY_OFFERS) > 0);
        assertEquals(Done.DONE, TestWorld.await(world.relay.subscribe(new Subscribe(world.peer(1)))));
    }

    @Test
    void shouldRefuseAnswersThatFitNoOffer() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        assertFails(
                ServiceError.BAD_PARAMETER,
                world.relay.answer(new SubscriberAnswer(new SessionId("nobody"), 1, "v=0")));
        assertFails(
                ServiceError.BAD_PARAMETER,
                world.relay.answer(new SubscriberAnswer(viewer.peer.session(), 1, "rubbish")));
    }

    @Test
    void shouldRefuseClientsBeyondItsLimit() {
        for (int i = 0; i < 4; i++) {
            TestWorld.await(world.relay.subscribe(new Subscribe(world.peer(1 + i))));
        }
        Peer fifth = world.peer(1);
        assertFails(ServiceError.NO_RELAY, world.relay.subscribe(new Subscribe(fifth)));
    }

    @Test
    void shouldRefuseSelectionsOfStrangersAndAllowClosingThem() {
        SessionId stranger = new SessionId("stranger");
        assertFails(ServiceError.ROOM_NOT_IN, world.relay.select(new SelectMedia(stranger, new UserId(5), true, true)));
        assertEquals(Done.DONE, TestWorld.await(world.relay.close(new CloseMedia(stranger, null))));
    }

    private static void assertFails(ServiceError expected, Future<?> call) {
        ServiceException refusal = assertThrows(ServiceException.class, () -> TestWorld.await(call));
        assertEquals(expected, refusal.error());
    }

    @Test
    void shouldTellTheRoomServiceThatItLives() {
        world.publisher(world.peer(1)).publish("VP8");
        world.signal.await(
                "a sign of life with a session",
                () -> world.signsOfLife().stream().anyMatch(RelayControlIT::isOpenWithASession));
        RelayStatus status = world.signsOfLife().get(0);
        assertEquals(TestWorld.NODE, status.relay());
        assertEquals(List.of("127.0.0.1:" + world.relayAddress().getPort()), status.advertised());
        assertEquals(8, status.load().maxSessions());
    }

    private static boolean isOpenWithASession(RelayStatus status) {
        return status.mode() == RelayMode.OPEN && status.load().sessions() == 1;
    }

    @Test
    void shouldSayHowMuchItForwardsAndHowBusyItIs() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        AtomicInteger number = new AtomicInteger();
        world.signal.await("a sign of life with packets", () -> {
            // One is looked for 20 times a second at most.
            for (int more = 0; more < 20; more++) {
                publisher.sendVideo(number.get() == 0, number.incrementAndGet());
            }
            return world.signsOfLife().stream()
                    .map(RelayStatus::load)
                    .anyMatch(load -> load.packetsPerSecond() > 10 && load.busyPerMille() > 0);
        });
    }

    @Test
    void shouldAnnounceItsRoomsToARoomServiceThatHasStarted() throws InterruptedException {
        world.publisher(world.peer(7)).publish("VP8");
        world.bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(Addresses.ROOM));

        assertEquals(
                new AnnounceRooms(TestWorld.NODE, List.of(new RoomId(7))), world.announced.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldKeepItsSessionsWhileItDrainsAndCloseThemWithACodeAtTheDeadline() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestWorld.await(world.relay.startDrain(new StartDrain(60_000)));
        world.signal.await("it drains", () -> lastMode() == RelayMode.DRAINING);
        TestWorld.await(world.relay.subscribe(new Subscribe(world.peer(1))));

        TestWorld.await(world.relay.startDrain(new StartDrain(1)));

        world.signal.await("it is closed", () -> lastMode() == RelayMode.CLOSED);
        world.awaitState(publisher.peer, Direction.PUBLISH, State.CLOSED);
        GatewayApi.MediaState last = world.states(publisher.peer.session()).stream()
                .filter(state -> state.state() == State.CLOSED)
                .findFirst()
                .orElseThrow();
        assertEquals(ServiceError.SERVICE_CLOSED.code(), last.code());
        assertEquals(TestWorld.NODE, last.relay());
        assertFails(ServiceError.NO_RELAY, world.relay.subscribe(new Subscribe(world.peer(1))));
        assertFails(ServiceError.BAD_PARAMETER, world.relay.startDrain(new StartDrain(0)));
        world.signal.await("nothing is left", () -> TestWorld.await(world.verticle.countHeld()) == 0);

        TestWorld.await(world.relay.stopDrain(new StopDrain()));

        world.signal.await("it is open again", () -> lastMode() == RelayMode.OPEN);
        TestWorld.await(world.relay.subscribe(new Subscribe(world.peer(1))));
    }

    private RelayMode lastMode() {
        List<RelayStatus> signs = world.signsOfLife();
        return signs.get(signs.size() - 1).mode();
    }

    @Test
    void shouldRefuseAPortThatIsTaken() {
        int taken = world.relayAddress().getPort();
        RelayConfig config = RelayConfig.of(TestWorld.NODE, "127.0.0.1", taken, List.of());
        Future<?> second = world.vertx.deployVerticle(new RelayServiceVerticle(config, world.bus));
        Throwable failure = assertThrows(Throwable.class, () -> TestWorld.await(second));
        Throwable cause = failure instanceof AssertionError ? failure.getCause() : failure;
        assertTrue(cause instanceof BindException, () -> "not " + cause);
        assertTrue(cause.getMessage().contains("127.0.0.1:" + taken), cause.getMessage());
    }

    @Test
    void shouldRepeatAnOfferWithoutAnAnswerToAClientThatIsBack() {
        TestViewer viewer = world.viewer(world.peer(1));
        TestWorld.await(world.relay.subscribe(new Subscribe(viewer.peer)));
        world.signal.await("the first offer", () -> offers(viewer) == 1);

        HeldMedia held =
                TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), viewer.peer.gateway())));

        assertEquals(List.of(Direction.SUBSCRIBE), held.directions());
        world.signal.await("the offer again", () -> offers(viewer) == 2);
        viewer.answerNext();
        TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), viewer.peer.gateway())));
        assertEquals(2, offers(viewer));
    }

    @Test
    void shouldOfferAgainToAGatewayThatWasCutOff() {
        TestViewer viewer = world.viewer(world.peer(1));
        TestWorld.await(world.relay.subscribe(new Subscribe(viewer.peer)));
        world.signal.await("the first offer", () -> offers(viewer) == 1);
        NodeEvents events = world.bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS);

        events.joined(new NodeEvents.NodeJoined(TestWorld.GATEWAY));
        world.signal.await("the offer again", () -> offers(viewer) == 2);
        events.joined(new NodeEvents.NodeJoined(TestWorld.NODE));
        world.signal.await("once more, as the relay was cut off", () -> offers(viewer) == 3);
        viewer.answerNext();
        viewer.transport.awaitConnected();

        events.joined(new NodeEvents.NodeJoined(TestWorld.GATEWAY));
        world.awaitLoops();
        assertEquals(3, offers(viewer), "all is answered");
    }

    @Test
    void shouldNotCloseForAGatewayThatHasTheClientNoMore() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        NodeId elsewhere = new NodeId("elsewhere");
        TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), elsewhere)));

        TestWorld.await(world.relay.close(new CloseMedia(viewer.peer.session(), null, viewer.peer.gateway())));
        assertEquals(1, directions(viewer, elsewhere));

        TestWorld.await(world.relay.close(new CloseMedia(viewer.peer.session(), null, elsewhere)));
        assertEquals(0, directions(viewer, elsewhere));
    }

    private int directions(TestViewer viewer, NodeId gateway) {
        return TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), gateway)))
                .directions()
                .size();
    }
}
