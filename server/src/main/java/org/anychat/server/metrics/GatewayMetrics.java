package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;
import static org.anychat.server.metrics.Metric.histogram;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.GatewayFigures;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.gateway.RequestObserver;
import org.anychat.protocol.RequestType;

/** What a gateway shows. Hears of requests on the gateway's context; is read by any thread. */
final class GatewayMetrics implements MetricSource, RequestObserver {
    private static final Metric LINKS =
            gauge("anychat_gateway_links", "Links of clients that are open.", "打开的客户端链路数。", "transport");
    private static final Metric LINKS_OPENED =
            counter("anychat_gateway_links_opened_total", "Links of clients that began.", "已建立的客户端链路数。", "transport");
    private static final Metric USERS = gauge(
            "anychat_gateway_users",
            "Users logged in at this gateway, those whose links are lost included.",
            "在本网关登录的用户数，含链路已断开者。");
    private static final Metric KEPT = gauge(
            "anychat_gateway_kept_sessions",
            "Of them, those whose links are lost and that are waited for.",
            "其中链路断开、等待重连的会话数。");
    private static final Metric TRANSFERS = gauge(
            "anychat_gateway_transfers",
            "Buffers and files on their way, each once at its sender and once at its receiver.",
            "传输中的缓冲区和文件数，发送方和接收方各计一次。");
    private static final Metric LOGINS = counter(
            "anychat_gateway_logins_total",
            "Logins by the code of their reply, 0 for success.",
            "登录次数，按回复码；0 为成功。",
            "code");
    private static final Metric RESUMES = counter(
            "anychat_gateway_resumes_total",
            "Sessions that clients wanted to take up again, by the code of the reply, 0 for success.",
            "客户端恢复会话的次数，按回复码；0 为成功。",
            "code");
    private static final Metric REQUESTS = histogram(
            "anychat_gateway_request_seconds",
            "Requests of clients, from their turn to their reply.",
            "客户端请求从开始处理到回复的耗时。",
            "type");
    private static final Metric REQUESTS_REFUSED = counter(
            "anychat_gateway_requests_refused_total",
            "Of them, those whose reply had another code than 0.",
            "其中回复码不为 0 的请求数。",
            "type");
    private static final Metric MESSAGES = counter(
            "anychat_gateway_messages_total",
            "Messages from clients (in) and to them (out).",
            "来自客户端（in）和发往客户端（out）的消息数。",
            "direction");
    private static final Metric BYTES = counter(
            "anychat_gateway_bytes_total",
            "Their bytes as frames, without TLS and WebSocket.",
            "消息帧的字节数，不含 TLS 和 WebSocket。",
            "direction");
    private static final Metric REJECTS = counter(
            "anychat_gateway_rejects_total",
            "Connections, links and requests that were refused or cut off.",
            "被拒绝或断开的连接、链路和请求数。",
            "reason");
    private static final Metric SESSIONS = counter(
            "anychat_gateway_sessions_total", "What became of sessions whose links were lost.", "链路断开的会话的去向。", "event");
    private static final Metric TROUBLES = counter(
            "anychat_gateway_troubles_total",
            "What did not go as it should behind the gateway, or was late and of no use any more.",
            "网关背后的异常，或迟到而失效的消息。",
            "kind");

    private static final Metric PASSED = counter(
            "anychat_gateway_media_connections_total",
            "TCP connections with media that were passed on to a relay.",
            "转交给中继的 TCP 媒体连接数。");

    static final List<Metric> ALL = List.of(
            LINKS,
            LINKS_OPENED,
            USERS,
            KEPT,
            TRANSFERS,
            LOGINS,
            RESUMES,
            REQUESTS,
            REQUESTS_REFUSED,
            MESSAGES,
            BYTES,
            REJECTS,
            SESSIONS,
            TROUBLES,
            PASSED);

