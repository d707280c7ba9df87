package org.anychat.server.doctor;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaResources;
import org.anychat.server.echo.EchoOutcome;
import org.anychat.server.echo.EchoOutcome.Way;
import org.anychat.server.echo.MediaEcho;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** Sends media through a relay and back, by way of a gateway, and tells by which addresses the relay is found. */
final class MediaExam implements Examination {
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx;
    private final GatewayVisit visit;

    MediaExam(Vertx vertx, GatewayVisit visit) {
        this.vertx = vertx;
        this.visit = visit;
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        EventLoop loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
        SecureRandom random = new SecureRandom();
        try (DtlsWorkers workers = new DtlsWorkers(new DtlsWorkers.Limits(4, 2, 16), random)) {
            MediaEcho echo = new MediaEcho(
                    new MediaResources(loop, workers, random),
                    task -> new Thread(task, "ways").start(),
                    visit,
                    List.of(),
                    true);
            tell(echo.run().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS), findings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            findings.fail("media.echo", Words.same(String.valueOf(e)), Words.NONE);
        }
    }

    static void tell(EchoOutcome outcome, Findings findings) {
        boolean none = outcome.ways().stream().noneMatch(way -> !way.isTcp() && way.answers());
        outcome.ways().stream()
                .filter(way -> !way.isTcp() && way.answers())
                .forEach(way -> findings.ok(
                        "udp.reach",
                        Words.of(
                                "the relay answers at UDP %s in %s ms",
                                "中继在 UDP %s 应答，往返 %s ms",
                                way.text(),
                                ms(way.rttMs().getAsDouble()))));
        outcome.silent(false).forEach(address -> silent(address, none, findings));
        tellTcp(outcome, findings);
        if (outcome.isGood()) {
            findings.ok(
                    "media.echo",
                    Words.of("media comes back through the relay in %s ms", "媒体经中继往返 %s ms", ms(outcome.rttMs())));
        } else {
            findings.fail("media.echo", seen(outcome), remedy(outcome));
        }
    }

    private static void tellTcp(EchoOutcome outcome, Findings findings) {
        if (outcome.ways().isEmpty()) {
            findings.skip("ice.tcp", Words.of("no relay has been found to try it with", "没有可供测试的中继"));
            return;
        }
        List<Way> answering = outcome.ways().stream()
                .filter(way -> way.isTcp() && way.answers())
                .toList();
        answering.forEach(way -> findings.ok(
                "ice.tcp",
                Words.of(
                        "media may come by TCP %s where UDP is blocked (%s ms)",
                        "UDP 被拦截时媒体可经 TCP %s 传输（%s ms）",
                        way.text(),
                        ms(way.rttMs().getAsDouble()))));
        outcome.silent(true).forEach(address -> silentTcp(address, answering.isEmpty(), findings));
        if (outcome.ways().stream().noneMatch(Way::isTcp)) {
            findings.warn(
                    "ice.tcp",
                    Words.of("clients are told of no TCP port for media", "客户端未得到任何 TCP 媒体端口"),
                    Words.of(
                            "Gateway and relay of an older version? Run the same one everywhere.",
                            "网关或中继可能是旧版本，请统一版本。"));
        }
    }

    /** Where others answer it may be a port that is open inside only. */
    private static void silentTcp(String address, boolean none, Findings findings) {
        if (none) {
            findings.warn(
                    "ice.tcp",
                    Words.of("no media comes by TCP %s", "TCP %s 无法传输媒体", address),
                    Words.of(
                            "Clients whose UDP is blocked have no picture and sound. Open TCPListenPort in every firewall; where"
                                    + " it has another number outside, set AdvertisedTCPPorts.",
                            "UDP 被拦截的客户端将没有音视频。请在所有防火墙放行 TCPListenPort；若对外端口号不同，请设置 AdvertisedTCPPorts。"));
        } else {
            findings.ok(
                    "ice.tcp",
                    Words.of(
                            "no media comes by TCP %s, which is no trouble: clients have the other TCP ports",
                            "TCP %s 无法传输媒体，但不影响使用：客户端可用其他 TCP 端口", address));
        }
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** An address that clients are told, and that does not lead to the relay from here. */
    static void silent(String address, boolean none, Findings findings) {
        Words seen = Words.of("nothing comes back from UDP %s", "UDP %s 没有应答", address);
        Words remedy = Words.of(
                "Either a firewall blocks this UDP port (this machine's: nft list ruleset, ufw status; the cloud's; the"
                        + " router's), or AdvertisedAddress is wrong. Where a router does not lead back inside, look from"
                        + " outside: doctor --server, or /check.",
                "要么防火墙拦截了该 UDP 端口（本机：nft list ruleset、ufw status；云防火墙；路由器），要么 AdvertisedAddress"
                        + " 有误。若路由器不支持回环，请从外部检查：doctor --server 或 /check 页面。");
        if (none) {
            findings.fail("udp.reach", seen, remedy);
        } else {
            findings.warn("udp.reach", seen, remedy);
        }
    }

    private static Words seen(EchoOutcome outcome) {
        return switch (outcome.failed()) {
            case PUBLISH -> Words.of("no relay takes media (%s)", "没有可用的中继（%s）", outcome.why());
            case ICE ->
                Words.of("no media: no address of the relay answers, by UDP or TCP", "无法传输媒体：中继的 UDP 和 TCP 地址均无应答");
            case DTLS -> Words.of("no encrypted connection comes about (%s)", "无法建立加密连接（%s）", outcome.why());
            case SUBSCRIBE -> Words.of("the relay does not offer what it gets (%s)", "中继未转发收到的媒体（%s）", outcome.why());
            case MEDIA ->
                Words.of("%d of %d packets came back", "发送 %2$d 个包，仅返回 %1$d 个", outcome.received(), outcome.sent());
        };
    }

    private static Words remedy(EchoOutcome outcome) {
        return switch (outcome.failed()) {
            case PUBLISH ->
                Words.of(
                        "Is a process with the service relay running, and in the cluster (its log)? Is every relay being"
                                + " drained? Start one, or undrain it.",
                        "请确认有运行 relay 服务的进程且已加入集群（查看其日志）；若所有中继都在排空，请启动一个或取消排空。");
            case ICE -> Words.of("As the lines on UDP and TCP say.", "见上面关于 UDP 和 TCP 的提示。");
            case DTLS ->
                Words.of(
                        "Something on the way changes or drops larger packets (a tunnel's MTU), or the machine has no time.",
                        "途中有设备修改或丢弃较大的数据包（隧道 MTU），或机器过于繁忙。");
            case SUBSCRIBE, MEDIA -> Words.of("Look at the relay's log and load; try again.", "请查看中继的日志和负载，然后重试。");
        };
    }
}
