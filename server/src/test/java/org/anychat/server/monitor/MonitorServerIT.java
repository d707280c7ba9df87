package org.anychat.server.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.anychat.runtime.config.MonitorConfig;
import org.anychat.server.echo.EchoOutcome;
import org.anychat.server.echo.EchoOutcome.Step;
import org.anychat.server.echo.EchoOutcome.Way;
import org.anychat.server.health.DeepReport;
import org.anychat.server.health.DeepReport.RelayReport;
import org.anychat.server.metrics.ServerMetrics;
import org.anychat.testsupport.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorServerIT {
    private static final int HEAD_MS = 500;
    /** Far more than that, and a bound to a test that fails. */
    private static final int PATIENCE_MS = 30_000;

    private static final int STEPS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<String> obstacle = new AtomicReference<>();
    private ServerMetrics metrics;
    private int port;

    @BeforeEach
    void open() throws Exception {
        port = FreePorts.next();
        MonitorConfig config = new MonitorConfig(port, "127.0.0.1");
        metrics = new ServerMetrics(vertx, Path.of("."));
        new MonitorServer(vertx, config, () -> Optional.ofNullable(obstacle.get()), metrics, this::deep)
                .start()
                .await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        metrics.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldAnswerTwoQuestionsApart() throws Exception {
        assertEquals("200 ready", ask("GET", "/health/ready"));
        assertEquals("200 alive", ask("GET", "/health/live"));

        obstacle.set("it is stopping");

        assertEquals("503 not ready: it is stopping", ask("GET", "/health/ready"));
        assertEquals("200 alive", ask("GET", "/health/live"));
    }

    /** Relay "deaf" does not answer. */
    private Future<DeepReport> deep(Optional<String> relay) {
        Step failed = relay.isPresent() ? Step.PUBLISH : null;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907);
        EchoOutcome outcome = new EchoOutcome(
                failed, "SERVICE_CLOSED", List.of(new Way(address, true, OptionalDouble.of(1))), 11, 10, 1.25);
        return Future.succeededFuture(new DeepReport(List.of(new RelayReport(relay.orElse("one"), outcome)), ""));
    }

    @Test
    void shouldTellWhetherMediaComesBack() throws Exception {
        assertEquals("200 ok relay one: media came back in 1.3 ms by 127.0.0.1:8907", ask("GET", "/health/deep"));
        assertEquals("503 FAILED relay deaf at step publish: SERVICE_CLOSED", ask("GET", "/health/deep?relay=deaf"));

        HttpResponse<String> json = send("GET", "/health/deep", "application/json");
        assertEquals(
                "application/json", json.headers().firstValue("Content-Type").orElse(""));
        JsonObject report = new JsonObject(json.body());
        assertTrue(report.getBoolean("ok"), json.body());
        assertEquals(1.25, report.getJsonArray("relays").getJsonObject(0).getDouble("rttMs"));
        assertEquals(
                "publish",
                new JsonObject(send("GET", "/health/deep?relay=deaf", "application/json")
                                .body())
                        .getJsonArray("relays")
                        .getJsonObject(0)
                        .getString("step"));
    }

    @Test
    void shouldWriteMetricsAsTheClientWantsThem() throws Exception {
        HttpResponse<String> plain = send("GET", "/metrics", "*/*");
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                plain.headers().firstValue("Content-Type").orElse(""));
        assertTrue(plain.body().contains("# TYPE jvm_memory_used_bytes gauge"), plain.body());

        HttpResponse<String> open = send("GET", "/metrics", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
        assertEquals(
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                open.headers().firstValue("Content-Type").orElse(""));
        assertTrue(open.body().endsWith("# EOF\n"), open.body());
    }

    @Test
    void shouldServeNothingElse() throws Exception {
        assertEquals("404 404 Not Found", ask("GET", "/"));
        assertEquals("404 404 Not Found", ask("GET", "/health"));
        assertEquals("405 405 Method Not Allowed", ask("POST", "/health/live"));
        assertEquals("200 ", ask("HEAD", "/health/ready"));
    }

    private int openWithShortHeads() throws Exception {
        int shortPort = FreePorts.next();
        MonitorConfig config = new MonitorConfig(shortPort, "127.0.0.1");
        new MonitorServer(vertx, config, Optional::empty, metrics, this::deep, HEAD_MS)
                .start()
                .await(10, TimeUnit.SECONDS);
        return shortPort;
    }

    /** Each byte is a sign of life to whoever counts silence alone. */
    private static boolean endsWhileItDrips(Socket socket) throws IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        socket.setSoTimeout(HEAD_MS / STEPS);
        while (System.nanoTime() < endNs) {
            try {
                socket.getOutputStream().write('a');
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // Nothing yet: the next byte.
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldNotWaitForAHeadThatComesByTheByte() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), openWithShortHeads())) {
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nX-".getBytes(StandardCharsets.ISO_8859_1));

            assertTrue(endsWhileItDrips(socket));
        }
    }

    @Test
    void shouldNotWaitForWhatComesAfterAnAnswerEither() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), openWithShortHeads())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder heard = new StringBuilder();
            while (!heard.toString().endsWith("alive\n")) {
                int next = socket.getInputStream().read();
                assertTrue(next >= 0, heard::toString);
                heard.append((char) next);
            }

            assertTrue(endsWhileItDrips(socket));
        }
    }

    @Test
    void shouldTakeTheNewestWhereTooManyAreSilent() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            assertEquals("200 alive", ask("GET", "/health/live"));
            // Half of the time after which it would be closed for its silence.
            sockets.get(0).setSoTimeout(5_000);
            assertEquals(-1, sockets.get(0).getInputStream().read());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldListenInTheClusterOnceItIsAMember() throws Exception {
        int clusterPort = FreePorts.next();
        MonitorServer monitor = new MonitorServer(
                vertx, new MonitorConfig(clusterPort, MonitorConfig.CLUSTER), Optional::empty, metrics, this::deep);
        InetAddress own = InetAddress.getByName("127.0.0.2");

        monitor.start().await(10, TimeUnit.SECONDS);
        assertEquals("open shut", at("127.0.0.1", clusterPort) + " " + at("127.0.0.2", clusterPort));

        try (ServerSocket other = new ServerSocket(clusterPort, 1, own)) {
            String refusal = assertThrows(
                            BindException.class,
                            () -> monitor.join(Optional.of(own)).await(10, TimeUnit.SECONDS))
                    .getMessage();
            assertTrue(refusal.startsWith("MonitorPort 127.0.0.2:" + other.getLocalPort() + " cannot"), refusal);
        }
        monitor.join(Optional.of(own)).await(10, TimeUnit.SECONDS);
        assertEquals("open shut", at("127.0.0.2", clusterPort) + " " + at("127.0.0.3", clusterPort));
    }

    private static String at(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected() ? "open" : "shut";
        } catch (IOException refused) {
            return "shut";
        }
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, "*/*");
        return response.statusCode() + " " + response.body().trim();
    }

    private HttpResponse<String> send(String method, String path, String accept)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", accept)
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
