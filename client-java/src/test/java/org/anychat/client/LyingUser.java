package org.anychat.client;

import io.netty.channel.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.Liar;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.NatFinder;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.Uplink;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.webrtc.ice.NatDiscovery;

/**
 * A process of a user in room 1 who views, and passes on something else than it gets as soon as its input says {@code lie}. It is
 * made of the SDK's own parts, and honest in everything else. {@code MeshForgerySystemTest} starts it.
 */
final class LyingUser implements Link.Owner, MediaSession.Requests, DirectMedia.Surroundings, MediaSink {
    private static final long WAIT_SECONDS = 60;
    private static final int TIMEOUT_MS = 30_000;
    private static final int ROOM = 1;
    private static final int DEVICE_UNKNOWN = 0;

    private final ClientRuntime runtime = ClientRuntime.create(1);
    private final EventLoop loop = runtime.nextLoop();
    private final Roster roster = new Roster();
    private final SharedSources nothing = new SharedSources(List.of());
    private final Subscription subscription = new Subscription(this, runtime, loop, roster);
    private final int upBps;
    private final LyingConnections connections;
    private final DirectMedia direct;
    private Link link;
    private int ownId;
    private FrameSigner signer;

    private LyingUser(int upBps, Liar liar) {
        this.upBps = upBps;
        this.connections = new LyingConnections(runtime, loop, liar);
        this.direct = new DirectMedia(this, loop, this);
    }

    /** Where the server is, the user's name, its up-bandwidth, and what it is to do. */
    public static void main(String[] arguments) throws Exception {
        LyingUser user = new LyingUser(Integer.parseInt(arguments[3]), new Liar(Liar.Lie.valueOf(arguments[4])));
        user.enter(new ServerAddress(arguments[0], Integer.parseInt(arguments[1])), arguments[2]);
        System.out.println("in room " + user.ownId);
        user.obey();
    }

    private void enter(ServerAddress server, String name) throws Exception {
        ClientOptions options = new ClientOptions(
                List.of(server),
                TlsTrust.plainText(),
                DEVICE_UNKNOWN,
                name,
                null,
                TIMEOUT_MS,
                new AnyChatListener() {},
                null,
                false,
                upBps);
        LinkOpener opener = new LinkOpener(options, loop, runtime.socketType());
        link = await(opener.open(server, TIMEOUT_MS, this));
        ReplyBody.Connected connected = ask(
                id -> new ClientRequest.Connect(id, Limits.VERSION, DEVICE_UNKNOWN, name), ReplyBody.Connected.class);
        loop.execute(() -> link.startHeartbeat(connected.heartbeatSeconds()));
        ownId = ask(id -> new ClientRequest.Login(id, name, ""), ReplyBody.LoggedIn.class)
                .userId();
        signer = new FrameSigner(ROOM, ownId);
        ReplyBody.Room room = ask(id -> new ClientRequest.EnterRoom(id, ROOM, ""), ReplyBody.Room.class);
        await(onLoop(() -> {
            roster.replace(room.users());
            return subscription.begin(this).thenRun(() -> direct.start(subscription.handover()));
        }));
    }

    private void obey() throws IOException {
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("lie")) {
                    connections.liar.begin();
                }
            }
        } finally {
            runtime.close();
        }
    }

    private <T extends ReplyBody> T ask(IntFunction<ClientRequest> withId, Class<T> bodyType) throws Exception {
        return await(onLoop(() -> request(withId, bodyType)));
    }

    private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
        return CompletableFuture.<Void>completedFuture(null).thenComposeAsync(ready -> task.get(), loop);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        return link.request(withId).thenApply(bodyType::cast);
    }

    @Override
    public void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.MediaOffer offer) {
            subscription.onOffer(offer);
        } else if (event instanceof ServerEvent.P2pTry attempt) {
            direct.onTry(attempt);
        } else if (event instanceof ServerEvent.P2pStream moved) {
            direct.onStream(moved);
        } else if (event instanceof ServerEvent.P2pSignal signal) {
            direct.onSignal(signal);
        } else if (event instanceof ServerEvent.P2pClose close) {
            direct.onClose(close);
        } else if (event instanceof ServerEvent.P2pConnectState state) {
            System.out.println("route " + state.state() + " " + state.reason());
        } else if (roster.onEvent(event) && subscription.handover() != null) {
            subscription.handover().refresh();
        }
    }

    @Override
    public Long received() {
        return null;
    }

    @Override
    public void onLost(ServerEvent.LinkClose reason) {
        System.out.println("link closed " + reason.code());
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
        return nothing.open();
    }

    @Override
    public SharedSources.Taps signedTaps() {
        return nothing.open(signer);
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
        return subscription.relayAddresses();
    }

    @Override
    public CompletionStage<NatDiscovery.Findings> findNat(List<InetSocketAddress> servers) {
        return NatFinder.find(connections.resources(), servers);
    }

    @Override
    public void onBroken() {
        // It sends nothing that the relay could do without.
    }

    /** By which something else is passed on than comes. */
    private static final class LyingConnections extends HostConnections {
        private final Liar liar;

        LyingConnections(ClientRuntime runtime, EventLoop loop, Liar liar) {
            super(runtime, loop);
            this.liar = liar;
        }

        @Override
        public Forwarder forwarder(Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers) {
            return liar.toUser(resources(), parent, uplink, stunServers);
        }
    }
}
