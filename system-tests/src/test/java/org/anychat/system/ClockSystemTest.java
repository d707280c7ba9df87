package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster under live media whose machines' clocks are set, one after the other, by an hour forth and back. */
@Tag("slow")
class ClockSystemTest {
    private static final Map<String, String> SERVICES = services();
    /** Longer than any process is silent before it counts as dead. */
    private static final int WATCHED_SECONDS = 8;
    /** What nobody may exceed on a busy machine either; the table has what it takes. */
    private static final long MOST_MS = 5_000;

    @TempDir
    Path folder;

    private static Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        services.put("control-1", "auth,license,room");
        services.put("control-2", "auth,license,room");
        services.put("gateway-1", "gateway");
        services.put("relay-1", "relay");
        return services;
    }

    @Test
    void shouldGoOnWhenAClockIsSet() throws Exception {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
        WallClocks clocks = new WallClocks(Files.createDirectories(folder.resolve("clocks")));
        try (LabCluster cluster = new LabCluster(folder, SERVICES, clocks::environment)) {
            cluster.startAll();
            try (Crowd crowd = new Crowd(cluster.withService("gateway").stream()
                    .map(cluster::addressOf)
                    .toList())) {
                crowd.fill(1, 2);
                for (String name : SERVICES.keySet()) {
                    judge(crowd.suffer(() -> clocks.set(name, Duration.ofHours(1)), WATCHED_SECONDS), name, cluster);
                    judge(crowd.suffer(() -> clocks.set(name, Duration.ofHours(-1)), WATCHED_SECONDS), name, cluster);
                    judge(crowd.suffer(() -> clocks.set(name, Duration.ZERO), WATCHED_SECONDS), name, cluster);
                }
            }
        }
    }

    private static void judge(Toll.Cost cost, String name, LabCluster cluster) {
        Toll toll = new Toll("clock of " + name + " set by an hour or two");
        toll.add(cost);
        toll.print();
        assertEquals(0, cost.sessions(), cluster::output);
        assertEquals(0, cost.seen(), cluster::output);
        assertTrue(cost.requestsMs() < MOST_MS, cluster::output);
        assertTrue(cost.newcomerMs() < MOST_MS, cluster::output);
        assertTrue(cost.gapMs() < MOST_MS, cluster::output);
    }
}
