package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.ProbeRelay;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.media.EchoListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReachabilityIT {
    private static final InetSocketAddress INSIDE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907);
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<EchoListener> listener = new AtomicReference<>();
    private final Reachability reachability = new Reachability(
            vertx, List.of(INSIDE, OUTSIDE), new SecureRandom(), listener::set, new Reachability.Waits(1, 1));

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private List<InetSocketAddress> missing(Function<ProbeRelay, Future<Done>> rooms) throws Exception {
        RoomApi api = (RoomApi) Proxy.newProxyInstance(
                RoomApi.class.getClassLoader(),
                new Class<?>[] {RoomApi.class},
                (proxy, method, arguments) -> rooms.apply((ProbeRelay) arguments[0]));
        return reachability
                .check(new NodeId("relay-1"), api)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private boolean arrives(ProbeRelay wish, int target) {
        byte[] datagram = wish.targets().get(target).datagram().getBytes();
        return listener.get().onIndication(datagram, 0, datagram.length);
    }

    @Test
    void shouldNameTheAddressesThatDoNotLeadHere() throws Exception {
        List<InetSocketAddress> missing = missing(wish -> {
            assertTrue(arrives(wish, 0));
            return Future.succeededFuture(Done.DONE);
        });

        assertEquals(List.of(OUTSIDE), missing);
        assertNull(listener.get());
    }

    @Test
    void shouldKnowItsOwnDatagramsOnly() throws Exception {
        byte[] others = EchoPacket.draw(new SecureRandom()).encode();

        assertEquals(List.of(INSIDE, OUTSIDE), missing(wish -> {
            assertFalse(listener.get().onIndication(others, 0, others.length));
            return Future.succeededFuture(Done.DONE);
        }));
    }

    @Test
    void shouldAskAgainUntilARoomServiceIsThere() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        List<InetSocketAddress> missing = missing(wish -> {
            if (asked.incrementAndGet() < 3) {
                return Future.failedFuture(new ServiceException(ServiceError.SERVICE_CLOSED, "nobody is there yet"));
            }
            arrives(wish, 0);
            arrives(wish, 1);
            return Future.succeededFuture(Done.DONE);
        });

        assertEquals(List.of(), missing);
    }
}
