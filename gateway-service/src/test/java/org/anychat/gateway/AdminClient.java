package org.anychat.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An operator's browser, as far as HTTP and the bridge go. */
final class AdminClient {
    private final TestGateway gateway;
    private final boolean tls;
    private final HttpClient http;
    private final WebSocketClient sockets;
    String cookie = "";
    String csrf = "";

    AdminClient(TestGateway gateway, boolean tls) {
        this.gateway = gateway;
        this.tls = tls;
        http = gateway.vertx.createHttpClient(
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false));
        sockets = gateway.vertx.createWebSocketClient(
                new WebSocketClientOptions().setTrustAll(true).setVerifyHost(false));
    }

    String origin() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + gateway.port();
    }

    HttpAnswer ask(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI(path)
                .setSsl(tls);
        if (!cookie.isEmpty()) {
            options.putHeader("Cookie", "anychat-admin=" + cookie);
        }
        headers.forEach(options::putHeader);
        return TestGateway.await(http.request(options)
                .compose(request -> body == null ? HttpAnswer.send(request) : HttpAnswer.send(request, body)));
    }

    HttpAnswer get(String path) {
        return ask(HttpMethod.GET, path, Map.of(), null);
    }

    HttpAnswer post(String path, Map<String, String> more, JsonObject body) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putIfAbsent("Content-Type", "application/json");
        return ask(HttpMethod.POST, path, headers, body.toBuffer());
    }

    HttpAnswer tryLogin(String name, String password) {
        return post("/admin/login", Map.of(), new JsonObject().put("name", name).put("password", password));
    }

    /** Logs in and keeps the cookie. */
    HttpAnswer login(String name, String password) {
        HttpAnswer answer = tryLogin(name, password);
        if (answer.status() == 200) {
            String set = answer.head().getHeader("Set-Cookie");
            cookie = set.substring(set.indexOf('=') + 1, set.indexOf(';'));
            csrf = answer.json().getString("csrf");
        }
        return answer;
    }

    /** The bridge's end of a page. */
    Page open(Map<String, String> headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setSsl(tls)
                .setURI("/admin/bus/websocket")
                .setAllowOriginHeader(headers.containsKey("Origin"));
        if (!cookie.isEmpty()) {
            options.putHeader("Cookie", "anychat-admin=" + cookie);
        }
        headers.forEach(options::putHeader);
        return new Page(this, TestGateway.await(sockets.connect(options)));
    }

    Page open() {
        return open(Map.of("Origin", origin()));
    }

    /** An open bridge. */
    static final class Page {
        /** Held, as Vert.x closes a client that is garbage, and its connections half a minute later. */
        private final AdminClient client;

        private final WebSocket socket;
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private int number;

        Page(AdminClient client, WebSocket socket) {
            this.client = client;
            this.socket = socket;
            socket.handler(message -> messages.add(message.toJsonObject()));
            socket.closeHandler(ended -> closed.complete(null));
        }

        void send(JsonObject message) {
            socket.writeTextMessage(message.encode());
        }

        void listen(String address) {
            send(new JsonObject()
                    .put("type", "register")
                    .put("address", address)
                    .put("headers", new JsonObject()));
        }

        /** Sends and waits for the answer. */
        JsonObject request(String address, JsonObject body, String token) throws InterruptedException {
            String reply = "r" + ++number;
            JsonObject headers = token == null ? new JsonObject() : new JsonObject().put("csrf", token);
            send(new JsonObject()
                    .put("type", "send")
                    .put("address", address)
                    .put("headers", headers)
                    .put("body", body)
                    .put("replyAddress", reply));
            return next(reply);
        }

        JsonObject request(String address, JsonObject body) throws InterruptedException {
            return request(address, body, client.csrf);
        }

        /** The next message to an address; null where the bridge is closed instead. */
        JsonObject next(String address) throws InterruptedException {
            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < endNs) {
                JsonObject message = messages.poll(50, TimeUnit.MILLISECONDS);
                if (message != null && address.equals(message.getString("address"))) {
                    return message;
                }
                if (message == null && closed.isDone()) {
                    return null;
                }
            }
            throw new AssertionError("nothing came for " + address);
        }

        /** Forgets what has come until now. */
        void drain() {
            messages.clear();
        }

        void awaitClosed() throws Exception {
            closed.get(20, TimeUnit.SECONDS);
        }

        boolean isOpen() {
            return !closed.isDone();
        }

        Future<Void> end() {
            return socket.close();
        }

        void close() {
            TestGateway.await(end());
        }
    }
}