    private static final Set<GatewayCounter> SESSION_EVENTS = EnumSet.of(
            GatewayCounter.SESSION_KEPT,
            GatewayCounter.KEEP_REFUSED,
            GatewayCounter.SESSION_RESUMED,
            GatewayCounter.KEPT_SESSION_ENDED,
            GatewayCounter.SESSION_HANDED_OVER);
    private static final Set<GatewayCounter> TROUBLE_KINDS = EnumSet.of(
            GatewayCounter.SERVICE_FAILED,
            GatewayCounter.GATEWAY_FAULT,
            GatewayCounter.UNKNOWN_SESSION,
            GatewayCounter.UNKNOWN_TRANSFER,
            GatewayCounter.TRANSFER_FAILED,
            GatewayCounter.EVENT_DROPPED,
            GatewayCounter.STALE_MEDIA_EVENT,
            GatewayCounter.STALE_ROOM_CHANGE,
            GatewayCounter.ROOM_CHANGE_GAP,
            GatewayCounter.RESYNC_FAILED,
            GatewayCounter.CLEANUP_GIVEN_UP);
    private static final Set<GatewayCounter> OTHERS = EnumSet.of(
            GatewayCounter.FRAMED_LINK,
            GatewayCounter.WEB_SOCKET_LINK,
            GatewayCounter.HTTP_LINK,
            GatewayCounter.MESSAGE_IN,
            GatewayCounter.MESSAGE_OUT,
            GatewayCounter.BYTES_IN,
            GatewayCounter.BYTES_OUT,
            GatewayCounter.ICE_TCP_PASSED);

    private final Map<RequestType, Timer> timers = new EnumMap<>(RequestType.class);
    private final Map<RequestType, LongAdder> refused = new EnumMap<>(RequestType.class);
    private final OutcomeCodes logins = new OutcomeCodes(LOGINS);
    private final OutcomeCodes resumes = new OutcomeCodes(RESUMES);
    private GatewayServiceVerticle service;
    private volatile boolean registered;
    private volatile GatewayFigures figures = new GatewayFigures(0, 0, 0, 0, 0, 0);

    /** The gateway needs this observer for its own beginning; names it before {@link #register}. */
    void of(GatewayServiceVerticle gateway) {
        service = gateway;
    }

    @Override
    public void register(Meters meters) {
        for (RequestType type : RequestType.values()) {
            refused.put(type, new LongAdder());
            timers.put(type, meters.histogram(REQUESTS, type.wireName()));
            meters.counter(REQUESTS_REFUSED, () -> refused.get(type).sum(), type.wireName());
        }
        logins.register(meters);
        resumes.register(meters);
        registerFigures(meters);
        registerCounters(meters, service.counters());
        registered = true;
    }

    private void registerFigures(Meters meters) {
        meters.gauge(LINKS, () -> figures.framedLinks(), "tcp");
        meters.gauge(LINKS, () -> figures.webSocketLinks(), "websocket");
        meters.gauge(LINKS, () -> figures.httpLinks(), "http");
        meters.gauge(USERS, () -> figures.loggedIn());
        meters.gauge(KEPT, () -> figures.kept());
        meters.gauge(TRANSFERS, () -> figures.transfers());
    }

    private static void registerCounters(Meters meters, GatewayCounters counters) {
        meters.counter(LINKS_OPENED, () -> counters.value(GatewayCounter.FRAMED_LINK), "tcp");
        meters.counter(LINKS_OPENED, () -> counters.value(GatewayCounter.WEB_SOCKET_LINK), "websocket");
        meters.counter(LINKS_OPENED, () -> counters.value(GatewayCounter.HTTP_LINK), "http");
        meters.counter(MESSAGES, () -> counters.value(GatewayCounter.MESSAGE_IN), "in");
        meters.counter(MESSAGES, () -> counters.value(GatewayCounter.MESSAGE_OUT), "out");
        meters.counter(BYTES, () -> counters.value(GatewayCounter.BYTES_IN), "in");
        meters.counter(BYTES, () -> counters.value(GatewayCounter.BYTES_OUT), "out");
        meters.counter(PASSED, () -> counters.value(GatewayCounter.ICE_TCP_PASSED));
        Set<GatewayCounter> rejects = EnumSet.allOf(GatewayCounter.class);
        rejects.removeAll(SESSION_EVENTS);
        rejects.removeAll(TROUBLE_KINDS);
        rejects.removeAll(OTHERS);
        each(meters, counters, REJECTS, rejects);
        each(meters, counters, SESSIONS, SESSION_EVENTS);
        each(meters, counters, TROUBLES, TROUBLE_KINDS);
    }

    private static void each(Meters meters, GatewayCounters counters, Metric metric, Set<GatewayCounter> which) {
        which.forEach(counter -> meters.counter(
                metric, () -> counters.value(counter), counter.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void onAnswered(RequestType type, int code, long durationNs) {
        if (!registered) {
            return;
        }
        timers.get(type).record(durationNs, TimeUnit.NANOSECONDS);
        if (code != 0) {
            refused.get(type).increment();
        }
        if (type == RequestType.LOGIN) {
            logins.count(code);
        } else if (type == RequestType.RESUME) {
            resumes.count(code);
        }
    }

    @Override
    public Future<?> refresh() {
        return service.figures().onSuccess(now -> figures = now);
    }
}
