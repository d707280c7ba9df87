package org.anychat.relay.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.MediaOffer;
import org.anychat.contracts.GatewayApi.MediaState;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.webrtc.transport.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that subscribes anew while its connection before ends: the question and the end come by different ways. */
class SubscribingAnewTest {
    private static final NodeId HERE = new NodeId("relay-1");
    private static final Peer PEER = new Peer(new RoomId(1), new SessionId("one"), new UserId(1), HERE);
    private static final long FIRST = 1;

    private final ControlWorld world = new ControlWorld();
    /** What the client was told, on the context. */
    private final List<Object> told = new ArrayList<>();

    private RelayService service;

    @BeforeEach
    void connect() {
        GatewayApi gateway = (GatewayApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GatewayApi.class}, (proxy, method, arguments) -> {
                    told.add(arguments[0]);
                    return null;
                });
        service = world.service(HERE, node -> gateway, node -> null);
        queue(this::subscribe);
        queue(() -> service.mediaEvents().onConnected(FIRST));
        assertEquals(List.of("offer", "CONNECTED"), words());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private void subscribe() {
        service.subscribe(new Subscribe(PEER));
    }

    private void end() {
        service.mediaEvents().onClosed(FIRST, CloseReason.REMOTE);
    }

    /** Puts all of them into the context's queue before the first of them runs. */
    private void queue(Runnable... tasks) {
        world.onContext(() -> {
            for (Runnable task : tasks) {
                world.context().runOnContext(now -> task.run());
            }
            return null;
        });
        // What they put there themselves comes before whatever a test asks next.
        world.onContext(() -> null);
    }

    private List<String> words() {
        List<Object> all = world.onContext(() -> List.copyOf(told));
        return all.stream()
                .map(event -> event instanceof MediaState state ? state.state().name() : "offer")
                .toList();
    }

    private String lastSession() {
        List<MediaOffer> offers = world.onContext(() -> told.stream()
                .filter(MediaOffer.class::isInstance)
                .map(MediaOffer.class::cast)
                .toList());
        return offers.get(offers.size() - 1).sdp().lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void shouldOfferThoughTheConnectionBeforeEndsBetweenTheQuestionAndTheOffer() {
        String before = lastSession();

        queue(this::subscribe, this::end);

        assertEquals(List.of("offer", "CONNECTED", "offer"), words());
        assertNotEquals(before, lastSession());
        assertEquals(1, world.onContext(service::participants));
        assertEquals(1, world.onContext(service::sessions));
    }

    @Test
    void shouldOfferAnewWhereTheConnectionBeforeEndsAfterTheOffer() {
        String before = lastSession();
        queue(this::subscribe);

        queue(this::end);

        assertEquals(List.of("offer", "CONNECTED", "offer", "offer"), words());
        assertNotEquals(before, lastSession());
    }

    @Test
    void shouldOfferWhereTheConnectionBeforeEndsBeforeTheQuestion() {
        queue(this::end, this::subscribe);

        assertEquals(List.of("offer", "CONNECTED", "CLOSED", "offer"), words());
    }

    @Test
    void shouldTellOfTheEndWhereTheClientHasAskedForNothing() {
        queue(this::end);

        assertEquals(List.of("offer", "CONNECTED", "CLOSED"), words());
        assertEquals(0, world.onContext(service::participants));
    }

    @Test
    void shouldTellOfTheEndWhereTheLoopIsTooBusyForAnotherConnection() {
        queue(this::subscribe);
        world.loops().overload();

        queue(this::end);

        assertEquals(List.of("offer", "CONNECTED", "offer", "CLOSED"), words());
        assertEquals(0, world.onContext(service::participants));
    }
}
