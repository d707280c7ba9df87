package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anychat.client.AnyChatClient;
import org.anychat.client.sample.Sample;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.relay.RelayConfig;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room on two relays, under live media of real clients: Ann publishes at the first, Ben watches there, Cleo and Dan at the second. */
class RelaySpanIT {
    private static final int ROOM = 1;

    @TempDir
    Path home;

    private Services services;
    private AnyChatClient ann;
    private AnyChatClient ben;
    private AnyChatClient cleo;
    private AnyChatClient dan;
    private final Received atBen = new Received();
    private final Received atCleo = new Received();
    private final Received atDan = new Received();
    private NodeId first;
    private NodeId second;

    @BeforeEach
    void start() throws Exception {
        services = new Services(home, 2);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    /** Everybody is in the room, and nobody watches. */
    private void allIn() {
        ann = services.inRoom("Ann", ROOM);
        ben = services.inRoom("Ben", ROOM);
        cleo = services.inRoom("Cleo", ROOM);
        dan = services.inRoom("Dan", ROOM);
        Map<String, NodeId> carriers = services.carriers(ROOM);
        first = carriers.get("Ann");
        second = carriers.get("Cleo");
        assertEquals(first, carriers.get("Ben"));
        assertEquals(second, carriers.get("Dan"));
        assertNotEquals(first, second);
        Received.await(ann.publish(Sample.video(), Sample.audio()));
    }

    private void allWatch() {
        Received.await(ben.subscribe(atBen));
        Received.await(cleo.subscribe(atCleo));
        Received.await(dan.subscribe(atDan));
        List.of(atBen, atCleo, atDan).forEach(received -> received.awaitMore(5));
    }

    @Test
    void shouldCarryEachStreamOnceOverTheLinkAndOnlyWhileSomebodyWatches() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        allIn();
        Received.await(ben.subscribe(atBen));
        atBen.awaitMore(20);
        assertEquals(0, overLink(), "nobody watches at the second relay");

        Received.await(cleo.subscribe(atCleo));
        Received.await(dan.subscribe(atDan));
        atCleo.awaitMore(5);
        atDan.awaitMore(5);
        long published = services.counter(first, RelayCounter.RTP_IN);
        long crossed = overLink();
        long shown = services.counter(second, RelayCounter.RTP_OUT);
        atDan.awaitMore(60);
        published = services.counter(first, RelayCounter.RTP_IN) - published;
        crossed = overLink() - crossed;
        shown = services.counter(second, RelayCounter.RTP_OUT) - shown;
        System.out.println("FIGURES published " + published + ", crossed " + crossed + ", shown to two " + shown);
        assertTrue(crossed > published / 2 && crossed < published * 3 / 2, "once: " + crossed + " of " + published);
        assertTrue(shown > crossed * 3 / 2 && shown < crossed * 5 / 2, "to two viewers: " + shown + " of " + crossed);

        int annId = Received.await(ann.snapshot()).users().get(0).userId();
        Received.await(cleo.selectMedia(annId, false, false));
        Received.await(dan.selectMedia(annId, false, false));
        atBen.awaitMore(20);
        long before = overLink();
        atBen.awaitMore(20);
        assertEquals(before, overLink(), "nobody watches any more");

        Received.await(cleo.selectMedia(annId, true, true));
        atCleo.awaitMore(5);
        assertTrue(overLink() > before);
    }

