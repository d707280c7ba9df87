package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.anychat.contracts.AuthApi.ListBans;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.ClientLine;
import org.anychat.contracts.GatewayAdminApi.ClientPage;
import org.anychat.contracts.GatewayAdminApi.FindTrails;
import org.anychat.contracts.GatewayAdminApi.ListClients;
import org.anychat.contracts.GatewayAdminApi.ReceivedVideo;
import org.anychat.contracts.GatewayAdminApi.Trail;
import org.anychat.contracts.GatewayAdminApi.Trails;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.UserId;

/** What pages ask about users: lists by page over all gateways, one user, and what became of whom. */
final class PeopleQueries {
    private static final int MAX_TEXT = 64;
    private static final int MAX_OFFSET = 1_000_000;
    private static final int TRAILS_OF_ONE = 10;

    private final Platform platform;
    private final Supplier<Snapshot> latest;

    PeopleQueries(Platform platform, Supplier<Snapshot> latest) {
        this.platform = platform;
        this.latest = latest;
    }

    /** A gateway's part of a page. */
    private record Part(NodeId gateway, int offset, int limit) {}

    /** One list, gateway after gateway. */
    Future<JsonObject> users(Question question) {
        String text = question.textOr("text", MAX_TEXT, "");
        int offset = question.numberOr("offset", 0, MAX_OFFSET, 0);
        int limit = question.numberOr("limit", 1, GatewayAdminApi.MAX_CLIENTS, GatewayAdminApi.MAX_CLIENTS);
        List<NodeId> gateways = latest.get().running("gateway");
        return pages(gateways.stream().map(gateway -> new Part(gateway, 0, 0)).toList(), text)
                .compose(counts -> {
                    List<Integer> totals = counts.stream()
                            .map(page -> page == null ? 0 : page.total())
                            .toList();
                    int total = totals.stream().mapToInt(Integer::intValue).sum();
                    return pages(parts(gateways, totals, offset, limit), text).map(pages -> json(total, pages));
                });
    }

    private static List<Part> parts(List<NodeId> gateways, List<Integer> totals, int offset, int limit) {
        List<Part> parts = new ArrayList<>();
        int skip = offset;
        int left = limit;
        for (int i = 0; i < gateways.size() && left > 0; i++) {
            int here = Math.max(0, Math.min(left, totals.get(i) - skip));
            if (here > 0) {
                parts.add(new Part(gateways.get(i), skip, here));
            }
            skip = Math.max(0, skip - totals.get(i));
            left -= here;
        }
        return parts;
    }

    /** Null for a gateway that does not answer. */
    private Future<List<ClientPage>> pages(List<Part> parts, String text) {
        List<Future<ClientPage>> asked = parts.stream()
                .map(part -> platform.gateway(part.gateway())
                        .clients(new ListClients(part.offset(), part.limit(), text, null)))
                .toList();
        return Future.join(asked)
                .transform(done -> Future.succeededFuture(asked.stream()
                        .map(page -> page.succeeded() ? page.result() : null)
                        .toList()));
    }

    private static JsonObject json(int total, List<ClientPage> pages) {
        JsonArray users = new JsonArray();
        pages.stream()
                .filter(page -> page != null)
                .flatMap(page -> page.clients().stream())
                .forEach(client -> users.add(client(client)));
        return new JsonObject().put("total", total).put("users", users);
    }

    static JsonObject client(ClientLine client) {
        return new JsonObject()
                .put("user", client.who().user().value())
                .put("name", client.who().name())
                .put("account", client.who().account())
                .put("level", client.who().level())
                .put("loginMs", client.who().loginMs())
                .put("way", JsonObject.mapFrom(client.way()))
                .put("room", client.room() == null ? null : client.room().value())
                .put("relay", client.relay() == null ? null : client.relay().value())
                .put("publishing", client.publishing())
                .put("camera", client.state().camera())
                .put("microphone", client.state().microphone())
                .put("device", client.state().device())
                .put("chatMode", client.state().chatMode())
                .put("mute", JsonObject.mapFrom(client.mute()))
                .put("received", received(client.received()))
                .put("network", network(client.network()));
    }

