package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.FrameVerifier;
import org.anychat.client.media.Liar;
import org.anychat.client.media.LoopbackPeers;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.media.SampleFrames;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.Uplink;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.webrtc.ice.NatDiscovery;

/** One client's direct media, with the server and the relay as it sees them; what it signals goes to those that it knows. */
final class DirectSide implements MediaSession.Requests, DirectMedia.Surroundings, MediaSink {
    static final int ROOM = 1;
    static final int UP_BPS = 5_000_000;

    private static final long WAIT_SECONDS = 20;
    private static final int RELAY_FRAME_LENGTH = 1;

    final int userId;
    final MediaLoop loop;
    final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    final DirectMedia media;
    SharedSources sources = new SharedSources(List.<MediaSource>of(Sample.video(), Sample.audio()));
    Set<MediaKind> open = EnumSet.allOf(MediaKind.class);
    int upBps = UP_BPS;
    FrameSigner signer;
    /** Where it passes on something else; null for one who does not. */
    Liar liar;
    /** Frames that are neither of the sample nor of the relay. */
    final BlockingQueue<EncodedFrame> strange = new LinkedBlockingQueue<>();

    Throwable refusal;
    int broken;
    /** On loopback there is nobody to ask. */
    List<InetSocketAddress> stunServers = List.of();

    final List<List<InetSocketAddress>> asked = new CopyOnWriteArrayList<>();

    final BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
    private final TrackHandover handover = new TrackHandover(this, System::nanoTime, (user, kind) -> true);
    private final TrackHandover.Feed relay = handover.open();
    private final List<RemoteTrack> offered = new ArrayList<>();
    /** Of edges that this side receives by, as it has reported. */
    final List<Integer> delaysMs = new CopyOnWriteArrayList<>();

    private final UserConnections connections = new Connections();
    private volatile List<DirectSide> others = List.of();

    DirectSide(int userId, MediaLoop loop) {
        this.userId = userId;
        this.loop = loop;
        this.signer = new FrameSigner(ROOM, userId);
        this.media = new DirectMedia(this, loop.resources().loop(), this);
    }

    void start(DirectSide... known) throws Exception {
        others = List.of(known);
        loop.run(() -> media.start(handover));
    }

    /** The relay sends a frame of each kind of a user. */
    void relay(int user, char name) {
        for (MediaCodec codec : List.of(MediaCodec.H264, MediaCodec.OPUS)) {
            RemoteTrack track = new RemoteTrack(user, codec);
            if (!offered.contains(track)) {
                offered.add(track);
                relay.onTrack(track);
            }
            relay.onFrame(track, new EncodedFrame(new byte[] {(byte) name}, 0, true));
        }
    }

    boolean relayed() {
        return shown.contains("relay");
    }

    void awaitFrames(int count) throws InterruptedException {
        for (int frame = 0; frame < count; frame++) {
            assertNotNull(shown.poll(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    <T extends ClientRequest> T next(Class<T> kind) throws InterruptedException {
        for (ClientRequest request = poll(); request != null; request = poll()) {
            if (kind.isInstance(request)) {
                return kind.cast(request);
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " came of " + userId);
    }

    private ClientRequest poll() throws InterruptedException {
        return requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        ClientRequest request = withId.apply(0);
        requests.add(withoutDelay(request));
        if (refusal != null && request instanceof P2pRequest.Policy) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (request instanceof P2pRequest.Signal signal) {
            ServerEvent.P2pSignal passed = new ServerEvent.P2pSignal(userId, signal.attempt(), signal.sdp());
            others.stream()
                    .filter(other -> other.userId == signal.userId())
                    .forEach(other -> other.loop.resources().loop().execute(() -> other.media.onSignal(passed)));
        }
        return CompletableFuture.completedFuture(bodyType.cast(ReplyBody.EMPTY));
    }

    /** How long the way is no two runs agree on; that it was measured is another matter. */
    private ClientRequest withoutDelay(ClientRequest request) {
        if (request instanceof P2pRequest.Report report && report.delayMs() != null) {
            delaysMs.add(report.delayMs());
            return new P2pRequest.Report(report.id(), report.userId(), report.attempt(), report.state());
        }
        return request;
    }

    @Override
    public CompletionStage<NatDiscovery.Findings> findNat(List<InetSocketAddress> servers) {
        asked.add(servers);
        return CompletableFuture.completedFuture(new NatDiscovery.Findings(
                NatDiscovery.Dependence.ENDPOINT_INDEPENDENT, NatDiscovery.Dependence.UNKNOWN, true));
    }

    @Override
    public List<InetSocketAddress> stunServers() {
        return stunServers;
    }

    @Override
    public UserConnections connections() {
        return connections;
    }

    @Override
    public int ownId() {
        return userId;
    }

    @Override
    public int upBps() {
        return upBps;
    }

    @Override
    public boolean isOpen(int user, MediaKind kind) {
        return open.contains(kind);
    }

    @Override
    public SharedSources.Taps taps() {
        return sources.open();
    }

    @Override
    public SharedSources.Taps signedTaps() {
        return sources.open(signer);
    }

    @Override
    public FrameSigner signer() {
        return signer;
    }

    @Override
    public int gop() {
        return 0;
    }

    @Override
    public List<InetSocketAddress> relayAddresses() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    @Override
    public void onBroken() {
        broken++;
    }

    @Override
    public void onTrackEnded(RemoteTrack track) {
        shown.add("ends");
    }

    @Override
    public void onFrame(RemoteTrack track, EncodedFrame frame) {
        boolean isRelayed = frame.data().length == RELAY_FRAME_LENGTH;
        if (!isRelayed && !SampleFrames.isOf(track.codec(), frame)) {
            strange.add(frame);
        }
        shown.add(isRelayed ? "relay" : "direct");
    }

    /** Within this machine. */
    private final class Connections implements UserConnections {
        @Override
        public DirectPeer peer(int user, boolean offers, List<InetSocketAddress> stunServers, MediaSink sink) {
            return LoopbackPeers.open(loop.resources(), user, offers, sink);
        }

        @Override
        public Publisher publisher(List<MediaSource> sent, List<InetSocketAddress> stunServers) {
            return LoopbackPeers.publisher(loop.resources(), sent);
        }

        @Override
        public Subscriber subscriber(List<InetSocketAddress> stunServers, FrameVerifier verifier, MediaSink sink) {
            return LoopbackPeers.subscriber(loop.resources(), verifier, sink);
        }

        @Override
        public Forwarder forwarder(Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers) {
            return liar == null
                    ? LoopbackPeers.forwarder(loop.resources(), parent, uplink)
                    : LoopbackPeers.forwarder(loop.resources(), parent, uplink, liar);
        }
    }
}
