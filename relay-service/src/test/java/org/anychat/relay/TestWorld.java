package org.anychat.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** A relay on loopback, with a gateway and a room service that only note what they are told. */
final class TestWorld implements AutoCloseable {
    static final NodeId NODE = new NodeId("relay-1");
    static final NodeId GATEWAY = new NodeId("gateway-1");

    final Signal signal = new Signal();
    /** Whether clients that come from now on reach nothing by UDP. */
    boolean tcpAlone;

    final Vertx vertx;
    final Bus bus;
    final RelayServiceVerticle verticle;
    final RelayApi relay;
    final DtlsWorkers workers = new DtlsWorkers(TestPeer.RANDOM);
    final DtlsCertificate certificate = DtlsCertificate.generate(Instant.now(), TestPeer.RANDOM);
    private final MultiThreadIoEventLoopGroup clients = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<GatewayApi.MediaOffer> offers = new ArrayList<>();
    private final List<GatewayApi.MediaState> states = new ArrayList<>();
    private final List<GatewayApi.VideoPaused> pauses = new ArrayList<>();
    private final List<RelayStatus> signsOfLife = new ArrayList<>();
    final BlockingQueue<AnnounceRooms> announced = new LinkedBlockingQueue<>();
    private final AtomicInteger lastUser = new AtomicInteger(-1);
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final List<Registration> others = new ArrayList<>();

    TestWorld(int mediaLoops) {
        this(new RelayConfig(NODE, "127.0.0.1", 0, List.of(), mediaLoops, "H264", RelayConfig.Limits.DEFAULT));
    }

