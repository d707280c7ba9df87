package org.anychat.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Janus of Debian's packages with the VideoRoom plug-in, one event loop, ICE-lite; its members sit in one session of its
 * WebSocket API. The load offers GCM alone, which is Janus's fastest.
 */
final class JanusForwarder implements Forwarder {
    private static final String INSTALL = "Janus is not there (Debian: apt-get install --no-install-recommends janus).";
    private static final String PROGRAM = "/usr/bin/janus";
    private static final String PLUGINS = "/usr/lib/x86_64-linux-gnu/janus/";
    private static final long ANSWER_SECONDS = 60;
    private static final long LINK_SECONDS = 5;

    private final PeerProcess server;
    private final LoadProcess load;
    private final String address;
    private final AtomicInteger lastRequest = new AtomicInteger();
    private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<JsonNode>> rooms = new ConcurrentHashMap<>();
    private final Map<Integer, List<Integer>> publishers = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Void>> connected = new ConcurrentHashMap<>();
    private JsonLink link;
    private long session;

    private JanusForwarder(PeerProcess server, LoadProcess load, String address) {
        this.server = server;
        this.load = load;
        this.address = address;
    }

    static JanusForwarder start(LoadProcess load, String address, List<String> pinning)
            throws IOException, InterruptedException {
        String program = program();
        PeerProcess server = PeerProcess.start("Janus", pinning, (folder, port) -> {
            configure(folder, port);
            return List.of(program, "--configs-folder", folder.toString(), "--log-file", folder + "/log", "-N");
        });
        JanusForwarder janus = new JanusForwarder(server, load, address);
        server.awaitStart(janus::open);
        return janus;
    }

