package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomAdminApi.ListRooms;
import org.anychat.contracts.RoomAdminApi.RoomOrder;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.gateway.AdminClient.Page;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform of 5000 users in 500 rooms costs its bus no more for many open pages than for one. */
class AdminTrafficIT {
    private static final String PASSWORD = "a long password";
    private static final String OVERVIEW = "admin.overview";
    private static final int ROOMS = 500;
    private static final int USERS = 5_000;
    private static final int ROUNDS = 6;

    @TempDir
    Path folder;

    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger overviews = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicReference<ListRooms> asked = new AtomicReference<>();
    private TestGateway gateway;
    private AdminClient client;

    @BeforeEach
    void start() {
        new AdminAccounts(folder).add("vic", AdminRole.VIEWER, PASSWORD);
        gateway = TestGateway.start(folder, AdminTimes.STANDARD);
        TestGateway.await(gateway.bus.serve(ProcessApi.class, Addresses.process(TestGateway.NODE), new BusyProcess()));
        TestGateway.await(gateway.bus.serve(RoomAdminApi.class, Addresses.ROOM_ADMIN, new ManyRooms()));
        client = new AdminClient(gateway, true);
        client.login("vic", PASSWORD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private List<Page> open(int count) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Page page = client.open();
            page.listen(OVERVIEW);
            pages.add(page);
        }
        return pages;
    }

    @Test
    void shouldAskAsOftenForManyPagesAsForOne() throws Exception {
        List<Page> pages = open(8);
        pages.get(0).next(OVERVIEW);
        int reportsBefore = reports.get();
        int overviewsBefore = overviews.get();
        int listsBefore = lists.get();

        for (int round = 0; round < ROUNDS; round++) {
            for (Page page : pages) {
                page.next(OVERVIEW);
                JsonObject list = page.request(
                        "admin.query", new JsonObject().put("what", "rooms").put("limit", 50));
                assertEquals(
                        50, list.getJsonObject("body").getJsonArray("rooms").size());
            }
        }

        // Each page has seen as many figures as the first; a few more may have been collected on the way.
        int collections = 2 * ROUNDS + 4;
        assertTrue(reports.get() - reportsBefore <= collections, () -> reports + " reports");
        assertTrue(overviews.get() - overviewsBefore <= collections, () -> overviews + " overviews");
        // An answer is good for less than the time between two figures, so that there may be one more a round.
        assertTrue(lists.get() - listsBefore <= 2 * collections, () -> lists + " lists for " + pages.size() + " pages");
    }

    @Test
    void shouldTellAllPagesLittleHoweverManyRoomsThereAre() throws Exception {
        Page page = open(1).get(0);

        JsonObject told = page.next(OVERVIEW).getJsonObject("body");
        while (told.getJsonObject("totals").getInteger("rooms") != ROOMS) {
            told = page.next(OVERVIEW).getJsonObject("body");
        }

        assertEquals(USERS, told.getJsonObject("totals").getInteger("members"));
        assertEquals(USERS, told.getJsonObject("totals").getInteger("users"));
        String text = told.encode();
        assertTrue(text.length() < 4_000, text);
    }

    @Test
    void shouldAskTheRoomServiceForAPageOfRooms() throws Exception {
        Page page = open(1).get(0);

        JsonObject rooms = page.request(
                        "admin.query",
                        new JsonObject()
                                .put("what", "rooms")
                                .put("text", "Room")
                                .put("sort", "users")
                                .put("descending", true)
                                .put("offset", 100)
                                .put("limit", 20))
                .getJsonObject("body");
        JsonObject strange = page.request(
                "admin.query", new JsonObject().put("what", "rooms").put("sort", "password"));
        JsonObject large = page.request(
                "admin.query", new JsonObject().put("what", "rooms").put("limit", 101));

        assertEquals(new ListRooms(100, 20, "Room", RoomOrder.USERS, true), asked.get());
        assertEquals(ROOMS, rooms.getInteger("total"));
        assertEquals(101, rooms.getJsonArray("rooms").getJsonObject(0).getInteger("room"));
        assertEquals("err", strange.getString("type"), strange.encode());
        assertEquals("err", large.getString("type"), large.encode());
        assertEquals(1, lists.get());
    }

    private final class BusyProcess implements ProcessApi {
        @Override
        public Future<ProcessReport> report(GetReport request) {
            reports.incrementAndGet();
            return Future.succeededFuture(new ProcessReport(
                    TestGateway.NODE,
                    new Program("1", "17", 1, 0, List.of("gateway"), List.of("gateway"), List.of()),
                    new Machine("host", 2, 0.1, 0.2, 1, 2, 3, 4),
                    new Place(true, "", 1, true, "alone", List.of(8906)),
                    List.of(new Figure("anychat_gateway_users", Map.of(), USERS))));
        }

        @Override
        public Future<LogLines> log(ReadLog request) {
            return Future.succeededFuture(new LogLines(List.of(), 0));
        }
    }

    private final class ManyRooms implements RoomAdminApi {
        private final List<RoomLine> rooms = IntStream.rangeClosed(1, ROOMS)
                .mapToObj(number -> new RoomLine(
                        new RoomId(number), "Room " + number, USERS / ROOMS, false, false, 7, List.of(new NodeId("r"))))
                .toList();

        @Override
        public Future<Overview> overview(GetOverview request) {
            overviews.incrementAndGet();
            RelayStatus relay = new RelayStatus(new NodeId("r"), RelayLoad.NONE);
            return Future.succeededFuture(
                    new Overview(new RoomCount(ROOMS, ROOMS, USERS, 7), List.of(new RelayLine(relay, ROOMS, USERS))));
        }

        @Override
        public Future<RoomPage> rooms(ListRooms request) {
            lists.incrementAndGet();
            asked.set(request);
            return Future.succeededFuture(
                    new RoomPage(ROOMS, rooms.subList(request.offset(), request.offset() + request.limit())));
        }

        @Override
        public Future<Expelled> close(CloseRoom request) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<Moved> move(MoveRoom request) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<Said> say(SayInRoom request) {
            return Future.failedFuture("not asked here");
        }
    }
}
