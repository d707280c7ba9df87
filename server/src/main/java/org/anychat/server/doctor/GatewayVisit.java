package org.anychat.server.doctor;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.anychat.server.echo.EchoSignalling;

/** The doctor as a visitor of a gateway's {@code /check/echo}. Any thread. */
final class GatewayVisit implements EchoSignalling {
    private static final int CONNECT_MS = 10_000;
    private static final double NS_PER_MS = 1e6;

    /** Held here, as Vert.x closes a client and its connections that nobody holds. */
    private final WebSocketClient client;

    private final WebSocket socket;
    private final Hello hello;
    private final CompletableFuture<String> answered = new CompletableFuture<>();
    private final CompletableFuture<OfferListener> subscribed = new CompletableFuture<>();
    private volatile CompletableFuture<JsonObject> pong = new CompletableFuture<>();

    /**
     * What the gateway says first.
     *
     * @param server its name and version
     * @param timeMs its clock, in milliseconds since 1970
     */
    record Hello(String server, long timeMs) {}

    private GatewayVisit(WebSocketClient client, WebSocket socket, JsonObject hello) {
        this.client = client;
        this.socket = socket;
        this.hello = new Hello(hello.getString("server", ""), hello.getLong("time", 0L));
    }

    /** Whoever's certificate it has: that is looked at by itself. Fails where no gateway answers. */
    static GatewayVisit to(Vertx vertx, String host, int port) throws Exception {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setConnectTimeout(CONNECT_MS);
        CompletableFuture<GatewayVisit> visit = new CompletableFuture<>();
        WebSocketClient client = vertx.createWebSocketClient(options);
        client.connect(new WebSocketConnectOptions()
                        .setHost(host)
                        .setPort(port)
                        .setURI("/check/echo")
                        .setAllowOriginHeader(false))
                .onSuccess(socket -> {
                    socket.textMessageHandler(text -> visit.complete(begun(client, socket, new JsonObject(text))));
                    socket.closeHandler(closed ->
                            visit.completeExceptionally(new IllegalStateException("the gateway ends the visit")));
                })
                .onFailure(visit::completeExceptionally);
        try {
            return visit.get(2L * CONNECT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            client.close().otherwiseEmpty();
            throw e;
        }
    }

    private static GatewayVisit begun(WebSocketClient client, WebSocket socket, JsonObject hello) {
        GatewayVisit visit = new GatewayVisit(client, socket, hello);
        socket.textMessageHandler(text -> visit.onMessage(new JsonObject(text)));
        socket.closeHandler(closed ->
                visit.answered.completeExceptionally(new IllegalStateException("the gateway has ended the visit")));
        return visit;
    }

    Hello hello() {
        return hello;
    }

    /** The certificate that the gateway has shown. */
    Optional<X509Certificate> certificate() {
        try {
            return Optional.of((X509Certificate) socket.peerCertificates().get(0));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** A message there and back, in milliseconds; and what the gateway's clock was in between. */
    Pong ping() throws Exception {
        pong = new CompletableFuture<>();
        long beganNs = System.nanoTime();
        send(new JsonObject().put("type", "ping").put("n", 1));
        JsonObject answer = pong.get(CONNECT_MS, TimeUnit.MILLISECONDS);
        return new Pong((System.nanoTime() - beganNs) / NS_PER_MS, answer.getLong("time", 0L));
    }

    /** An answered ping. */
    record Pong(double rttMs, long timeMs) {}

    @Override
    public CompletionStage<String> publish(String offer) {
        send(new JsonObject().put("type", "publish").put("sdp", offer));
        return answered;
    }

    @Override
    public CompletionStage<Void> subscribe(OfferListener listener) {
        // The gateway has asked for it already; what it offers waits for the listener.
        subscribed.complete(listener);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> answer(int revision, String answer) {
        send(new JsonObject().put("type", "answer").put("revision", revision).put("sdp", answer));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        // Whether it is gone already does not matter.
        socket.close().eventually(client::close).otherwiseEmpty();
    }

    private void send(JsonObject message) {
        socket.writeTextMessage(message.encode()).onFailure(answered::completeExceptionally);
    }

    private void onMessage(JsonObject message) {
        switch (message.getString("type", "")) {
            case "pong" -> pong.complete(message);
            case "answer" -> answered.complete(message.getString("sdp", ""));
            case "offer" -> {
                CompletionStage<Void> unused = subscribed.thenAccept(
                        listener -> listener.onOffer(message.getInteger("revision", 0), message.getString("sdp", "")));
            }
            case "failed" ->
                answered.completeExceptionally(new IllegalStateException(
                        message.getString("step", "") + ": " + message.getString("reason", "")));
            default -> {
                // States of connections, which the bot sees for itself.
            }
        }
    }
}
