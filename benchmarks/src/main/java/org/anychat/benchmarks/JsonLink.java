package org.anychat.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A WebSocket that carries a JSON object per message. */
final class JsonLink implements WebSocket.Listener {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Consumer<JsonNode> receiver;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    private JsonLink(Consumer<JsonNode> receiver) {
        this.receiver = receiver;
    }

    static CompletableFuture<JsonLink> open(URI uri, String subProtocol, Consumer<JsonNode> receiver) {
        JsonLink link = new JsonLink(receiver);
        return HTTP.newWebSocketBuilder()
                .subprotocols(subProtocol)
                .connectTimeout(CONNECT)
                .buildAsync(uri, link)
                .thenApply(socket -> {
                    link.socket = socket;
                    return link;
                });
    }

    /** Sends after what was to be sent before. */
    synchronized void send(ObjectNode message) {
        String json = message.toString();
        sent = sent.thenCompose(before -> socket.sendText(json, true));
    }

    /** Done when the server has closed it, or it is lost. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Sends something that the server is going to close the link for. */
    CompletableFuture<Void> sendLast(String message) {
        CompletableFuture<WebSocket> unused = socket.sendText(message, true);
        return closed;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            try {
                receiver.accept(JSON.readTree(whole));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + whole, e);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        if (closed.complete(null)) {
            System.err.println("signalling: " + error);
        }
    }

    void close() {
        socket.abort();
    }
}
