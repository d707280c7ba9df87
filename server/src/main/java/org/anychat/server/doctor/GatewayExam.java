package org.anychat.server.doctor;

import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.anychat.runtime.config.ServiceKind;

/** Whether a gateway answers: TLS, WebSocket, how fast; then its media ({@link MediaExam}) over the same visit. */
final class GatewayExam implements Examination {
    private final Vertx vertx;
    private final String host;
    private final int port;

    /** Port 0 is that of the configuration. */
    GatewayExam(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        boolean outside = port != 0;
        if (!outside && (!patient.runs() || !patient.has(ServiceKind.GATEWAY))) {
            Words why = patient.runs()
                    ? Words.of("no gateway runs in this process", "本进程不运行网关")
                    : Words.of("no server runs in this folder", "该目录没有运行中的服务器");
            List.of("websocket", "udp.reach", "ice.tcp", "media.echo").forEach(check -> findings.skip(check, why));
            return;
        }
        int at = outside ? port : patient.config().network().tcpPorts().get(0);
        if (at == 0) {
            findings.skip("websocket", Words.of("TCPListenPort=0: the port is not known here", "TCPListenPort=0：端口未知"));
            return;
        }
        visit(patient, at, outside, findings);
    }

    private void visit(Patient patient, int at, boolean outside, Findings findings) {
        String place = host + ":" + at;
        try {
            GatewayVisit visit = GatewayVisit.to(vertx, host, at);
            visit.certificate().ifPresent(shown -> certificate(patient, shown, outside, findings));
            double rttMs = visit.ping().rttMs();
            findings.ok(
                    "websocket",
                    Words.of(
                            "%s answers over TLS and WebSocket in %s ms",
                            "%s 可通过 TLS 和 WebSocket 访问，往返 %s ms", place, String.format(Locale.ROOT, "%.1f", rttMs)));
            if (outside) {
                ClockExam.compare(place, visit.hello(), visit.ping(), System.currentTimeMillis(), findings);
            }
            new MediaExam(vertx, visit).examine(patient, findings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            findings.fail(
                    "websocket",
                    Words.of("%s does not answer: %s", "%s 没有应答：%s", place, reason(cause)),
                    Words.of(
                            "Is the server started, is TCP %d open in every firewall, does a proxy on the way let WebSockets"
                                    + " through? The server's log has what it says itself.",
                            "请确认服务器已启动、TCP %d 在各防火墙放行、途中的代理允许 WebSocket；并查看服务器日志。", at));
            List.of("udp.reach", "ice.tcp", "media.echo")
                    .forEach(check -> findings.skip(check, Words.of("the gateway does not answer", "网关没有应答")));
        }
    }

    private static String reason(Throwable cause) {
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return words.lines().findFirst().orElse(words);
    }

    /** What the gateway shows may be older than what lies in the folder by now. */
    private void certificate(Patient patient, X509Certificate shown, boolean outside, Findings findings) {
        CertificateExam.dates(
                "tls",
                shown,
                patient.now(),
                patient.config().network().tlsFiles().isPresent(),
                findings);
        List<String> names = CertificateExam.names(shown);
        if (outside && names.stream().noneMatch(name -> CertificateExam.covers(name, host))) {
            findings.warn(
                    "tls.names",
                    Words.of("made out to %s, not to %s", "颁发给 %s，不含 %s", String.join(", ", names), host),
                    Words.of(
                            "Come by a name of the certificate, or get one for this name; browsers warn.",
                            "请通过证书中的名称访问，或更换包含该名称的证书；浏览器会警告。"));
        }
    }
}
