package org.anychat.client;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.NatFinder;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.webrtc.ice.NatDiscovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media of one client: what it sends and what it receives. For the client's loop. */
final class MediaSession {
    private static final Logger log = LoggerFactory.getLogger(MediaSession.class);

    private final Publication publication;
    private final Subscription subscription;
    private final MediaChoices choices;
    private final DirectMedia direct;
    private final Roster roster = new Roster();
    private final Requests requests;
    private final SendParameters parameters = new SendParameters();
    private int ownId;
    private int roomId;
    /** For the stay in the room; made when it is first needed. */
    private FrameSigner signer;

    /** Sends a request over the client's link. */
    interface Requests {
        <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType);
    }

    /** {@code upBps} is what of the up-bandwidth copies for others may take, 0 for nothing. */
    MediaSession(Requests requests, ClientRuntime runtime, EventLoop loop, int upBps) {
        this.requests = requests;
        this.publication = new Publication(requests, runtime, loop, parameters);
        this.subscription = new Subscription(requests, runtime, loop, roster);
        this.choices = new MediaChoices(requests);
        this.direct = new DirectMedia(requests, loop, new Surroundings(runtime, loop, upBps));
    }

    MediaChoices choices() {
        return choices;
    }

    DirectMedia direct() {
        return direct;
    }

    /** What to receive of a user: only the relay can leave a part out. */
    CompletableFuture<Void> receive(int userId, boolean video, boolean audio) {
        direct.want(userId, video && audio);
        return choices.receive(userId, video, audio);
    }

    /** How many videos to receive at once: only the relay can choose. */
    CompletableFuture<Void> limitVideos(int videos) {
        direct.hold(videos > 0);
        return requests.request(id -> new ClientRequest.LimitVideos(id, videos), ReplyBody.class)
                .thenAccept(reply -> {});
    }

    /** Who this client is from now on. */
    void onLogin(int userId) {
        ownId = userId;
    }

    /** The client is in a room from now on. */
    void onEntered(int room) {
        endAll();
        roomId = room;
    }

    /** Everybody in the room, as the server says now. */
    void onRoom(List<User> users) {
        roster.replace(users);
        refresh();
    }

    private void refresh() {
        TrackHandover handover = subscription.handover();
        if (handover != null) {
            handover.refresh();
        }
    }

    SendParameters parameters() {
        return parameters;
    }

    CompletableFuture<Void> applyParameters(boolean own) {
        parameters.apply(own);
        direct.onParameters();
        return publication.onParameters();
    }

    CompletableFuture<Void> publish(List<MediaSource> sources) {
        CompletableFuture<Void> begun = publication.begin(sources);
        direct.onSources();
        return begun.whenComplete((done, failure) -> {
            if (failure != null) {
                direct.onSources();
            }
        });
    }

    CompletableFuture<Void> unpublish() {
        CompletableFuture<Void> stopped = publication.stop();
        direct.onSources();
        return stopped;
    }

    CompletableFuture<Void> subscribe(MediaSink sink) {
        direct.stop();
        CompletableFuture<Void> begun = subscription.begin(sink);
        TrackHandover handover = subscription.handover();
        return begun.thenRun(() -> {
            // Another sink may have taken its place meanwhile.
            if (handover != null && handover == subscription.handover()) {
                direct.start(handover);
            }
        });
    }

    /** The room or the link is gone, and all media with it. */
    void endAll() {
        direct.stop();
        direct.forget();
        publication.end();
        subscription.end();
        choices.forget();
        roster.clear();
        signer = null;
    }

    /** The link is back, and the room was not left. */
    void onReturn(List<String> heldByRelay) {
        publication.onReturn(heldByRelay.contains("publish"));
        subscription.onReturn(heldByRelay.contains("subscribe"));
        direct.onReturn();
    }

    void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.MediaOffer offer) {
            subscription.onOffer(offer);
        } else if (event instanceof ServerEvent.MediaMoved moved) {
            publication.onMoved(moved.media(), moved.graceMs());
            subscription.onMoved(moved.media(), moved.graceMs());
        } else if (event instanceof ServerEvent.MediaState state && state.state() == ServerEvent.State.CLOSED) {
            if (state.direction() == ServerEvent.Direction.PUBLISH) {
                publication.onClosedByServer();
            } else {
                subscription.onClosedByServer();
            }
        } else if (event instanceof ServerEvent.ServerConfigUpdate update) {
            parameters.server(update.config());
            CompletableFuture<Void> unused = publication.onParameters().exceptionally(failure -> {
                log.info("The relay was not told of the server's new settings: {}", failure.getMessage());
                return null;
            });
            direct.onParameters();
        } else {
            onDirectEvent(event);
        }
    }

    private void onDirectEvent(ServerEvent event) {
        if (event instanceof ServerEvent.P2pTry attempt) {
            direct.onTry(attempt);
        } else if (event instanceof ServerEvent.P2pStream moved) {
            direct.onStream(moved);
        } else if (event instanceof ServerEvent.P2pSignal signal) {
            direct.onSignal(signal);
        } else if (event instanceof ServerEvent.P2pClose close) {
            direct.onClose(close);
        } else if (event instanceof ServerEvent.P2pNetwork network) {
            direct.onNetwork(network);
        } else if (event instanceof ServerEvent.RelayUpload upload) {
            publication.upload(upload.needed());
        } else if (roster.onEvent(event)) {
            refresh();
        }
    }

    List<SendStatistics> sendStatistics() {
        return publication.statistics();
    }

    List<TrackStatistics> receiveStatistics() {
        List<TrackStatistics> all = new ArrayList<>(direct.statistics());
        subscription.statistics().stream()
                .filter(relayed -> all.stream().noneMatch(one -> isSame(one.track(), relayed.track())))
                .toList()
                .forEach(all::add);
        return all;
    }

    private static boolean isSame(RemoteTrack one, RemoteTrack other) {
        return one.userId() == other.userId()
                && one.codec().kind() == other.codec().kind();
    }

    /** What direct connections have of the rest. */
    private final class Surroundings implements DirectMedia.Surroundings {
        private final HostConnections connections;
        private final int upBps;

        Surroundings(ClientRuntime runtime, EventLoop loop, int upBps) {
            this.connections = new HostConnections(runtime, loop);
            this.upBps = upBps;
        }

        @Override
        public UserConnections connections() {
            return connections;
        }

        @Override
        public int ownId() {
            return ownId;
        }

        @Override
        public int upBps() {
            return upBps;
        }

        @Override
        public boolean isOpen(int userId, MediaKind kind) {
            return roster.isOpen(userId, kind);
        }

        @Override
        public SharedSources.Taps taps() {
            return publication.taps();
        }

        @Override
        public SharedSources.Taps signedTaps() {
            return publication.taps(signer());
        }

        @Override
        public FrameSigner signer() {
            if (signer == null) {
                signer = new FrameSigner(roomId, ownId);
            }
            return signer;
        }

        @Override
        public int gop() {
            return publication.gop();
        }

        @Override
        public List<InetSocketAddress> relayAddresses() {
            List<InetSocketAddress> known = subscription.relayAddresses();
            return known.isEmpty() ? publication.relayAddresses() : known;
        }

        @Override
        public CompletionStage<NatDiscovery.Findings> findNat(List<InetSocketAddress> servers) {
            return NatFinder.find(connections.resources(), servers);
        }

        @Override
        public void onBroken() {
            publication.upload(true);
        }
    }
}
