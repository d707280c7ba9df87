package org.anychat.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Somebody in a room who takes part in mesh trees by word alone: it has no media, and says of each edge that it has come about
 * and that the stream comes by it. So a tree is there without a network for it.
 */
final class TreeUser implements AutoCloseable {
    private static final int UP_BPS = 20_000_000;

    private final RawLink link;
    private final int userId;
    private final Map<Integer, Integer> parents = new ConcurrentHashMap<>();
    private volatile boolean closed;
    /** What went wrong in the thread that reads. */
    private volatile Exception fault;

    /** Is in the room when this returns. */
    TreeUser(int port, String name, int room, boolean publishes, boolean forwards) throws IOException {
        link = new RawLink(port);
        link.ask("{\"id\":1,\"type\":\"connect\",\"version\":1,\"device\":0,\"client\":\"tree\"}");
        userId = link.ask("{\"id\":2,\"type\":\"login\",\"name\":\"" + name + "\",\"password\":\"\"}")
                .get("userId")
                .asInt();
        link.say("{\"id\":3,\"type\":\"enterRoom\",\"roomId\":" + room + ",\"password\":\"\"}");
        awaitReply(3);
        if (publishes) {
            link.say("{\"id\":4,\"type\":\"setCamera\",\"state\":2}");
            awaitReply(4);
        }
        Thread reader = new Thread(this::read, "tree-user-" + name);
        reader.setDaemon(true);
        reader.start();
        link.say("{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\""
                + (forwards ? "packets" : "none") + "\",\"upBps\":" + UP_BPS + ",\"key\":\"" + "k".repeat(43) + "\"}}");
    }

    int userId() {
        return userId;
    }

    private void awaitReply(int id) throws IOException {
        JsonNode message = link.next();
        while (message.path("re").asInt() != id) {
            message = link.next();
        }
        if (message.get("code").asInt() != 0) {
            throw new AssertionError("refused: " + message);
        }
    }

    private void read() {
        try {
            while (true) {
                JsonNode message = link.next();
                switch (message.path("event").asText()) {
                    case "p2pTry" -> take(message);
                    case "p2pClose" -> parents.remove(message.get("attempt").asInt());
                    default -> {}
                }
            }
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                fault = e;
            }
        }
    }

    private void take(JsonNode order) throws IOException {
        int attempt = order.get("attempt").asInt();
        int other = order.get("userId").asInt();
        if (!order.has("stream")) {
            // Of two who are alone so far, who would exchange media as a pair.
            report(attempt, other, "failed");
            return;
        }
        report(attempt, other, "connected");
        if (!order.get("stream").get("sends").asBoolean()) {
            parents.put(attempt, other);
            report(attempt, other, "direct");
        }
    }

    private void report(int attempt, int other, String state) throws IOException {
        link.say("{\"id\":6,\"type\":\"p2pReport\",\"userId\":" + other + ",\"attempt\":" + attempt + ",\"state\":\""
                + state + "\",\"delayMs\":3}");
    }

    /** Whoever sends it something sends something else than the publisher has. */
    void accuse() throws IOException {
        for (Map.Entry<Integer, Integer> parent : Map.copyOf(parents).entrySet()) {
            report(parent.getKey(), parent.getValue(), "forged");
        }
    }

    void beat() throws IOException {
        link.say("{\"id\":7,\"type\":\"heartbeat\"}");
    }

    /** What went wrong with its link before it was closed. */
    Optional<Exception> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        link.close();
    }
}
