package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anychat.contracts.RelayMode;
import org.anychat.room.RoomCounter;
import org.anychat.room.RoomFigures;
import org.anychat.room.RoomServiceVerticle;
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

    static final List<Metric> ALL =
            List.of(ROOMS, MEMBERS, PRIVATE_CHATS, CALLS, RELAYS, JOINS, TEXTS, MOVES, DIRECT_REFUSED);

    private static final Map<String, RoomCounter> REASONS = Map.of(
            "silent", RoomCounter.MOVED_FROM_SILENT,
            "gone", RoomCounter.MOVED_FROM_GONE,
            "draining", RoomCounter.MOVED_FROM_DRAINING,
            "closed", RoomCounter.MOVED_FROM_CLOSED,
            "late", RoomCounter.PLACED_LATER);

    private final RoomServiceVerticle service;
    private volatile RoomFigures figures = new RoomFigures(0, 0, 0, 0, 0, Map.of());

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
    }

    @Override
    public Future<?> refresh() {
        return service.figures().onSuccess(now -> figures = now);
    }
}
