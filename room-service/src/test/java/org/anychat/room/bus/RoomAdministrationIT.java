package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomAdminApi.GetOverview;
import org.anychat.contracts.RoomAdminApi.ListRooms;
import org.anychat.contracts.RoomAdminApi.Overview;
import org.anychat.contracts.RoomAdminApi.RoomLine;
import org.anychat.contracts.RoomAdminApi.RoomOrder;
import org.anychat.contracts.RoomAdminApi.RoomPage;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators are told of rooms, on a real bus. Demo mode has rooms 1 and 2, with or without somebody in them. */
class RoomAdministrationIT {
    private static final NodeId GATEWAY = new NodeId("near");
    private static final int MANY = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final RoomAdminApi administration = bus.proxy(RoomAdminApi.class, Addresses.ROOM_ADMIN);
    private int entered;

    @BeforeEach
    void deploy() {
        get(bus.serve(GatewayApi.class, Addresses.gateway(GATEWAY), new ListeningGateway()));
        RoomConfig config = new RoomConfig(
                new RoomPolicy(true, true, 10),
                RelayPolicy.DEFAULT,
                1_000,
                CallService.Settings.DEFAULT,
                false,
                60_000);
        get(vertx.deployVerticle(new RoomServiceVerticle(config, bus, SharedRecords.none())));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void shouldListRoomsByPage() {
        enter(7, 3, 5, 4, 6);

        RoomPage page = list("", RoomOrder.ROOM, false, 2, 3);

        assertEquals(7, page.total());
        assertEquals(List.of(3, 4, 5), numbers(page));
        assertEquals(List.of(), numbers(list("", RoomOrder.ROOM, false, 7, 3)));
    }

    @Test
    void shouldSortRoomsAndKeepThoseThatAreEqualByNumber() {
        enter(10, 9, 9, 8, 8, 8);

        assertEquals(List.of(8, 9, 10, 1, 2), numbers(list("", RoomOrder.USERS, true, 0, 10)));
        assertEquals(List.of(1, 2, 10, 9, 8), numbers(list("", RoomOrder.USERS, false, 0, 10)));
        assertEquals(List.of(1, 10, 2, 8, 9), numbers(list("", RoomOrder.NAME, false, 0, 10)));
    }

    @Test
    void shouldFindRoomsByNameAndNumber() {
        enter(5, 55, 56);

        assertEquals(List.of(5, 55, 56), numbers(list(" ROOM 5 ", RoomOrder.ROOM, false, 0, 10)));
        assertEquals(List.of(5), numbers(list("5", RoomOrder.ROOM, false, 0, 1)));
        assertEquals(0, list("nowhere", RoomOrder.ROOM, false, 0, 10).total());
    }

    @Test
    void shouldGiveNoMoreRoomsThanAPageHas() {
        enterMany();

        RoomPage page = list(null, null, false, -1, Integer.MAX_VALUE);

        assertEquals(MANY, page.total());
        assertEquals(RoomAdminApi.MAX_ROOMS, page.rooms().size());
        assertEquals(List.of(), numbers(list("", RoomOrder.ROOM, false, 0, -1)));
    }

    @Test
    void shouldSayNoMoreOfManyRoomsThanOfFew() {
        enter(1);
        Overview few = overview();
        enterMany();
        Overview many = overview();

        assertEquals(List.of(2, 1, 1), counts(few));
        assertEquals(List.of(MANY, MANY - 1, MANY - 1), counts(many));
        // Numbers have more digits.
        assertTrue(length(many) - length(few) < 32, () -> length(few) + " and " + length(many) + " characters");
    }

    @Test
    void shouldStampEachChangeOfAnyRoom() {
        long before = overview().rooms().stamp();
        assertEquals(before, overview().rooms().stamp());

        Member ann = enter(9);
        long with = overview().rooms().stamp();
        assertNotEquals(before, with);

        get(rooms.leave(new LeaveRoom(ann.session(), 0)));
        assertNotEquals(with, overview().rooms().stamp());
    }

    /** One in each room but the second. */
    private void enterMany() {
        for (int room = 3; room <= MANY; room++) {
            enter(room);
        }
        if (overview().rooms().used() < MANY - 1) {
            enter(1);
        }
    }

    /** Another member for each number; the last one is returned. */
    private Member enter(int... numbers) {
        Member member = null;
        for (int number : numbers) {
            String name = "user" + ++entered;
            UserState state = new UserState(name, UserState.CLOSED, UserState.CLOSED, 4);
            member = new Member(new SessionId(name), GATEWAY, new UserId(entered), 0, state);
            get(rooms.enter(new EnterRoom(member, new RoomId(number), null, "")));
        }
        return member;
    }

    private Overview overview() {
        return get(administration.overview(new GetOverview()));
    }

    private RoomPage list(String text, RoomOrder order, boolean descending, int offset, int limit) {
        return get(administration.rooms(new ListRooms(offset, limit, text, order, descending)));
    }

    private static List<Integer> numbers(RoomPage page) {
        return page.rooms().stream().map(RoomLine::room).map(RoomId::value).toList();
    }

    private static List<Integer> counts(Overview overview) {
        return List.of(
                overview.rooms().total(),
                overview.rooms().used(),
                overview.rooms().members());
    }

    private static int length(Overview overview) {
        return JsonObject.mapFrom(overview).encode().length();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
