package org.anychat.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    private static final long START_SECONDS = 20;
    private static final long ANSWER_SECONDS = 60;

    private final Process process;
    private final Path folder;
    private final LoadProcess load;
    private final String address;
    private final AtomicInteger lastRequest = new AtomicInteger();
    private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<JsonNode>> rooms = new ConcurrentHashMap<>();
    private final Map<Integer, List<Integer>> publishers = new ConcurrentHashMap<>();
    private JsonLink link;
    private long session;

    private JanusForwarder(Process process, Path folder, LoadProcess load, String address) {
        this.process = process;
        this.folder = folder;
        this.load = load;
        this.address = address;
    }

    static JanusForwarder start(LoadProcess load, String address, List<String> pinning)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("janus-figures");
        int port = freePort();
        configure(folder, port);
        Process process = new ProcessBuilder(NativeTools.command(
                        pinning, program(), "--configs-folder", folder.toString(), "--log-file", folder + "/log", "-N"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        JanusForwarder janus = new JanusForwarder(process, folder, load, address);
        janus.open(URI.create("ws://127.0.0.1:" + port));
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
        return new ProcessCosts(process.pid());
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
        process.destroyForcibly();
        try {
            FirstCallFigures.deleteTree(folder);
        } catch (IOException e) {
            System.err.println("left behind: " + folder + " (" + e + ")");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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

    private void open(URI uri) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (link == null) {
            try {
                link = JsonLink.open(uri, "janus-protocol", this::onMessage).join();
            } catch (java.util.concurrent.CompletionException e) {
                if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                    throw new IOException("Janus does not start:\n" + Files.readString(folder.resolve("out")), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        session = request("create", Map.of()).join().get("data").get("id").asLong();
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

    private void onMessage(JsonNode message) {
        String kind = message.path("janus").asText();
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
            Map<String, ?> jsep =
                    Map.of("type", "offer", "sdp", MediaDescriptions.offer(peer, media, local, load.fingerprint()));
            return attach().thenCompose(handle -> message(handle, joining, jsep))
                    .thenCompose(reply -> {
                        publishers.get(room).add(number + 1);
                        String sdp = reply.get("jsep").get("sdp").asText();
                        CompletableFuture<Long> keys = load.connect(peer, local, MediaDescriptions.end(sdp));
                        load.sends(peer, media);
                        return keys;
                    });
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
            String answer = MediaDescriptions.answer(offer, local, load.fingerprint(), false);
            return message(handle, Map.of("request", "start", "room", room), Map.of("type", "answer", "sdp", answer))
                    .thenCompose(done -> load.connect(watchingPeer(), local, MediaDescriptions.end(offer)));
        }
    }
}
