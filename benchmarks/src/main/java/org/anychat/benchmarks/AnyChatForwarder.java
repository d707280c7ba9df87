package org.anychat.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** This project's server as users run it; the load's members speak the protocol anychat.v1 over WebSockets. */
final class AnyChatForwarder implements Forwarder {
    private static final int MAX_MEMBERS = 5000;
    /** Each guest sends one in so many of these turns: hundreds at once, as no real clients send them, would delay media. */
    private static final int HEARTBEAT_TURNS = 80;

    private static final long HEARTBEAT_TURN_MS = 100;

    private final String name;
    private final MeasuredServer server;
    private final LoadProcess load;
    private final String address;
    private final boolean owner;
    private final ConcurrentLinkedQueue<Guest> guests = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });

    /** Of the heartbeats' thread alone. */
    private int heartbeatTurn;

    private AnyChatForwarder(String name, MeasuredServer server, LoadProcess load, String address, boolean owner) {
        this.name = name;
        this.owner = owner;
        this.server = server;
        this.load = load;
        this.address = address;
        ScheduledFuture<?> unused = heartbeats.scheduleAtFixedRate(
                this::sendHeartbeats, HEARTBEAT_TURN_MS, HEARTBEAT_TURN_MS, TimeUnit.MILLISECONDS);
    }

    private void sendHeartbeats() {
        heartbeatTurn = (heartbeatTurn + 1) % HEARTBEAT_TURNS;
        for (Guest guest : guests) {
            if (guest.number % HEARTBEAT_TURNS == heartbeatTurn) {
                CompletableFuture<?> unused = guest.request("heartbeat", Map.of());
            }
        }
    }

    static AnyChatForwarder start(
            String name, ServerOptions options, LoadProcess load, String address, List<String> pinning)
            throws IOException, InterruptedException {
        MeasuredServer server = options.start(
                pinning,
                "DemoUserLimit=" + MAX_MEMBERS,
                "MaxLinksPerAddress=" + MAX_MEMBERS,
                "AdvertisedAddress=" + address,
                "[Function Settings]",
                "MaxUsersPerRoom=" + MAX_MEMBERS,
                "RelayRoomLimit=0");
        return new AnyChatForwarder(name, server, load, address, true);
    }

    /** The same server with another load, which ends without it. */
    AnyChatForwarder beside(LoadProcess other) {
        return new AnyChatForwarder(name, server, other, address, false);
    }

    /** What is left of its heap after a full collection. */
    long liveHeapKiB() throws IOException {
        return server.liveHeapKiB();
    }

    @Override
    public String name() {
        return name;
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
        return enter(room, number).thenApply(guest -> guest);
    }

    /** Sends a message on a link of its own; done when the server has closed it. */
    CompletableFuture<?> sendAlone(String message) {
        return JsonLink.open(linkUri(), "anychat.v1", reply -> {}).thenCompose(link -> link.sendLast(message));
    }

    private URI linkUri() {
        return URI.create("ws://127.0.0.1:" + server.tcpPort() + "/anychat");
    }

    /** As {@link #join}, with all that a guest can do. */
    CompletableFuture<Guest> enter(int room, int number) {
        Guest guest = new Guest(number);
        return JsonLink.open(linkUri(), "anychat.v1", guest::onMessage)
                .thenCompose(link -> guest.enter(link, room))
                .thenApply(entered -> {
                    guests.add(guest);
                    return guest;
                });
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public long collectGarbage() throws IOException {
        return server.liveHeapKiB();
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        guests.forEach(guest -> guest.link.close());
        load.close();
        if (owner) {
            server.close();
        }
    }

    /** A user of the server. */
    final class Guest implements Member {
        private final int number;
        private final AtomicInteger lastRequest = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
        private final CompletableFuture<Long> watching = new CompletableFuture<>();
        private volatile JsonLink link;
        private volatile String lastOffer;
        private volatile boolean numbered;
        private boolean connecting;

        private Guest(int number) {
            this.number = number;
        }

        /** The load's peer that sends. */
        int publishingPeer() {
            return 2 * number;
        }

        /** Whether to ask for transport-wide numbers of what it is going to watch. */
        void numbersPackets(boolean on) {
            numbered = on;
        }

        /** The server's end of the connection that receives. */
        IceEnd watched() {
            return MediaDescriptions.end(lastOffer);
        }

        /** The load's end of the connection that receives. */
        IceEnd watching() {
            return IceEnd.ofPeer(watchingPeer(), address);
        }

        CompletableFuture<JsonNode> enter(JsonLink opened, int room) {
            link = opened;
            CompletableFuture<?> unused = opened.closed().thenRun(this::onClosed);
            return request("connect", Map.of("version", 1, "device", 0, "client", "forwarding figures"))
                    .thenCompose(done -> request("login", Map.of("name", "Guest" + number, "password", "")))
                    .thenCompose(done -> request("enterRoom", Map.of("roomId", room, "password", "")));
        }

        @Override
        public int watchingPeer() {
            return 2 * number + 1;
        }

        @Override
        public CompletableFuture<Long> publish(MediaLoad media) {
            int peer = publishingPeer();
            IceEnd local = IceEnd.ofPeer(peer, address);
            String offer = MediaDescriptions.offer(peer, media, local, load.fingerprint(), load.numbers());
            return request("publish", Map.of("sdp", offer)).thenCompose(reply -> {
                String sdp = reply.get("sdp").asText();
                CompletableFuture<Long> keys = load.connect(peer, local, MediaDescriptions.end(sdp));
                load.numbered(peer, MediaDescriptions.numbering(sdp));
                load.sends(peer, media);
                return keys;
            });
        }

        @Override
        public CompletableFuture<Long> watch() {
            return request("subscribe", Map.of()).thenCompose(reply -> watching);
        }

        @Override
        public CompletableFuture<?> leave() {
            guests.remove(this);
            return request("leaveRoom", Map.of())
                    .thenCompose(done -> request("logout", Map.of()))
                    .thenAccept(done -> {
                        link.close();
                        load.leave(watchingPeer());
                    });
        }

        /** Fails where the server refuses it. */
        CompletableFuture<JsonNode> request(String type, Map<String, ?> fields) {
            return ask(type, fields)
                    .thenCompose(reply -> reply.get("code").asInt() == 0
                            ? CompletableFuture.completedFuture(reply)
                            : CompletableFuture.failedFuture(new IOException("refused: " + reply)));
        }

        /** Done with the server's answer, whatever that is; fails where none comes any more. */
        CompletableFuture<JsonNode> ask(String type, Map<String, ?> fields) {
            int id = lastRequest.incrementAndGet();
            ObjectNode message = JsonLink.JSON.valueToTree(fields);
            message.put("id", id).put("type", type);
            CompletableFuture<JsonNode> reply = new CompletableFuture<>();
            pending.put(id, reply);
            link.send(message);
            if (link.closed().isDone()) {
                onClosed();
            }
            return reply;
        }

        /** Nothing is answered any more. */
        private void onClosed() {
            guests.remove(this);
            IOException closed = new IOException("the server has closed the link of guest " + number);
            pending.values().forEach(reply -> reply.completeExceptionally(closed));
            watching.completeExceptionally(closed);
        }

        void onMessage(JsonNode message) {
            if (message.has("re")) {
                pending.remove(message.get("re").asInt()).complete(message);
            } else if (message.get("event").asText().equals("mediaOffer")) {
                onOffer(message);
            } else if (message.get("event").asText().equals("linkClose")) {
                System.err.println("closed: " + message);
            }
        }

        private void onOffer(JsonNode message) {
            String offer = message.get("sdp").asText();
            if (!MediaDescriptions.sendsMedia(offer)) {
                return;
            }
            lastOffer = offer;
            IceEnd local = watching();
            String answer = MediaDescriptions.answer(offer, local, load.fingerprint(), numbered || load.numbers());
            CompletableFuture<JsonNode> answered = request(
                    "mediaAnswer", Map.of("revision", message.get("revision").asInt(), "sdp", answer));
            if (!connecting) {
                connecting = true;
                CompletableFuture<?> unused = answered.thenCompose(done -> {
                            CompletableFuture<Long> keys =
                                    load.connect(watchingPeer(), local, MediaDescriptions.end(offer));
                            load.numbered(watchingPeer(), MediaDescriptions.numbering(answer));
                            return keys;
                        })
                        .whenComplete(this::onWatching);
            }
        }

        private void onWatching(Long keysNs, Throwable failure) {
            if (failure == null) {
                watching.complete(keysNs);
            } else {
                watching.completeExceptionally(failure);
            }
        }
    }
}
