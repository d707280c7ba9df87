package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.webrtc.ice.NatDiscovery;

/**
 * The direct connections of a client in a room. The server says with whom one is tried and when one is given up; what the
 * client does by itself is to fall back on the relay, at once, when nothing comes any more. For the client's loop.
 */
final class DirectMedia {
    /** As the server sees fit. */
    static final int DEFAULT_POLICY = 1;

    static final int NEVER = 0;

    /** How long the other may still get something by a connection after a lost link. */
    private static final int GRACE_MS = 2_000;
    /** Before a description of the relay there is no address to learn one's own from; without one, so long is waited. */
    private static final long DESCRIBED_MS = 2_000;

    private static final long RETRY_MS = 1_000;
    private static final long LOOK_MS = 50;
    /** More than the server ever has a client try. */
    private static final int MOST_CONNECTIONS = 64;

    private final MediaSession.Requests requests;
    private final EventLoop loop;
    private final Surroundings media;
    /** The newest of each user. */
    private final Map<Integer, DirectConnection> connections = new HashMap<>();
    /** Those that are being given up. */
    private final Farewells<DirectConnection> leaving;
    /** Of whom the application does not want everything. */
    private final Set<Integer> declined = new HashSet<>();

    private final Hooks hooks = new Hooks();
    private final EdgeMedia edges;
    private final NetworkReports network;
    private int policy = DEFAULT_POLICY;
    private boolean held;
    private TrackHandover handover;
    private ScheduledFuture<?> waiting;
    private boolean anew;
    private int beginnings;

    /** What direct connections need of the client's other media. */
    interface Surroundings {
        /** By which this client reaches other users. */
        UserConnections connections();

        /** Who this client is in the room. */
        int ownId();

        /** What of this client's up-bandwidth copies for others may take, in bits per second; 0 for nothing. */
        int upBps();

        boolean isOpen(int userId, MediaKind kind);

        /** What is sent, for one more connection. */
        SharedSources.Taps taps();

        /** The same for an edge, signed. */
        SharedSources.Taps signedTaps();

        /** By which this client signs as long as it is in the room. */
        FrameSigner signer();

        int gop();

        /** Where the relay is, whose port is a STUN server; none before it has described itself. */
        List<InetSocketAddress> relayAddresses();

        /** By whom one learns one's own address. A relay may name its loopback address, too, where a client elsewhere finds itself, or nobody. */
        default List<InetSocketAddress> stunServers() {
            return relayAddresses().stream()
                    .filter(relay -> !relay.getAddress().isLoopbackAddress())
                    .toList();
        }

        /** How the NAT in front of this host behaves, by what servers see. */
        CompletionStage<NatDiscovery.Findings> findNat(List<InetSocketAddress> servers);

        /** What went directly is needed by the relay again. */
        void onBroken();
    }

    DirectMedia(MediaSession.Requests requests, EventLoop loop, Surroundings media) {
        this.requests = requests;
        this.loop = loop;
        this.media = media;
        this.leaving = new Farewells<>(loop);
        this.edges = new EdgeMedia(requests, loop, media);
        this.network = new NetworkReports(
                requests,
                loop,
                media::stunServers,
                media::findNat,
                NetworkReports.AGAIN_MS,
                NetworkReports.SILENT_AGAIN_MS);
    }

    /**
     * Says what this client can do, once it receives and after a lost link. What the server has said of connections before that
     * may not have come: the relay gets everything again, and none of them counts any more.
     */
    void start(TrackHandover receiving) {
        handover = receiving;
        anew = true;
        beginnings++;
        network.stop();
        media.onBroken();
        List.copyOf(connections.values()).forEach(connection -> leave(connection, GRACE_MS));
        edges.start(receiving);
        sayOnceDescribed();
    }

    /** The link is back. */
    void onReturn() {
        if (handover != null) {
            start(handover);
        }
    }

    /** Ends all of them, on leaving a room and where another sink takes the place of the one before. */
    void stop() {
        handover = null;
        stopWaiting();
        network.stop();
        List.copyOf(connections.values()).forEach(this::drop);
        leaving.endAll();
        edges.stop();
        media.onBroken();
    }

    /** Forgets what was wanted of whom, on leaving a room. */
    void forget() {
        declined.clear();
        held = false;
    }

    CompletableFuture<Void> setPolicy(int wanted) {
        policy = wanted;
        return handover == null ? CompletableFuture.completedFuture(null) : say();
    }

    CompletableFuture<Void> connect(int userId) {
        return requests.request(id -> new P2pRequest.Connect(id, userId), ReplyBody.class)
                .thenAccept(reply -> {});
    }

    /** Whether only the relay can do what the application wants: choose whose pictures come. */
    void hold(boolean only) {
        if (held != only) {
            held = only;
            sayIfStarted();
        }
    }

    /** The application wants everything of a user, or not. */
    void want(int userId, boolean everything) {
        if (everything) {
            if (declined.remove(userId)) {
                sayIfStarted();
            }
        } else if (declined.add(userId)) {
            DirectConnection connection = connections.get(userId);
            if (connection != null) {
                report(userId, connection.attempt(), P2pRequest.State.DECLINED);
            }
            edges.decline(userId);
        }
    }

    /** Other sources are sent from now on, or others count. */
    void onSources() {
        all().forEach(connection -> connection.send(media.taps(), media.gop()));
        edges.onSources();
    }

    /** Key frames are to be as far from each other as is said now. */
    void onParameters() {
        connections.values().forEach(connection -> connection.gop(media.gop()));
        edges.onParameters();
    }

    /** What comes directly and is shown. */
    List<TrackStatistics> statistics() {
        List<TrackStatistics> all = new ArrayList<>(edges.statistics());
        connections.values().forEach(connection -> all.addAll(connection.statistics()));
        return all;
    }

