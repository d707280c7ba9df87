package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;
import static org.anychat.server.metrics.Metric.histogram;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RelayMode;
import org.anychat.room.RoomCounter;
import org.anychat.room.RoomFigures;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteFigures;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.mesh.EdgeFigures;
import org.anychat.runtime.EventCounters;

/** What the room service shows. */
final class RoomMetrics implements MetricSource {
    private static final Metric ROOMS = gauge("anychat_room_rooms", "Rooms, permanent ones included.", "房间数，含永久房间。");
    private static final Metric MEMBERS = gauge("anychat_room_members", "Users in rooms.", "房间内的用户数。");
    private static final Metric PRIVATE_CHATS =
            gauge("anychat_room_private_chats", "Pairs of users in a private chat.", "进行中的私聊数。");
    private static final Metric CALLS =
            gauge("anychat_room_calls", "Video calls: ringing, or on.", "视频呼叫数：振铃中或通话中。", "state");
    private static final Metric RELAYS = gauge(
            "anychat_room_relays",
            "Relays that the room service hears of, by what they take: open, draining, closed.",
            "房间服务已知的中继数，按状态：开放、排空中、已关闭。",
            "mode");
    private static final Metric JOINS =
            counter("anychat_room_joins_total", "Attempts to enter a room.", "进入房间的尝试次数。", "outcome");
    private static final Metric TEXTS = counter("anychat_room_texts_total", "Texts said in rooms.", "房间内的文字消息数。");
    private static final Metric MOVES = counter(
            "anychat_room_moves_total",
            "Rooms whose media moved to another relay; late: they had none before.",
            "媒体迁移到其他中继的房间数；late 表示之前没有中继。",
            "reason");
    private static final Metric DIRECT_REFUSED = counter(
            "anychat_room_direct_refused_total",
            "Descriptions, reports and wishes about direct connections that were refused.",
            "被拒绝的直连描述、报告和请求数。");

    private static final Metric DIRECT_PAIRS = gauge(
            "anychat_room_direct_pairs",
            "Pairs of users with a connection of their own: trying to make it, connected and not yet used, direct.",
            "绕过中继的用户对数：尝试中、已连接尚未使用、直连中。",
            "state");
    private static final Metric DIRECT_EDGES = gauge(
            "anychat_room_direct_edges",
            "Edges of mesh trees: trying to make a connection, up and not yet used, carrying the stream, starved.",
            "网状树的边数：尝试中、已连接尚未使用、承载媒体流中、断流。",
            "state");
    private static final Metric DIRECT_ATTEMPTS = counter(
            "anychat_room_direct_attempts_total",
            "Attempts of two users, edges of mesh trees among them: connected, or why given up (direct.md, routing.md).",
            "用户间尝试直连的次数，含网状树的边：connected 表示已连接，否则为放弃原因（direct.md、routing.md）。",
            "outcome");
    private static final Metric DIRECT_ENDS = counter(
            "anychat_room_direct_ends_total",
            "Connections of two users that stood and ended, edges of mesh trees among them, by why (direct.md, routing.md).",
            "已建立后结束的直连数，含网状树的边，按原因（direct.md、routing.md）。",
            "reason");
    private static final Metric DIRECT_WAIT = histogram(
            "anychat_room_direct_seconds",
            "From the begin of an attempt, or since the other opened something, until a viewer gets it directly.",
            "从尝试开始（或对方打开设备）到观看方直接收到媒体的时间。");

    static final List<Metric> ALL = List.of(
            ROOMS,
            MEMBERS,
            PRIVATE_CHATS,
            CALLS,
            RELAYS,
            JOINS,
            TEXTS,
            MOVES,
            DIRECT_REFUSED,
            DIRECT_PAIRS,
            DIRECT_EDGES,
            DIRECT_ATTEMPTS,
            DIRECT_ENDS,
            DIRECT_WAIT);

    private static final Map<String, RoomCounter> REASONS = Map.of(
            "silent", RoomCounter.MOVED_FROM_SILENT,
            "gone", RoomCounter.MOVED_FROM_GONE,
            "draining", RoomCounter.MOVED_FROM_DRAINING,
            "closed", RoomCounter.MOVED_FROM_CLOSED,
            "late", RoomCounter.PLACED_LATER);

    /** Without that for which nothing begins. */
    private static final Set<RouteReason> ENDING = EnumSet.complementOf(EnumSet.of(RouteReason.OFTEN));

    private final RoomServiceVerticle service;
    private volatile RoomFigures figures =
            new RoomFigures(0, 0, 0, 0, 0, Map.of(), new RouteFigures(0, 0, 0), EdgeFigures.NONE);

    RoomMetrics(RoomServiceVerticle service) {
        this.service = service;
    }

    @Override
    public void register(Meters meters) {
        EventCounters<RoomCounter> counters = service.counters();
        meters.gauge(ROOMS, () -> figures.rooms());
        meters.gauge(MEMBERS, () -> figures.members());
        meters.gauge(PRIVATE_CHATS, () -> figures.privateChats());
        meters.gauge(CALLS, () -> figures.ringing(), "ringing");
        meters.gauge(CALLS, () -> figures.calls(), "on");
        for (RelayMode mode : RelayMode.values()) {
            meters.gauge(
                    RELAYS,
                    () -> figures.relays().getOrDefault(mode, 0),
                    mode.name().toLowerCase(Locale.ROOT));
        }
        meters.counter(JOINS, () -> counters.value(RoomCounter.JOINED), "success");
        meters.counter(JOINS, () -> counters.value(RoomCounter.JOIN_REFUSED), "refused");
        meters.counter(TEXTS, () -> counters.value(RoomCounter.TEXT));
        meters.counter(DIRECT_REFUSED, () -> counters.value(RoomCounter.DIRECT_REFUSED));
        REASONS.forEach((reason, counter) -> meters.counter(MOVES, () -> counters.value(counter), reason));
        registerRoutes(meters, service.routeCounters());
    }

    private void registerRoutes(Meters meters, RouteCounters routes) {
        meters.gauge(DIRECT_PAIRS, () -> figures.routes().trying(), "trying");
        meters.gauge(DIRECT_PAIRS, () -> figures.routes().connected(), "connected");
        meters.gauge(DIRECT_PAIRS, () -> figures.routes().direct(), "direct");
        meters.gauge(DIRECT_EDGES, () -> figures.edges().trying(), "trying");
        meters.gauge(DIRECT_EDGES, () -> figures.edges().up(), "up");
        meters.gauge(DIRECT_EDGES, () -> figures.edges().carrying(), "carrying");
        meters.gauge(DIRECT_EDGES, () -> figures.edges().starved(), "starved");
        meters.counter(DIRECT_ATTEMPTS, routes::connected, "connected");
        for (RouteReason reason : ENDING) {
            meters.counter(DIRECT_ATTEMPTS, () -> routes.failed(reason), reason.word());
            meters.counter(DIRECT_ENDS, () -> routes.ended(reason), reason.word());
        }
        Timer wait = meters.histogram(DIRECT_WAIT);
        routes.observeDirect(ms -> wait.record(ms, TimeUnit.MILLISECONDS));
    }

    @Override
    public Future<?> refresh() {
        return service.figures().onSuccess(now -> figures = now);
    }
}
