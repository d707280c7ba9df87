package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.LinkApi.CloseLink;
import org.anychat.contracts.LinkApi.LinkAnswer;
import org.anychat.contracts.LinkApi.LinkOffer;
import org.anychat.contracts.LinkApi.LinkWanted;
import org.anychat.contracts.LinkApi.OpenLink;
import org.anychat.contracts.LinkApi.Route;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RelayApi.SpanEpoch;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a relay refuses of other relays. */
class RelayLinksIT {
    private static final RoomId ROOM = new RoomId(1);
    private static final NodeId PEER = new NodeId("relay-2");
    private static final NodeId STRANGER = new NodeId("relay-3");

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
        TestWorld.await(world.relay.span(new RoomSpan(ROOM, 7, List.of(TestWorld.NODE, PEER))));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldLinkWithRelaysOfTheRoomAlone() {
        assertFails(ServiceError.BAD_PARAMETER, world.relay.openLink(new OpenLink(to(7, STRANGER))));
        assertFails(ServiceError.NO_RELAY, world.relay.openLink(new OpenLink(otherRoom())));
        assertFails(
                ServiceError.BAD_PARAMETER,
                world.relay.openLink(new OpenLink(new Route(ROOM, 7, PEER, TestWorld.NODE))));
        assertEquals(2, world.counter(RelayCounter.LINKS_REFUSED));

        TestWorld.await(world.relay.openLink(new OpenLink(to(7, PEER))));
        assertEquals(1, held());
        TestWorld.await(world.relay.closeLink(new CloseLink(to(7, PEER))));
        world.signal.await("nothing is left", () -> TestWorld.await(world.verticle.countHeld()) == 0);
    }

    @Test
    void shouldRefuseAndCountWhatBelongsToAnOlderSpan() {
        assertFails(ServiceError.BAD_PARAMETER, world.relay.openLink(new OpenLink(to(6, PEER))));
        assertEquals(
                new SpanEpoch(7),
                TestWorld.await(world.relay.span(new RoomSpan(ROOM, 6, List.of(TestWorld.NODE, STRANGER)))));
        assertEquals(2, world.counter(RelayCounter.LINKS_STALE));
        assertFails(ServiceError.NO_RELAY, world.relay.openLink(new OpenLink(to(8, PEER))));
    }

    @Test
    void shouldEndLinksThatANewSpanHasNoPlaceFor() {
        TestWorld.await(world.relay.openLink(new OpenLink(to(7, PEER))));

        assertEquals(
                new SpanEpoch(8),
                TestWorld.await(world.relay.span(new RoomSpan(ROOM, 8, List.of(TestWorld.NODE, STRANGER)))));

        world.signal.await("nothing is left", () -> TestWorld.await(world.verticle.countHeld()) == 0);
        assertFails(
                ServiceError.BAD_PARAMETER, world.relay.linkWanted(new LinkWanted(to(8, PEER), List.of(), List.of())));
    }

    @Test
    void shouldRefuseRubbishAndTooMuch() {
        TestWorld.await(world.relay.openLink(new OpenLink(to(7, PEER))));
        List<String> many =
                IntStream.range(0, 97).mapToObj(number -> "track" + number).toList();
        assertFails(ServiceError.BAD_PARAMETER, world.relay.linkWanted(new LinkWanted(to(7, PEER), many, List.of())));
        assertFails(ServiceError.BAD_PARAMETER, world.relay.linkWanted(new LinkWanted(to(7, PEER), List.of(), many)));
        assertFails(ServiceError.BAD_PARAMETER, world.relay.linkAnswer(new LinkAnswer(to(7, PEER), 1, "rubbish")));
        Route incoming = new Route(ROOM, 7, PEER, TestWorld.NODE);
        assertFails(
                ServiceError.BAD_PARAMETER, world.relay.linkOffer(new LinkOffer(incoming, 1, "rubbish", List.of())));
        List<NodeId> crowd = IntStream.range(0, 65)
                .mapToObj(number -> new NodeId("relay-" + number))
                .toList();
        TestWorld.await(world.relay.span(new RoomSpan(ROOM, 9, crowd)));
        assertEquals(1, world.counter(RelayCounter.LINKS_REFUSED));
    }

    private static Route to(long epoch, NodeId viewer) {
        return new Route(ROOM, epoch, TestWorld.NODE, viewer);
    }

    private static Route otherRoom() {
        return new Route(new RoomId(2), 7, TestWorld.NODE, PEER);
    }

    private int held() {
        return Math.min(1, TestWorld.await(world.verticle.countHeld()));
    }

    private static void assertFails(ServiceError expected, Future<?> call) {
        ServiceException refusal = assertThrows(ServiceException.class, () -> TestWorld.await(call));
        assertEquals(expected, refusal.error());
    }
}