    /** The server has one tried. */
    void onTry(ServerEvent.P2pTry event) {
        if (event.stream() != null) {
            edges.onTry(event, declined.contains(event.stream().publisher()));
            return;
        }
        if (handover == null) {
            report(event.userId(), event.attempt(), P2pRequest.State.FAILED);
            return;
        }
        DirectConnection before = connections.get(event.userId());
        if (before != null) {
            leave(before, 0);
        }
        if (declined.contains(event.userId())) {
            report(event.userId(), event.attempt(), P2pRequest.State.DECLINED);
        } else if (connections.size() + leaving.count() >= MOST_CONNECTIONS) {
            report(event.userId(), event.attempt(), P2pRequest.State.FAILED);
        } else {
            open(event);
        }
    }

    private void open(ServerEvent.P2pTry event) {
        DirectConnection connection =
                new DirectConnection(event.userId(), event.attempt(), event.offers(), handover, loop, hooks);
        connections.put(event.userId(), connection);
        connection.send(media.taps(), media.gop());
        connection.begin();
    }

    /** The server wants to know how this host's network behaves, or no longer. */
    void onNetwork(ServerEvent.P2pNetwork event) {
        network.want(handover != null && event.wanted());
    }

    /** Somebody further up a tree has moved. */
    void onStream(ServerEvent.P2pStream event) {
        edges.onStream(event);
    }

    /** The other's description. */
    void onSignal(ServerEvent.P2pSignal event) {
        if (edges.onSignal(event)) {
            return;
        }
        DirectConnection connection = connections.get(event.userId());
        if (connection != null && connection.attempt() == event.attempt()) {
            try {
                connection.take(event.sdp());
            } catch (RuntimeException e) {
                // Whatever another user writes, it ends this connection and not the link to the server.
                hooks.onFailed(connection);
            }
        }
    }

    /**
     * The server has one given up. Without a grace nothing may go to the user any more: all that there is with it ends at once,
     * earlier ones that are still being given up included, whatever the relay carries.
     */
    void onClose(ServerEvent.P2pClose event) {
        DirectConnection connection = connections.get(event.userId());
        if (event.graceMs() == 0) {
            edges.endAllWith(event.userId());
            all().stream().filter(one -> one.userId() == event.userId()).forEach(this::drop);
        } else if (!edges.onClose(event) && connection != null && connection.attempt() == event.attempt()) {
            leave(connection, event.graceMs());
        }
    }

    private void sayOnceDescribed() {
        stopWaiting();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DESCRIBED_MS);
        waiting = loop.scheduleAtFixedRate(
                () -> {
                    if (!media.relayAddresses().isEmpty() || System.nanoTime() - endNs >= 0) {
                        sayIfStarted();
                    }
                },
                0,
                LOOK_MS,
                TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    private void sayIfStarted() {
        if (handover != null) {
            // A server of before does not know what this is, and has everything go by the relay.
            CompletableFuture<Void> unused = say().exceptionally(failure -> null);
        }
    }

    /** The first word after the beginning says that nothing is known here of what the server has decided. */
    private CompletableFuture<Void> say() {
        stopWaiting();
        boolean first = anew;
        int beginning = beginnings;
        anew = false;
        int effective = held ? NEVER : policy;
        return requests.request(id -> new P2pRequest.Policy(id, effective, first, edges.abilities()), ReplyBody.class)
                .whenComplete((reply, failure) -> {
                    if (failure != null && handover != null && beginning == beginnings) {
                        onUnsaid(first, failure);
                    }
                })
                .thenAccept(reply -> {});
    }

    /** The server may not have heard it. */
    private void onUnsaid(boolean first, Throwable failure) {
        anew |= first;
        if (MediaRetry.worthwhile(failure)) {
            stopWaiting();
            waiting = loop.schedule(this::sayIfStarted, RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void leave(DirectConnection connection, int graceMs) {
        connections.remove(connection.userId(), connection);
        leaving.begin(connection, graceMs);
    }

    private void drop(DirectConnection connection) {
        connections.remove(connection.userId(), connection);
        leaving.end(connection);
    }

    private void report(int userId, int attempt, P2pRequest.State state) {
        // What the server does not take any more it has decided otherwise.
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new P2pRequest.Report(id, userId, attempt, state), ReplyBody.class)
                .exceptionally(failure -> null);
    }

    /** Those that are being given up among them. */
    private List<DirectConnection> all() {
        List<DirectConnection> all = new ArrayList<>(connections.values());
        all.addAll(leaving.all());
        return all;
    }

    private final class Hooks implements DirectConnection.Hooks {
        @Override
        public DirectPeer peer(int userId, boolean offers, MediaSink sink) {
            return media.connections().peer(userId, offers, media.stunServers(), sink);
        }

        @Override
        public boolean isOpen(int userId, MediaKind kind) {
            return media.isOpen(userId, kind);
        }

        @Override
        public CompletableFuture<Void> signal(DirectConnection connection, String sdp) {
            return requests.request(
                            id -> new P2pRequest.Signal(id, connection.userId(), connection.attempt(), sdp),
                            ReplyBody.class)
                    .thenAccept(reply -> {});
        }

        @Override
        public void onConnected(DirectConnection connection) {
            report(connection.userId(), connection.attempt(), P2pRequest.State.CONNECTED);
        }

        @Override
        public void onCarries(DirectConnection connection) {
            report(connection.userId(), connection.attempt(), P2pRequest.State.DIRECT);
        }

        @Override
        public void onFailed(DirectConnection connection) {
            if (connection.equals(connections.get(connection.userId()))) {
                report(connection.userId(), connection.attempt(), P2pRequest.State.FAILED);
                media.onBroken();
                leave(connection, 0);
            }
        }
    }
}