    /** Null where the client has not said lately what it has found out. */
    private static JsonObject network(Network said) {
        return said == null
                ? null
                : JsonObject.of(
                        "mapping", word(said.nat().mapping()),
                        "filtering", word(said.nat().filtering()),
                        "udp", said.nat().udp(),
                        "upBps", said.upBps() == DirectApi.UNSAID ? null : said.upBps());
    }

    private static String word(DirectApi.Dependence dependence) {
        return dependence.name().toLowerCase(Locale.ROOT);
    }

    /** Null where the client has not said how well it sees. */
    private static JsonArray received(List<ReceivedVideo> said) {
        return said == null
                ? null
                : new JsonArray(said.stream()
                        .map(video -> new JsonObject()
                                .put("publisher", video.publisher().value())
                                .put("freezes", video.freezes())
                                .put("frozenMs", video.frozenMs()))
                        .toList());
    }

    /** One user: its login, where there is one, and what it has done. */
    Future<JsonObject> user(Question question) {
        UserId user = question.user();
        Future<JsonObject> online = platform.auth()
                .locate(new Locate(user))
                .compose(located -> platform.gateway(located.gateway())
                        .clients(new ListClients(0, GatewayAdminApi.MAX_CLIENTS, user.toString(), null))
                        .map(page -> online(page, user, located.gateway())));
        return online.otherwise(new JsonObject())
                .compose(known -> trails(new FindTrails(user.toString(), false, TRAILS_OF_ONE))
                        .map(trails -> new JsonObject().put("online", known).put("trails", trails)));
    }

    private static JsonObject online(ClientPage page, UserId user, NodeId gateway) {
        return page.clients().stream()
                .filter(client -> client.who().user().equals(user))
                .findFirst()
                .map(client -> client(client).put("gateway", gateway.value()))
                .orElseGet(JsonObject::new);
    }

    Future<JsonObject> trails(Question question) {
        FindTrails wanted = new FindTrails(
                question.textOr("text", MAX_TEXT, ""),
                question.body().getValue("endedOnly") != null && question.flag("endedOnly"),
                question.numberOr("limit", 1, GatewayAdminApi.MAX_TRAILS, GatewayAdminApi.MAX_TRAILS));
        return trails(wanted).map(trails -> new JsonObject().put("trails", trails));
    }

    private Future<JsonArray> trails(FindTrails wanted) {
        List<Future<Trails>> asked = latest.get().running("gateway").stream()
                .map(gateway -> platform.gateway(gateway).trails(wanted))
                .toList();
        return Future.join(asked)
                .transform(done -> Future.succeededFuture(new JsonArray(asked.stream()
                        .filter(Future::succeeded)
                        .flatMap(answer -> answer.result().trails().stream())
                        .sorted(Comparator.comparingLong(PeopleQueries::latestMs)
                                .reversed())
                        .limit(wanted.limit())
                        .map(PeopleQueries::trail)
                        .toList())));
    }

    private static long latestMs(Trail trail) {
        return trail.steps().isEmpty()
                ? trail.beganMs()
                : trail.steps().get(trail.steps().size() - 1).atMs();
    }

    private static JsonObject trail(Trail trail) {
        return new JsonObject()
                .put("gateway", trail.gateway().value())
                .put("way", JsonObject.mapFrom(trail.way()))
                .put("name", trail.name())
                .put("user", trail.user() == null ? null : trail.user().value())
                .put("beganMs", trail.beganMs())
                .put("endedMs", trail.endedMs())
                .put("endCode", trail.endCode())
                .put(
                        "steps",
                        new JsonArray(
                                trail.steps().stream().map(JsonObject::mapFrom).toList()));
    }

    Future<JsonObject> bans() {
        return platform.auth()
                .bans(new ListBans())
                .map(list -> new JsonObject()
                        .put(
                                "bans",
                                new JsonArray(list.bans().stream()
                                        .map(JsonObject::mapFrom)
                                        .toList())));
    }
}
