package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RelayMode;
import org.anychat.relay.RelayFigures;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.relay.media.BandwidthFigures;
import org.anychat.relay.media.LoopFigures;
import org.anychat.relay.stats.RelayCounter;

/** What a relay shows. The counters of its loops are read, never written, here. */
final class RelayMetrics implements MetricSource {
    private static final Metric MODE = gauge(
            "anychat_relay_mode",
            "1 for what the relay takes: open, draining, closed.",
            "中继当前状态为 1：开放、排空中、已关闭。",
            "mode");
    private static final Metric ROOMS = gauge("anychat_relay_rooms", "Rooms with media at this relay.", "在本中继有媒体的房间数。");
    private static final Metric CLIENTS = gauge(
            "anychat_relay_participants", "Clients, and other relays, with media at this relay.", "在本中继有媒体的客户端和其他中继数。");
    private static final Metric SESSIONS = gauge(
            "anychat_relay_sessions",
            "Media connections: of publishers, of viewers, and links to other relays.",
            "媒体连接数：发布者、接收者、到其他中继的链路。",
            "kind");
    private static final Metric TRACKS =
            gauge("anychat_relay_tracks", "Audio and video tracks that come in.", "传入的音视频轨道数。");
    private static final Metric STREAMS = gauge(
            "anychat_relay_streams", "RTP streams that come in; a track has one per layer.", "传入的 RTP 流数；轨道的每一层为一个流。");
    private static final Metric SUBSCRIPTIONS = gauge(
            "anychat_relay_subscriptions", "Tracks that go out to viewers, paused ones included.", "发往接收者的轨道数，含已暂停者。");
    private static final Metric STARVED = gauge(
            "anychat_relay_starved_videos",
            "Of the tracks that go out, videos that are paused because the viewer's network has no room for them.",
            "发往接收者的轨道中，因其网络带宽不足而暂停的视频数。");
    private static final Metric HELD_SOUNDS = gauge(
            "anychat_relay_held_sounds",
            "Of the tracks that go out, sounds that are held back because others speak.",
            "发往接收者的轨道中，因其他人正在说话而未转发的声音数。");
    private static final Metric ADMITTED_SOUNDS = counter(
            "anychat_relay_admitted_sounds_total",
            "Sounds that were held back from a viewer and are sent since somebody began to speak.",
            "因开始说话而恢复转发给接收者的声音次数。");
    private static final Metric LIMITED = gauge(
            "anychat_relay_limited_videos",
            "Of the tracks that go out, videos that are paused because their viewers get no more at once.",
            "发往接收者的轨道中，因超出同时接收的视频路数而暂停的视频数。");
    private static final Metric ESTIMATED = gauge(
            "anychat_relay_estimated_viewers",
            "Viewers whose network is measured, by what it carries.",
            "按带宽估计分级的接收者数。",
            "carries");
    private static final Metric SENT_LAYERS = gauge(
            "anychat_relay_sent_layers",
            "Videos that go out now, by their layer: 0 is the smallest.",
            "正在发送的视频数，按层：0 为最小。",
            "layer");
    private static final Metric LAYER_CHANGES = counter(
            "anychat_relay_layer_changes_total",
            "Videos to viewers that went to a smaller or larger layer, or were paused or resumed, by what the network carries.",
            "因网络带宽而切换到更小或更大的层、或暂停和恢复的视频次数。",
            "change");
    private static final Metric THINNED = counter(
            "anychat_relay_thinned_packets_total",
            "Packets of video not sent because they are of temporal layers that the viewer's network has no room for.",
            "因接收者网络带宽不足而省去的时间层视频包数。");
    private static final Metric DEFERRED = counter(
            "anychat_relay_deferred_packets_total",
            "Packets of video that waited for their turn: in a burst, or as the system's send buffer was full.",
            "因突发流量或系统发送缓冲区已满而排队等待发送的视频包数。");
    private static final Metric PADDING = counter(
            "anychat_relay_padding_packets_total",
            "Packets of padding sent to viewers, to find out what their networks carry.",
            "为探测带宽而发给接收者的填充包数。");
    private static final Metric FEEDBACK_REFUSED = counter(
            "anychat_relay_feedback_refused_total",
            "Feedback of viewers about packets that were never sent, or about the same ones too often.",
            "接收者关于从未发送的包、或对同一包过于频繁的反馈数。");
    private static final Metric LOOPS =
            gauge("anychat_relay_loops", "Media loops; each works on one core.", "媒体循环数；每个使用一个核。");
    private static final Metric BUSY = counter(
            "anychat_relay_busy_seconds_total",
            "How long the media loops have worked, all together; its rate divided by the loops is how busy they are.",
            "媒体循环的总工作时间；其速率除以循环数即繁忙程度。");
    private static final Metric DATAGRAMS =
            counter("anychat_relay_datagrams_total", "Datagrams that came in, of every kind.", "收到的所有数据报数。");
    private static final Metric BYTES = counter(
            "anychat_relay_bytes_total",
            "Bytes of datagrams that came in, and of RTP packets that went out.",
            "收到的数据报字节数（in）和发出的 RTP 字节数（out）。",
            "direction");
    private static final Metric RTP = counter(
            "anychat_relay_rtp_packets_total",
            "RTP packets, retransmissions included; in: authentic ones.",
            "RTP 包数，含重传；in 仅计通过认证的包。",
            "direction");
    private static final Metric RTCP =
            counter("anychat_relay_rtcp_packets_total", "RTCP packets, compound or not.", "RTCP 包数。", "direction");
    private static final Metric LINK_RTP = counter(
            "anychat_relay_link_packets_total", "Of the RTP packets in, those from other relays.", "来自其他中继的 RTP 包数。");
    private static final Metric LOST = counter(
            "anychat_relay_lost_packets_total", "Packets of publishers that were lost and given up.", "发布者丢失且放弃恢复的包数。");
    private static final Metric RECOVERED = counter(
            "anychat_relay_recovered_packets_total",
            "Packets of publishers that were lost and came in a retransmission.",
            "发布者丢失后经重传恢复的包数。");
    private static final Metric RESTORED = counter(
            "anychat_relay_restored_packets_total",
            "Packets of sound that were lost on their way from publishers and came along with a later one (RED).",
            "发布者丢失后由后续包的冗余数据（RED）恢复的音频包数。");
    private static final Metric RETRANSMISSIONS =
            counter("anychat_relay_retransmissions_total", "Packets sent again to viewers.", "重传给接收者的包数。");
    private static final Metric NACKS = counter(
            "anychat_relay_nacks_total",
            "Packets asked for again: by viewers (in; what they lost), of publishers (out).",
            "请求重传的包数：接收者请求（in，即其丢包），向发布者请求（out）。",
            "direction");
    private static final Metric NACKS_UNANSWERED = counter(
            "anychat_relay_nacks_unanswered_total",
            "Of those of viewers, those not sent again: asked for too often, or not there any more.",
            "未重传给接收者的包数：请求过频或已不在缓冲区。",
            "reason");
    private static final Metric KEY_FRAME_REQUESTS = counter(
            "anychat_relay_key_frame_requests_total",
            "Key frames asked for: by viewers (in), of publishers (out).",
            "关键帧请求数：接收者请求（in），向发布者请求（out）。",
            "direction");
    private static final Metric KEY_FRAMES =
            counter("anychat_relay_key_frames_total", "Key frames that came in.", "收到的关键帧数。");
    private static final Metric OPENED =
            counter("anychat_relay_sessions_opened_total", "Media connections begun.", "已开始的媒体连接数。");
    private static final Metric CLOSED =
            counter("anychat_relay_sessions_closed_total", "Media connections ended.", "已结束的媒体连接数。");
    private static final Metric CONNECTED =
            counter("anychat_relay_handshakes_total", "ICE and DTLS that came through.", "成功的 ICE 和 DTLS 握手数。");
    private static final Metric FAILURES = counter(
            "anychat_relay_session_failures_total",
            "Media connections that did not come about, or broke off.",
            "未能建立或中断的媒体连接数。",
            "reason");
    private static final Metric SILENT_HANDSHAKES = counter(
            "anychat_relay_silent_handshakes_total",
            "DTLS handshakes ended because their clients were silent while others waited; they are in the failures too.",
            "因客户端无响应且有其他握手等待而终止的 DTLS 握手数；同时计入连接失败数。");
    private static final Metric REJECTS = counter(
            "anychat_relay_rejects_total", "Packets and requests that were not taken.", "未接受的数据包和请求数。", "reason");
    private static final Metric SRTP_FAILURES = counter(
            "anychat_relay_srtp_failures_total",
            "Packets that were not authentic, or here before; they are in the rejects by session too.",
            "未通过认证或重放的 SRTP 包数；同时计入按会话的拒绝数。");
    private static final Metric UNSENT = counter(
            "anychat_relay_unsent_datagrams_total",
            "Datagrams that the system's send buffer had no room for, or that it would not send.",
            "系统发送缓冲区已满或拒绝发送的数据报数。");
    private static final Metric HANDED_OVER = counter(
            "anychat_relay_handed_over_total",
            "Datagrams read by one media loop and handed to another.",
            "由一个媒体循环读取并转交另一个的数据报数。");
    private static final Metric TCP_CONNECTIONS = gauge(
            "anychat_relay_tcp_connections",
            "TCP connections for media that are open, those that gateways bring included.",
            "当前的 TCP 媒体连接数，含网关转交的连接。");
    private static final Metric TCP_ACCEPTED = counter(
            "anychat_relay_tcp_accepted_total",
            "TCP connections that an authentic check has made a session's.",
            "通过认证、归属会话的 TCP 媒体连接数。");
    private static final Metric TCP_DATAGRAMS = counter(
            "anychat_relay_tcp_datagrams_total",
            "Of the datagrams that came in, those that came by TCP.",
            "收到的数据报中经 TCP 传入的数量。");
    private static final Metric TCP_ENDED = counter(
            "anychat_relay_tcp_rejects_total",
            "TCP connections for media that were not taken, or were cut off.",
            "未接受或被断开的 TCP 媒体连接数。",
            "reason");
    private static final Metric FAULTS = counter(
            "anychat_relay_faults_total", "Faults inside the relay; each is a defect to report.", "中继内部故障；每个都是应报告的缺陷。");

