package org.anychat.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A page of a {@link Chromium}, driven over its DevTools protocol: input comes as from a mouse and a keyboard, so that
 * the page's Event Timing counts it.
 */
final class ChromiumPage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STEP_SECONDS = 60;

    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** At the address under which the browser lets it be driven. */
    ChromiumPage(String address) {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Answers())
                .join();
    }

    /** Runs before all scripts of pages that are opened from now on, and opens one. */
    void open(String url, String script) {
        call("Page.enable", Map.of());
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        navigate(url);
    }

    /** Goes on to another address. */
    void navigate(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression in the page, or of its promise. */
    JsonNode evaluate(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Presses and releases the mouse on the first element of a selector. */
    void click(String selector) {
        JsonNode place = evaluate("(() => { const it = document.querySelector(" + quoted(selector) + ");"
                + " it.scrollIntoView({ block: 'center' }); const box = it.getBoundingClientRect();"
                + " return [box.x + box.width / 2, box.y + box.height / 2]; })()");
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.get(0).asDouble(),
                            "y",
                            place.get(1).asDouble(),
                            "button",
                            type.equals("mouseMoved") ? "none" : "left",
                            "clickCount",
                            1));
        }
    }

    /** Presses and releases the key of a character. */
    void press(char character) {
        String text = String.valueOf(character);
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "text", text, "key", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", text));
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Closes it, as an operator closes a tab. A page that is only left goes on in the browser's cache of pages. */
    @Override
    public void close() {
        call("Page.close", Map.of());
        socket.abort();
    }

    private JsonNode call(String method, Map<String, ?> params) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params));
            socket.sendText(text, true).join();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        JsonNode told = answer.orTimeout(STEP_SECONDS, TimeUnit.SECONDS).join();
        if (told.has("error")) {
            throw new IllegalStateException(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(message.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(message);
                }
            } catch (IOException e) {
                throw new IllegalStateException("Chromium said what is no JSON: " + text, e);
            }
        }
    }
}