    /** Where the server is; the failure says how to get it. */
    static String program() throws IOException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IOException(INSTALL);
        }
        return PROGRAM;
    }

    @Override
    public String name() {
        return "janus";
    }

    @Override
    public ProcessCosts costs() {
        return new ProcessCosts(server.process().pid());
    }

    @Override
    public LoadProcess load() {
        return load;
    }

    @Override
    public CompletableFuture<Member> join(int room, int number) {
        return rooms.computeIfAbsent(room, this::create).thenApply(done -> new Visitor(room, number));
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
        load.close();
        server.close();
    }

    private static void configure(Path folder, int port) throws IOException {
        Files.writeString(
                folder.resolve("janus.jcfg"),
                "general: {\n plugins_folder = \"" + PLUGINS + "plugins\"\n transports_folder = \"" + PLUGINS
                        + "transports\"\n debug_level = 2\n session_timeout = 0\n event_loops = 1\n}\n"
                        + "nat: {\n ice_lite = true\n}\n"
                        + "plugins: {\n disable = \"libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,"
                        + "libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,"
                        + "libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so\"\n}\n"
                        + "transports: {\n disable = \"libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,"
                        + "libjanus_pfunix.so,libjanus_rabbitmq.so\"\n}\n");
        Files.writeString(
                folder.resolve("janus.transport.websockets.jcfg"),
                "general: {\n json = \"compact\"\n ws = true\n ws_port = " + port + "\n wss = false\n}\n");
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), "general: {\n}\n");
    }

    private void open() throws IOException {
        try {
            link = JsonLink.open(URI.create("ws://127.0.0.1:" + server.port()), "janus-protocol", this::onMessage)
                    .orTimeout(LINK_SECONDS, TimeUnit.SECONDS)
                    .join();
            session = request("create", Map.of()).join().get("data").get("id").asLong();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private CompletableFuture<JsonNode> create(int room) {
        publishers.put(room, new CopyOnWriteArrayList<>());
        Map<String, ?> settings = Map.of(
                "request", "create", "room", room, "publishers", 1000, "audiocodec", "opus", "videocodec", "vp8");
        return attach().thenCompose(handle -> message(handle, settings, null));
    }

    private CompletableFuture<Long> attach() {
        return request("attach", Map.of("session_id", session, "plugin", "janus.plugin.videoroom"))
                .thenApply(reply -> reply.get("data").get("id").asLong());
    }

    private CompletableFuture<JsonNode> message(long handle, Map<String, ?> body, Map<String, ?> jsep) {
        Map<String, Object> fields = new java.util.HashMap<>();
        fields.put("session_id", session);
        fields.put("handle_id", handle);
        fields.put("body", body);
        if (jsep != null) {
            fields.put("jsep", jsep);
        }
        return request("message", fields);
    }

    private CompletableFuture<JsonNode> request(String type, Map<String, ?> fields) {
        String id = Integer.toString(lastRequest.incrementAndGet());
        ObjectNode message = JsonLink.JSON.valueToTree(fields);
        message.put("janus", type).put("transaction", id);
        CompletableFuture<JsonNode> reply =
                new CompletableFuture<JsonNode>().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
        pending.put(id, reply);
        link.send(message);
        return reply;
    }

    /** Done when Janus says that a handle has its media connection. */
    private CompletableFuture<Void> connected(long handle) {
        return connected.computeIfAbsent(
                handle, key -> new CompletableFuture<Void>().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS));
    }

    private void onMessage(JsonNode message) {
        String kind = message.path("janus").asText();
        if (kind.equals("webrtcup")) {
            connected(message.path("sender").asLong()).complete(null);
        }
        CompletableFuture<JsonNode> reply = kind.equals("ack")
                ? null
                : pending.remove(message.path("transaction").asText());
        if (reply == null) {
            return;
        }
        boolean refused = kind.equals("error") || message.at("/plugindata/data").has("error");
        if (refused) {
            reply.completeExceptionally(new IOException("refused: " + message));
        } else {
            reply.complete(message);
        }
    }

    /** A user of a room. */
    private final class Visitor implements Member {
        private final int room;
        private final int number;
        private volatile long watchingHandle;

        Visitor(int room, int number) {
            this.room = room;
            this.number = number;
        }

        @Override
        public int watchingPeer() {
            return 2 * number + 1;
        }

        @Override
        public CompletableFuture<Long> publish(MediaLoad media) {
            int peer = 2 * number;
            IceEnd local = IceEnd.ofPeer(peer, address);
            Map<String, ?> joining =
                    Map.of("request", "joinandconfigure", "ptype", "publisher", "room", room, "id", number + 1);
            Map<String, ?> jsep = Map.of(
                    "type",
                    "offer",
                    "sdp",
                    MediaDescriptions.offer(peer, media, local, load.fingerprint(), load.numbers()));
            return attach().thenCompose(handle -> message(handle, joining, jsep).thenCompose(reply -> {
                String sdp = reply.get("jsep").get("sdp").asText();
                CompletableFuture<Long> keys = load.connect(peer, local, MediaDescriptions.end(sdp));
                load.numbered(peer, MediaDescriptions.numbering(sdp));
                load.sends(peer, media);
                // Until then there is no such feed for viewers (error 428), though the load has its keys already.
                return keys.thenCombine(connected(handle), (keysNs, up) -> {
                    publishers.get(room).add(number + 1);
                    return keysNs;
                });
            }));
        }

        @Override
        public CompletableFuture<Long> watch() {
            ArrayNode streams = JsonLink.JSON.createArrayNode();
            publishers.get(room).stream()
                    .filter(feed -> feed != number + 1)
                    .forEach(feed -> streams.addObject().put("feed", feed));
            Map<String, ?> joining = Map.of("request", "join", "ptype", "subscriber", "room", room, "streams", streams);
            return attach().thenCompose(handle -> {
                watchingHandle = handle;
                return message(handle, joining, null)
                        .thenCompose(offer ->
                                start(handle, offer.get("jsep").get("sdp").asText()));
            });
        }

        @Override
        public CompletableFuture<?> leave() {
            return request("detach", Map.of("session_id", session, "handle_id", watchingHandle))
                    .thenAccept(done -> load.leave(watchingPeer()));
        }

        private CompletableFuture<Long> start(long handle, String offer) {
            IceEnd local = IceEnd.ofPeer(watchingPeer(), address);
            String answer = MediaDescriptions.answer(offer, local, load.fingerprint(), load.numbers());
            return message(handle, Map.of("request", "start", "room", room), Map.of("type", "answer", "sdp", answer))
                    .thenCompose(done -> {
                        CompletableFuture<Long> keys =
                                load.connect(watchingPeer(), local, MediaDescriptions.end(offer));
                        load.numbered(watchingPeer(), MediaDescriptions.numbering(answer));
                        return keys;
                    });
        }
    }
}