    static final List<Metric> ALL = List.of(
            MODE,
            ROOMS,
            CLIENTS,
            SESSIONS,
            TRACKS,
            STREAMS,
            SUBSCRIPTIONS,
            HELD_SOUNDS,
            ADMITTED_SOUNDS,
            STARVED,
            LIMITED,
            ESTIMATED,
            SENT_LAYERS,
            LOOPS,
            BUSY,
            DATAGRAMS,
            BYTES,
            RTP,
            RTCP,
            LINK_RTP,
            LOST,
            RECOVERED,
            RESTORED,
            RETRANSMISSIONS,
            NACKS,
            NACKS_UNANSWERED,
            KEY_FRAME_REQUESTS,
            KEY_FRAMES,
            LAYER_CHANGES,
            THINNED,
            DEFERRED,
            PADDING,
            FEEDBACK_REFUSED,
            OPENED,
            CLOSED,
            CONNECTED,
            FAILURES,
            SILENT_HANDSHAKES,
            REJECTS,
            SRTP_FAILURES,
            UNSENT,
            HANDED_OVER,
            TCP_CONNECTIONS,
            TCP_ACCEPTED,
            TCP_DATAGRAMS,
            TCP_ENDED,
            FAULTS);

    private static final String DROP = "DROP_";
    private static final String ENDED = "ENDED_";
    private static final String LINKS = "LINKS_";