    @Test
    void shouldRepairWhatIsLostOnTheLink() throws IOException {
        int port = services.startRelay("relay-0", "127.0.0.2")
                .advertisedAddresses()
                .get(0)
                .getPort();
        InetSocketAddress front = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port);
        InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (LossyPath path = new LossyPath(front, behind, 0.05)) {
            ann = services.inRoom("Ann", ROOM);
            services.inRoom("Ben", ROOM);
            services.startRelay("relay-1");
            cleo = services.inRoom("Cleo", ROOM);
            second = services.carriers(ROOM).get("Cleo");
            assertEquals(new NodeId("relay-1"), second);
            Received.await(ann.publish(Sample.video(), Sample.audio()));
            Received.await(cleo.subscribe(atCleo));
            atCleo.awaitMore(60);

            Await.until("losses that were repaired", () -> services.counter(second, RelayCounter.RECOVERED_IN) > 3);
            System.out.println("FIGURES lost on the way " + path.lost() + ", repaired at the second relay "
                    + services.counter(second, RelayCounter.RECOVERED_IN) + ", given up "
                    + services.counter(second, RelayCounter.LOST_IN));
        }
    }

    @Test
    void shouldLinkRelaysWithinTheClusterWhereNoMediaComesBackFromTheOutside() throws IOException {
        InetAddress outside = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        RelayConfig config = RelayConfig.of(new NodeId("relay-0"), "127.0.0.1", 0, List.of(outside.getHostAddress()))
                .inCluster(InetAddress.getLoopbackAddress());
        int port = services.startRelay(config).advertisedAddresses().get(0).getPort();
        InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (LossyPath path = new LossyPath(new InetSocketAddress(outside, port), behind, 1)) {
            ann = services.inRoom("Ann", ROOM);
            services.inRoom("Ben", ROOM);
            services.startRelay("relay-1");
            cleo = services.inRoom("Cleo", ROOM);
            assertEquals(new NodeId("relay-1"), services.carriers(ROOM).get("Cleo"));
            Received.await(ann.publish(Sample.video(), Sample.audio()));

            Received.await(cleo.subscribe(atCleo));

            atCleo.awaitMore(20);
            assertEquals(0, path.lost(), "media of the link outside");
        }
    }

    @Test
    void shouldCarryTheViewersOfAKilledRelayOnAnother() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        allIn();
        allWatch();
        services.startRelay("relay-2");
        long fromNs = System.nanoTime();

        services.kill(second);

        atCleo.awaitMore(10);
        atDan.awaitMore(10);
        report("viewers of a killed relay of the room", List.of(atCleo, atDan), fromNs);
        assertNotEquals(second, services.carriers(ROOM).get("Cleo"));
        assertEquals(first, services.carriers(ROOM).get("Ben"));
        assertEquals(0, atBen.ended(), "Ben, at the other relay, goes on");
    }

    @Test
    void shouldCarryThePublisherOfAKilledRelayOnAnotherWhileViewersStay() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        allIn();
        allWatch();
        services.startRelay("relay-2");
        long fromNs = System.nanoTime();

        services.kill(first);

        atCleo.awaitMore(10);
        atDan.awaitMore(10);
        atBen.awaitMore(10);
        report("viewers of a killed publisher's relay", List.of(atCleo, atDan, atBen), fromNs);
        assertEquals(second, services.carriers(ROOM).get("Cleo"), "she has not moved");
    }

    @Test
    void shouldMoveThePublisherOfADrainedRelayWhileViewersStay() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        allIn();
        allWatch();
        services.startRelay("relay-2");
        long fromNs = System.nanoTime();

        Services.await(services.rooms().drain(new DrainRelay(first, 600)));

        assertEquals(new NodeId("relay-2"), services.carriers(ROOM).get("Ann"));
        Await.until("the drained relay is empty", () -> isEmpty(first));
        atCleo.awaitMore(10);
        atBen.awaitMore(10);
        report("drained relay of the room, viewers at another, viewer that moves", List.of(atCleo, atBen), fromNs);
        assertEquals(second, services.carriers(ROOM).get("Cleo"), "she has not moved");
    }

    private boolean isEmpty(NodeId relay) {
        return services.counter(relay, RelayCounter.SESSIONS_OPENED)
                == services.counter(relay, RelayCounter.SESSIONS_CLOSED);
    }

    private static void report(String what, List<Received> viewers, long fromNs) {
        System.out.println("FIGURES " + what + ", longest standstill in ms: "
                + viewers.stream()
                        .map(viewer -> viewer.longestStandstillMs(fromNs))
                        .toList());
    }

    private long overLink() {
        return services.counter(second, RelayCounter.LINK_RTP_IN);
    }
}
