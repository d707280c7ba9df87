package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RelayApi.SubscriberAnswer;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a connection that needs no login, and the health that load balancers ask. */
class CheckIT {
    private static final long WAIT_SECONDS = 20;
    private static final short POLICY = 1008;

    private TestGateway gateway;
    private WebSocketClient client;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        client = gateway.vertx.createWebSocketClient();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** A visitor, and what it hears. */
    private record Visitor(WebSocket socket, BlockingQueue<JsonObject> heard) {
        void say(JsonObject message) {
            TestGateway.await(socket.writeTextMessage(message.encode()));
        }

        JsonObject hear(String type) throws InterruptedException {
            JsonObject message = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertEquals(type, message == null ? null : message.getString("type"), String.valueOf(message));
            return message;
        }
    }

    private Future<Visitor> visit(String origin) {
        return visit(client, false, origin);
    }

    private Future<Visitor> visit(WebSocketClient from, boolean tls, String origin) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setSsl(tls)
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI("/check/echo")
                .setAllowOriginHeader(!origin.isEmpty());
        if (!origin.isEmpty()) {
            options.putHeader("Origin", origin);
        }
        return from.connect(options).map(socket -> {
            BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
            socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
            return new Visitor(socket, heard);
        });
    }

    private Visitor visitor() throws InterruptedException {
        Visitor visitor = TestGateway.await(visit("http://127.0.0.1:" + gateway.port()));
        visitor.hear("hello");
        return visitor;
    }

    private int refusal(String origin) throws Exception {
        try {
            visit(origin).toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            return ((UpgradeRejectedException) e.getCause()).getStatus();
        }
    }

    private <T> T told(Class<T> call) throws InterruptedException {
        return call.cast(gateway.relay.calls.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    private String get(String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI(path);
        HttpAnswer answer = TestGateway.await(gateway.vertx
                .createHttpClient(new HttpClientOptions())
                .request(options)
                .compose(HttpAnswer::send));
        return answer.status() + " " + answer.body().toString().trim() + " "
                + (answer.header("Location") == null ? "" : answer.header("Location"));
    }

    @Test
    void shouldKeepNoPlaceForWhoNeverBecomesAVisitor() throws Exception {
        for (int i = 0; i < 12; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                String head = """
                        GET /check/echo HTTP/1.1
                        Host: 127.0.0.1
                        Connection: Upgrade
                        Upgrade: websocket
                        Sec-WebSocket-Version: 13
                        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                        Content-Length: 9000

                        """.replace("\n", "\r\n");
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[9_000]);
                byte[] status = socket.getInputStream().readNBytes(12);
                assertEquals("HTTP/1.1 400", new String(status, StandardCharsets.US_ASCII));
            }
        }
        visitor();
    }

    @Test
    void shouldEndVisitsThatAskNonsense() throws Exception {
        for (String nonsense : List.of("{\"type\":null}", "{\"type\":\"publish\",\"sdp\":null}", "[]")) {
            Visitor visitor = visitor();
            CompletableFuture<Short> closed = new CompletableFuture<>();
            visitor.socket()
                    .closeHandler(end -> closed.complete(visitor.socket().closeStatusCode()));
            TestGateway.await(visitor.socket().writeTextMessage(nonsense));
            assertEquals(POLICY, closed.get(WAIT_SECONDS, TimeUnit.SECONDS), nonsense);
        }
    }

    @Test
    void shouldGiveTheEchoOfOneVisitorToNobodyElse() throws Exception {
        Visitor visitor = visitor();
        visitor.say(new JsonObject().put("type", "ping").put("n", 7));
        assertEquals(7, visitor.hear("pong").getInteger("n"));

        visitor.say(new JsonObject().put("type", "publish").put("sdp", "my offer"));

        Publish publish = told(Publish.class);
        Subscribe subscribe = told(Subscribe.class);
        assertEquals(publish.peer().room(), subscribe.peer().room());
        assertTrue(publish.peer().room().value() < 0, "no room of the room service");
        assertTrue(!publish.peer().session().equals(subscribe.peer().session()), "two clients for the relay");
        List<String> types = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JsonObject message = visitor.heard().poll(WAIT_SECONDS, TimeUnit.SECONDS);
            types.add(message.getString("type") + " " + message.getString("sdp", message.getString("state")));
        }
        types.sort(null);
        assertEquals(List.of("answer answer to my offer", "offer offer", "state connected"), types);

        visitor.say(new JsonObject().put("type", "answer").put("revision", 1).put("sdp", "my answer"));
        assertEquals(new SubscriberAnswer(subscribe.peer().session(), 1, "my answer"), told(SubscriberAnswer.class));

        TestGateway.await(visitor.socket().close());
        assertEquals(publish.peer().session(), told(CloseMedia.class).session());
        assertEquals(subscribe.peer().session(), told(CloseMedia.class).session());
    }

    @Test
    void shouldSayThatThereIsNoRelay() throws Exception {
        gateway.rooms.relay = null;
        Visitor visitor = visitor();

        visitor.say(new JsonObject().put("type", "publish").put("sdp", "my offer"));

        assertEquals("relay", visitor.hear("failed").getString("step"));
    }

    @Test
    void shouldEndTheVisitOfWhoeverBreaksTheRules() throws Exception {
        for (String nonsense :
                List.of("", "{", "[]", "{\"type\":7}", "{\"type\":\"login\"}", "{\"type\":\"publish\"}")) {
            Visitor visitor = visitor();
            BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
            visitor.socket()
                    .closeHandler(end -> closed.add((int) visitor.socket().closeStatusCode()));
            TestGateway.await(visitor.socket().writeTextMessage(nonsense));
            assertEquals((int) POLICY, closed.poll(WAIT_SECONDS, TimeUnit.SECONDS), nonsense);
        }
    }

    @Test
    void shouldRefuseOtherSitesAndTooManyAtOnce() throws Exception {
        assertEquals(403, refusal("https://elsewhere.example"));
        assertEquals(403, refusal("null"));

        Visitor first = visitor();
        Visitor second = visitor();
        assertEquals(429, refusal(""));
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.CHECK_REFUSED));

        TestGateway.await(first.socket().close());
        TestGateway.await(second.socket().close());
        assertTrue(get("/check/echo").startsWith("400 "), get("/check/echo"));
    }

    @Test
    void shouldTellTheEndOfItsCertificateToWhoComesByTls() throws Exception {
        WebSocketClient tls = gateway.vertx.createWebSocketClient(
                new WebSocketClientOptions().setTrustAll(true).setVerifyHost(false));
        String place = "127.0.0.1:" + gateway.port();

        JsonObject encrypted =
                TestGateway.await(visit(tls, true, "https://" + place)).hear("hello");
        JsonObject plain = TestGateway.await(visit("http://" + place)).hear("hello");

        assertEquals(gateway.config.listen().certificateEnds().toEpochMilli(), encrypted.getLong("certificateEnds"));
        assertFalse(plain.containsKey("certificateEnds"), plain.encode());
    }

    @Test
    void shouldAnswerLoadBalancersAndLeadToThePage() {
        assertEquals("200 alive ", get("/health/live"));
        assertEquals("200 ready ", get("/health/ready"));
        assertEquals("302 302 Found /check/", get("/check"));
        assertEquals("302 302 Found /check/?start=1", get("/check?start=1"));

        gateway.reception.readyWhen(() -> false);
        assertEquals("503 not ready ", get("/health/ready"));

        gateway.reception.readyWhen(() -> true);
        gateway.reception.refuse(ErrorCode.CONNECT_HOTSERVER);
        assertEquals("503 not ready ", get("/health/ready"));
        assertEquals("200 alive ", get("/health/live"));
    }
}