    private final RelayServiceVerticle service;
    private volatile RelayFigures figures = new RelayFigures(RelayMode.OPEN, 0, 0, LoopFigures.NONE);
    private volatile Map<RelayCounter, Long> counters = Map.of();

    RelayMetrics(RelayServiceVerticle service) {
        this.service = service;
    }

    @Override
    public void register(Meters meters) {
        registerFigures(meters);
        registerPackets(meters);
        registerConnections(meters);
        registerTcp(meters);
        for (RelayCounter counter : RelayCounter.values()) {
            String name = counter.name();
            if (name.startsWith(DROP)) {
                count(meters, REJECTS, counter, lower(name.substring(DROP.length())));
            } else if (name.startsWith(LINKS)) {
                count(meters, REJECTS, counter, lower(name));
            } else if (name.startsWith(ENDED)) {
                count(meters, FAILURES, counter, lower(name.substring(ENDED.length())));
            }
        }
    }

    private void registerFigures(Meters meters) {
        for (RelayMode mode : RelayMode.values()) {
            meters.gauge(MODE, () -> figures.mode() == mode ? 1 : 0, lower(mode.name()));
        }
        meters.gauge(ROOMS, () -> figures.rooms());
        meters.gauge(CLIENTS, () -> figures.participants());
        meters.gauge(SESSIONS, () -> figures.media().publishers(), "publisher");
        meters.gauge(SESSIONS, () -> figures.media().viewers(), "viewer");
        meters.gauge(SESSIONS, () -> figures.media().links(), "link");
        meters.gauge(TRACKS, () -> figures.media().tracks());
        meters.gauge(STREAMS, () -> figures.media().streams());
        meters.gauge(SUBSCRIPTIONS, () -> figures.media().subscriptions());
        meters.gauge(HELD_SOUNDS, () -> figures.media().heldSounds());
        registerBandwidth(meters);
        meters.gauge(LOOPS, () -> service.loops().loops().size());
        meters.seconds(BUSY, () -> service.loops().busyNs() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private void registerBandwidth(Meters meters) {
        meters.gauge(STARVED, () -> figures.media().bandwidth().starved());
        meters.gauge(LIMITED, () -> figures.media().bandwidth().limited());
        for (int grade = 0; grade < BandwidthFigures.GRADES.size(); grade++) {
            int index = grade;
            meters.gauge(
                    ESTIMATED, () -> figures.media().bandwidth().viewers(index), BandwidthFigures.GRADES.get(grade));
        }
        for (int layer = 0; layer < BandwidthFigures.LAYERS; layer++) {
            int index = layer;
            meters.gauge(SENT_LAYERS, () -> figures.media().bandwidth().layers(index), Integer.toString(layer));
        }
        count(meters, LAYER_CHANGES, RelayCounter.LAYERS_LOWERED, "lowered");
        count(meters, LAYER_CHANGES, RelayCounter.LAYERS_RAISED, "raised");
        count(meters, LAYER_CHANGES, RelayCounter.VIDEOS_STARVED, "paused");
        count(meters, LAYER_CHANGES, RelayCounter.VIDEOS_RESUMED, "resumed");
        count(meters, THINNED, RelayCounter.THINNED_OUT);
        count(meters, DEFERRED, RelayCounter.VIDEO_DEFERRED);
        count(meters, ADMITTED_SOUNDS, RelayCounter.SOUNDS_ADMITTED);
        count(meters, PADDING, RelayCounter.PADDING_OUT);
        count(meters, FEEDBACK_REFUSED, RelayCounter.FEEDBACK_REFUSED);
    }

    private void registerPackets(Meters meters) {
        count(meters, DATAGRAMS, RelayCounter.DATAGRAMS_IN);
        count(meters, BYTES, RelayCounter.BYTES_IN, "in");
        count(meters, BYTES, RelayCounter.RTP_BYTES_OUT, "out");
        count(meters, RTP, RelayCounter.RTP_IN, "in");
        count(meters, RTP, RelayCounter.RTP_OUT, "out");
        count(meters, RTCP, RelayCounter.RTCP_IN, "in");
        count(meters, RTCP, RelayCounter.RTCP_OUT, "out");
        count(meters, LINK_RTP, RelayCounter.LINK_RTP_IN);
        count(meters, LOST, RelayCounter.LOST_IN);
        count(meters, RECOVERED, RelayCounter.RECOVERED_IN);
        count(meters, RESTORED, RelayCounter.RESTORED_IN);
        count(meters, RETRANSMISSIONS, RelayCounter.RETRANSMISSIONS_OUT);
        count(meters, NACKS, RelayCounter.NACKS_FROM_VIEWERS, "in");
        count(meters, NACKS, RelayCounter.NACKS_TO_PUBLISHERS, "out");
        count(meters, NACKS_UNANSWERED, RelayCounter.NACKS_LIMITED, "limited");
        count(meters, NACKS_UNANSWERED, RelayCounter.NACKS_MISSED, "missed");
        count(meters, KEY_FRAME_REQUESTS, RelayCounter.KEY_FRAME_REQUESTS_FROM_VIEWERS, "in");
        count(meters, KEY_FRAME_REQUESTS, RelayCounter.KEY_FRAME_REQUESTS_TO_PUBLISHERS, "out");
        count(meters, KEY_FRAMES, RelayCounter.KEY_FRAMES_IN);
    }

    private void registerConnections(Meters meters) {
        count(meters, OPENED, RelayCounter.SESSIONS_OPENED);
        count(meters, CLOSED, RelayCounter.SESSIONS_CLOSED);
        count(meters, CONNECTED, RelayCounter.CONNECTED);
        count(meters, SRTP_FAILURES, RelayCounter.SRTP_REJECTED);
        meters.counter(SILENT_HANDSHAKES, () -> service.handshakesEndedSilent());
        meters.counter(UNSENT, () -> service.loops().unsent());
        count(meters, HANDED_OVER, RelayCounter.DATAGRAMS_HANDED_OVER);
        count(meters, FAULTS, RelayCounter.FAULTS);
    }

    private void registerTcp(Meters meters) {
        meters.gauge(
                TCP_CONNECTIONS,
                () -> counters.getOrDefault(RelayCounter.STREAMS_OPENED, 0L)
                        - counters.getOrDefault(RelayCounter.STREAMS_CLOSED, 0L));
        count(meters, TCP_ACCEPTED, RelayCounter.STREAMS_ACCEPTED);
        count(meters, TCP_DATAGRAMS, RelayCounter.STREAM_DATAGRAMS_IN);
        count(meters, TCP_ENDED, RelayCounter.STREAMS_LIMITED, "limited");
        count(meters, TCP_ENDED, RelayCounter.STREAMS_REFUSED, "refused");
        count(meters, TCP_ENDED, RelayCounter.STREAMS_SILENT, "silent");
        count(meters, TCP_ENDED, RelayCounter.STREAMS_BAD_FRAME, "bad_frame");
        count(meters, TCP_ENDED, RelayCounter.STREAMS_SLOW, "slow");
    }

    private void count(Meters meters, Metric metric, RelayCounter counter, String... labels) {
        meters.counter(metric, () -> counters.getOrDefault(counter, 0L), labels);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Future<?> refresh() {
        counters = service.counters();
        return service.figures().onSuccess(now -> figures = now);
    }
}
