package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.anychat.client.AnyChatClient;
import org.anychat.client.sample.Sample;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.UndrainRelay;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several relays under live media of real clients: rooms are placed, and move when a relay dies, drains or stops. */
class RelaysIT {
    private static final int KILLS = 5;
    /** The figures are printed; a machine that is busy otherwise must not fail the test. */
    private static final long PATIENCE_MS = 10_000;

    @TempDir
    Path home;

    private Services services;

    @BeforeEach
    void start() throws Exception {
        services = new Services(home, 0);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldCarryMediaOnAnotherRelayWhenOneIsKilled() {
        services.startRelay("relay-0");
        Received received = call();
        List<Long> gaps = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            services.startRelay("relay-" + (kill + 1));
            NodeId carrying = services.relayOf(1);
            received.awaitMore(10);
            long fromNs = System.nanoTime();

            services.kill(carrying);

            received.awaitMore(10);
            assertNotEquals(carrying, services.relayOf(1));
            gaps.add(Math.max(received.longestStandstillMs(fromNs), received.longestSilenceMs(fromNs)));
        }
        Collections.sort(gaps);
        report("killed relay: media is back after ms (sorted)", gaps);
        assertTrue(gaps.get(KILLS / 2) < PATIENCE_MS, gaps::toString);
    }

    @Test
    void shouldMoveRoomsOffARelayThatDrainsWithoutAGap() {
        services.startRelay("relay-0");
        Received received = call();
        NodeId first = services.relayOf(1);
        services.startRelay("relay-1");
        NodeId second = new NodeId("relay-1");
        received.awaitMore(20);
        long fromNs = System.nanoTime();

        Drained drained = Services.await(services.rooms().drain(new DrainRelay(first, 600)));

        assertEquals(new Drained(1, 0), drained);
        awaitEmpty(first);
        received.awaitMore(10);
        List<Long> gaps = List.of(received.longestStandstillMs(fromNs), received.longestSilenceMs(fromNs));
        report("drained relay: longest time without picture, without sound, in ms", gaps);
        assertEquals(second, services.relayOf(1));
        assertEquals(0, received.ended(), "nobody has seen a track end");
        assertTrue(Collections.max(gaps) < PATIENCE_MS, gaps::toString);
        assertEquals(second, services.relayOf(2), "no new rooms");

        Services.await(services.rooms().undrain(new UndrainRelay(first)));
        Services.await(services.rooms().drain(new DrainRelay(second, 600)));
        received.awaitMore(10);
        assertEquals(first, services.relayOf(1), "back on the one that takes rooms again");
    }

    @Test
    void shouldMoveRoomsOffARelayThatIsStopped() {
        services.startRelay("relay-0");
        Received received = call();
        services.startRelay("relay-1");
        received.awaitMore(20);
        long fromNs = System.nanoTime();

        services.stop("relay-0");

        received.awaitMore(10);
        List<Long> gaps = List.of(received.longestStandstillMs(fromNs), received.longestSilenceMs(fromNs));
        report("stopped relay: longest time without picture, without sound, in ms", gaps);
        assertEquals(0, received.ended(), "nobody has seen a track end");
        assertTrue(Collections.max(gaps) < PATIENCE_MS, gaps::toString);
    }

    @Test
    void shouldKeepTheRoomsOfTheOnlyRelayThatDrains() {
        services.startRelay("relay-0");
        Received received = call();
        NodeId only = services.relayOf(1);

        assertEquals(new Drained(0, 1), Services.await(services.rooms().drain(new DrainRelay(only, 600))));

        received.awaitMore(20);
        assertEquals(null, services.relayOf(2), "no new rooms");
        services.startRelay("relay-1");
        awaitEmpty(only);
        received.awaitMore(10);
        assertEquals(new NodeId("relay-1"), services.relayOf(1));
    }

    /** A call in room 1 that flows. */
    private Received call() {
        Received received = new Received();
        AnyChatClient ann = services.inRoom("Ann", 1);
        AnyChatClient ben = services.inRoom("Ben", 1);
        Received.await(ben.subscribe(received));
        Received.await(ann.publish(Sample.video(), Sample.audio()));
        received.awaitMore(5);
        return received;
    }

    private void awaitEmpty(NodeId relay) {
        long opened = services.counter(relay, RelayCounter.SESSIONS_OPENED);
        Await.until(relay + " is empty", () -> services.counter(relay, RelayCounter.SESSIONS_CLOSED) >= opened);
    }

    private static void report(String what, List<Long> figures) {
        System.out.println("FIGURES " + what + ": " + figures);
    }
}