    TestWorld(RelayConfig config) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        bus = new Bus(vertx);
        startOthers();
        verticle = new RelayServiceVerticle(config, bus);
        await(vertx.deployVerticle(verticle));
        relay = bus.proxy(RelayApi.class, Addresses.relay(NODE));
        workers.warmUp().join();
    }

    /** One more relay, with the same gateway and room service. */
    RelayApi otherRelay(NodeId node) {
        await(vertx.deployVerticle(new RelayServiceVerticle(
                new RelayConfig(node, "127.0.0.1", 0, List.of(), 1, "H264", RelayConfig.Limits.DEFAULT), bus)));
        return bus.proxy(RelayApi.class, Addresses.relay(node));
    }

    /** The gateway and the room service are there (again). */
    void startOthers() {
        others.add(await(bus.serve(GatewayApi.class, Addresses.gateway(GATEWAY), new ListeningGateway())));
        others.add(await(bus.serve(RoomApi.class, Addresses.ROOM, roomService())));
    }

    /** The relay is alone. */
    void stopOthers() {
        others.forEach(registration -> await(registration.close()));
        others.clear();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** A new client in a room. */
    Peer peer(int room) {
        UserId user = new UserId(lastUser.decrementAndGet());
        return new Peer(new RoomId(room), new SessionId("session" + user), user, GATEWAY);
    }

    /** A new client whose session ends with its gateway. */
    Peer boundPeer(int room) {
        Peer peer = peer(room);
        return new Peer(peer.room(), peer.session(), peer.user(), peer.gateway(), true);
    }

    TestPublisher publisher(Peer peer) {
        TestPublisher publisher = new TestPublisher(this, peer);
        closeables.add(publisher);
        return publisher;
    }

    TestViewer viewer(Peer peer) {
        TestViewer viewer = new TestViewer(this, peer);
        closeables.add(viewer);
        return viewer;
    }

    /** Waits until the relay, too, takes a client's connection for open. */
    void awaitState(Peer peer, Direction direction, GatewayApi.State state) {
        awaitState(peer, direction, state, 0);
    }

    /** The same, whatever the client's first states were: those of connections that it had before. */
    void awaitState(Peer peer, Direction direction, GatewayApi.State state, int former) {
        signal.await(
                () -> direction + " " + state + " after " + former + " of " + states(peer.session()),
                () -> states(peer.session()).stream()
                        .skip(former)
                        .anyMatch(event -> event.direction() == direction && event.state() == state));
    }

    /** Waits until the media loops have done what they were told so far. */
    void awaitLoops() {
        await(verticle.countHeld());
    }

    /** The same client, in another room. */
    Peer inRoom(Peer peer, int room) {
        return new Peer(new RoomId(room), peer.session(), peer.user(), peer.gateway());
    }

    /** The same client, whose application has started anew. */
    TestViewer viewerOfOtherDevice(Peer peer) {
        DtlsCertificate other = DtlsCertificate.generate(Instant.now(), TestPeer.RANDOM);
        TestViewer viewer = new TestViewer(this, peer, other);
        closeables.add(viewer);
        return viewer;
    }

    /** These need no closing any more. */
    void forget(TestViewer viewer, TestPublisher publisher) {
        closeables.removeAll(List.of(viewer, publisher));
        viewer.close();
        publisher.close();
    }

    EventLoop clientLoop() {
        return clients.next();
    }

    InetSocketAddress relayAddress() {
        return verticle.advertisedAddresses().get(0);
    }

    Map<RelayCounter, Long> counters() {
        return verticle.counters();
    }

    long counter(RelayCounter counter) {
        return counters().get(counter);
    }

    List<GatewayApi.MediaOffer> offers(SessionId session) {
        synchronized (offers) {
            return offers.stream()
                    .filter(offer -> offer.session().equals(session))
                    .toList();
        }
    }

    List<GatewayApi.VideoPaused> pauses(SessionId session) {
        synchronized (pauses) {
            return pauses.stream()
                    .filter(event -> event.session().equals(session))
                    .toList();
        }
    }

    List<GatewayApi.MediaState> states(SessionId session) {
        synchronized (states) {
            return states.stream()
                    .filter(state -> state.session().equals(session))
                    .toList();
        }
    }

    List<RelayStatus> signsOfLife() {
        synchronized (signsOfLife) {
            return List.copyOf(signsOfLife);
        }
    }

    /** Only signs of life, announcements and drains are ever called. */
    private RoomApi roomService() {
        return (RoomApi) Proxy.newProxyInstance(
                RoomApi.class.getClassLoader(), new Class<?>[] {RoomApi.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof RelayStatus status) {
                        synchronized (signsOfLife) {
                            signsOfLife.add(status);
                        }
                        signal.raise();
                    }
                    if (arguments != null && arguments[0] instanceof AnnounceRooms rooms) {
                        announced.add(rooms);
                        return Future.succeededFuture(Done.DONE);
                    }
                    return method.getName().equals("drain") ? Future.succeededFuture(new Drained(0, 0)) : null;
                });
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        await(vertx.close());
        workers.close();
        clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Writes down what the relay says. */
    private final class ListeningGateway implements GatewayApi {
        @Override
        public void roomChanged(RoomChanged event) {}

        @Override
        public void text(TextDelivery event) {}

        @Override
        public Future<Done> transBuffer(BufferDelivery request) {
            return Future.succeededFuture(Done.DONE);
        }

        @Override
        public void privateChat(PrivateChatEvent event) {}

        @Override
        public Future<UserStateValue> userState(ReadUserState request) {
            throw new AssertionError("the relay asks for no states");
        }

        @Override
        public void filterData(FilterDelivery event) {}

        @Override
        public Future<HandedOver> handOver(HandOver request) {
            throw new IllegalStateException("not for this service to ask");
        }

        @Override
        public void closeSession(CloseSession event) {}

        @Override
        public void callChanged(CallChanged event) {}

        @Override
        public Future<Done> offerTransfer(TransferOffer request) {
            return Future.succeededFuture(Done.DONE);
        }

        @Override
        public void transferChunk(TransferChunk event) {}

        @Override
        public void transferProgress(TransferProgress event) {}

        @Override
        public void transferEnded(TransferEnded event) {}

        @Override
        public void mediaOffer(MediaOffer event) {
            synchronized (offers) {
                offers.add(event);
            }
            signal.raise();
        }

        @Override
        public void direct(DirectApi.DirectOrder event) {
            throw new AssertionError("relays have nothing to say of that");
        }

        @Override
        public void videoPaused(VideoPaused event) {
            synchronized (pauses) {
                pauses.add(event);
            }
            signal.raise();
        }

        @Override
        public void mediaState(MediaState event) {
            synchronized (states) {
                states.add(event);
            }
            signal.raise();
        }
    }
}
