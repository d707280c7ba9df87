package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.ReadRoutes;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.ClientPage;
import org.anychat.contracts.GatewayAdminApi.ListClients;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RelayAdminApi.ReadRoom;
import org.anychat.contracts.RelayAdminApi.RoomMedia;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomAdminApi.ListRooms;
import org.anychat.contracts.RoomAdminApi.RoomLine;
import org.anychat.contracts.RoomAdminApi.RoomOrder;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;

/** What pages ask about rooms: the list by page, and one room with its members and their streams. */
final class RoomQueries {
    private static final int MAX_TEXT = 64;
    /** So many members are shown of a room. */
    private static final int MAX_MEMBERS = 200;
    /** By what the list of rooms may be sorted. */
    private static final Map<String, RoomOrder> ORDERS =
            Map.of("room", RoomOrder.ROOM, "name", RoomOrder.NAME, "users", RoomOrder.USERS);

    private final Platform platform;

    RoomQueries(Platform platform) {
        this.platform = platform;
    }

    Future<JsonObject> rooms(Question question) {
        ListRooms wanted = new ListRooms(
                question.numberOr("offset", 0, Integer.MAX_VALUE, 0),
                question.numberOr("limit", 1, RoomAdminApi.MAX_ROOMS, RoomAdminApi.MAX_ROOMS),
                question.textOr("text", MAX_TEXT, ""),
                order(question),
                question.body().getValue("descending") != null && question.flag("descending"));
        return platform.roomAdmin()
                .rooms(wanted)
                .map(page -> new JsonObject()
                        .put("total", page.total())
                        .put(
                                "rooms",
                                new JsonArray(page.rooms().stream()
                                        .map(RoomQueries::line)
                                        .toList())));
    }

    private static RoomOrder order(Question question) {
        RoomOrder order = ORDERS.get(question.textOr("sort", MAX_TEXT, "room"));
        if (order == null) {
            throw Question.bad("sort is one of " + ORDERS.keySet());
        }
        return order;
    }

    private static JsonObject line(RoomLine room) {
        return new JsonObject()
                .put("room", room.room().value())
                .put("name", room.name())
                .put("users", room.users())
                .put("hasPassword", room.hasPassword())
                .put("call", room.call())
                .put(
                        "relays",
                        new JsonArray(room.relays().stream().map(NodeId::value).toList()));
    }

    Future<JsonObject> room(Question question) {
        RoomId id = question.room();
        return platform.rooms()
                .snapshot(new GetSnapshot(id))
                .compose(room -> Future.all(clients(room), media(room))
                        .map(all -> json(room, all.resultAt(0), all.resultAt(1))));
    }

    /** Who sends to whom which way, by page, where some in the room can do without the relay. */
    Future<JsonObject> routes(Question question) {
        ReadRoutes wanted = new ReadRoutes(
                question.room(),
                question.body().getValue("from") == null ? null : sender(question),
                null,
                question.numberOr("offset", 0, Integer.MAX_VALUE, 0),
                question.numberOr("limit", 1, DirectApi.MAX_ROUTES, DirectApi.MAX_ROUTES));
        return platform.direct()
                .routes(wanted)
                .map(list -> new JsonObject()
                        .put("total", list.total())
                        .put("senders", array(list.senders(), RoomQueries::sender))
                        .put("routes", array(list.routes(), RoomQueries::route)));
    }

    private static UserId sender(Question question) {
        return new UserId(question.number("from", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static JsonObject sender(Sender sender) {
        return new JsonObject()
                .put("user", sender.user().value())
                .put("receivers", sender.receivers())
                .put("direct", sender.direct());
    }

    private static <T> JsonArray array(List<T> list, Function<T, JsonObject> json) {
        return new JsonArray(list.stream().map(json).toList());
    }

    private static JsonObject route(Route route) {
        return new JsonObject()
                .put("from", route.from().value())
                .put("to", route.to().value())
                .put("way", route.way().name())
                .put("sinceMs", route.sinceMs())
                .put("reason", route.reason())
                .put("via", route.via() == null ? null : route.via().value())
                .put("hops", route.hops());
    }

    private Future<Map<UserId, JsonObject>> clients(RoomSnapshot room) {
        List<Future<ClientPage>> asked = room.members().stream()
                .map(Member::gateway)
                .distinct()
                .map(gateway -> platform.gateway(gateway)
                        .clients(new ListClients(0, GatewayAdminApi.MAX_CLIENTS, "", room.room())))
                .toList();
        return Future.join(asked).transform(done -> {
            Map<UserId, JsonObject> clients = new HashMap<>();
            asked.stream()
                    .filter(Future::succeeded)
                    .flatMap(page -> page.result().clients().stream())
                    .forEach(client -> clients.put(client.who().user(), PeopleQueries.client(client)));
            return Future.succeededFuture(clients);
        });
    }

    private Future<Map<NodeId, RoomMedia>> media(RoomSnapshot room) {
        Map<NodeId, Future<RoomMedia>> asked = new HashMap<>();
        room.members().stream()
                .map(Member::relay)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(relay -> asked.put(relay, platform.relay(relay).room(new ReadRoom(room.room()))));
        return Future.join(new ArrayList<>(asked.values())).transform(done -> {
            Map<NodeId, RoomMedia> media = new HashMap<>();
            asked.forEach((relay, answer) -> {
                if (answer.succeeded()) {
                    media.put(relay, answer.result());
                }
            });
            return Future.succeededFuture(media);
        });
    }

    private static JsonObject json(RoomSnapshot room, Map<UserId, JsonObject> clients, Map<NodeId, RoomMedia> media) {
        JsonArray members = new JsonArray();
        room.members().stream().limit(MAX_MEMBERS).forEach(member -> members.add(member(member, clients)));
        JsonArray connections = new JsonArray();
        media.forEach((relay, carried) ->
                carried.connections().forEach(connection -> connections.add(connection(relay, connection))));
        return new JsonObject()
                .put("room", room.room().value())
                .put("name", room.name())
                .put("version", room.version())
                .put("users", room.members().size())
                .put("members", members)
                .put("connections", connections);
    }

    private static JsonObject member(Member member, Map<UserId, JsonObject> clients) {
        JsonObject known = clients.getOrDefault(member.user(), new JsonObject());
        return known.copy()
                .put("user", member.user().value())
                .put("name", member.state().name())
                .put("level", member.level())
                .put("camera", member.state().camera())
                .put("microphone", member.state().microphone())
                .put("device", member.state().device())
                .put("chatMode", member.state().chatMode())
                .put("gateway", member.gateway().value())
                .put("relay", member.relay() == null ? null : member.relay().value());
    }

    private static JsonObject connection(NodeId relay, RelayAdminApi.Connection connection) {
        return new JsonObject()
                .put("relay", relay.value())
                .put("user", connection.user().value())
                .put("direction", connection.direction().name())
                .put("connected", connection.connected())
                .put("address", connection.address())
                .put("estimateBps", connection.estimateBps())
                .put(
                        "streams",
                        new JsonArray(connection.streams().stream()
                                .map(RoomQueries::stream)
                                .toList()));
    }

    private static JsonObject stream(RelayAdminApi.Stream stream) {
        return JsonObject.mapFrom(stream.figures())
                .put("publisher", stream.publisher().value())
                .put("video", stream.video())
                .put("codec", stream.codec())
                .put("layer", stream.layer())
                .put("paused", stream.paused());
    }
}
