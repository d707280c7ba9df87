package org.anychat.relay.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.contracts.Done;
import org.anychat.contracts.LinkApi.CloseLink;
import org.anychat.contracts.LinkApi.OpenLink;
import org.anychat.contracts.LinkApi.Route;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.BusyLoops;
import org.anychat.relay.media.OutgoingTrack;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.transport.RemotePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of clients and links while a media loop takes no commands. */
class OverloadTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RoomId ROOM = new RoomId(1);
    private static final NodeId HERE = new NodeId("relay-1");
    private static final NodeId THERE = new NodeId("relay-2");
    private static final Route ROUTE = new Route(ROOM, 7, HERE, THERE);
    private static final RelayApi SILENT = (RelayApi) Proxy.newProxyInstance(
            OverloadTest.class.getClassLoader(),
            new Class<?>[] {RelayApi.class},
            (relay, method, arguments) -> Future.succeededFuture(Done.DONE));

    private final ControlWorld world = new ControlWorld();
    private final BusyLoops loops = world.loops();

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private <T> T onContext(Supplier<T> call) {
        return world.onContext(call);
    }

    @Test
    void shouldLeaveNothingOfALinkThatCouldNotBeOpened() {
        RelayService service = world.service(HERE, node -> null, node -> SILENT);
        onContext(() -> service.span(new RoomSpan(ROOM, 7, List.of(HERE, THERE))));
        loops.overload();
        Throwable refusal =
                onContext(() -> service.openLink(new OpenLink(ROUTE))).cause();
        assertEquals(ServiceError.NO_RELAY, ((ServiceException) refusal).error());
        assertEquals(0, onContext(service::participants));

        loops.work();
        assertTrue(onContext(() -> service.openLink(new OpenLink(ROUTE))).succeeded());
        assertEquals(1, onContext(service::participants));
        onContext(() -> service.closeLink(new CloseLink(ROUTE)));
        assertEquals(0, onContext(service::participants));
    }

    @Test
    void shouldConnectWithTheNewestDescriptionThoughAnOlderOneHadToWait() throws Exception {
        Connections connections = new Connections(world.vertx(), 0);
        Participant viewer = new Participant(
                new RelayRoom(ROOM, loops.first()), new Peer(ROOM, new SessionId("one"), new UserId(1), HERE), null);
        long id = onContext(() -> connections.openSubscriber(viewer, loops.credentials()));
        CountDownLatch attempts = new CountDownLatch(3);
        viewer.viewing(new CountedConnection(id, attempts));
        RemotePeer newest = loops.client();
        RemotePeer older = new RemotePeer(
                IceCredentials.generate(RANDOM), newest.candidates(), newest.fingerprints(), newest.localDtlsRole());

        loops.overload();
        connect(connections, viewer, older);
        loops.work();
        connect(connections, viewer, newest);
        assertTrue(attempts.await(20, TimeUnit.SECONDS), "the older one is tried again");
        onContext(() -> null);
        loops.work();

        assertEquals(1, loops.addressesAfterChecks(), "checks under the newest name are answered");
    }

    private void connect(Connections connections, Participant viewer, RemotePeer remote) {
        onContext(() -> {
            connections.connectSubscriber(viewer, remote);
            return null;
        });
    }

    /** Of a viewer to whom nothing is sent; counts how often that was asked. */
    private record CountedConnection(long id, CountDownLatch attempts) implements ViewerConnection {
        @Override
        public List<OutgoingTrack> outgoing(Participant viewer) {
            attempts.countDown();
            return List.of();
        }

        @Override
        public Set<Long> needed(Participant viewer) {
            return Set.of();
        }

        @Override
        public Set<Long> certain(Participant viewer) {
            return Set.of();
        }

        @Override
        public Set<VideoCodec> decodes(long publication) {
            return Set.of();
        }

        @Override
        public void onConnected() {}
    }

    @Test
    void shouldRefuseAClientThatComesMeanwhile() {
        Connections connections = new Connections(world.vertx(), 0);
        Participant viewer = new Participant(
                new RelayRoom(ROOM, loops.first()), new Peer(ROOM, new SessionId("one"), new UserId(1), HERE), null);
        loops.overload();
        assertThrows(
                ServiceException.class, () -> onContext(() -> connections.openSubscriber(viewer, loops.credentials())));
        assertEquals(0, onContext(connections::size));
    }
}
