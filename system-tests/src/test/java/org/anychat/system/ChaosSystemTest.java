package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster of two processes for each service under live media: each is killed and frozen, alone and with another. What
 * is printed is the table of docs/performance.md; {@code anychat.chaos.rounds} says how often each is done.
 */
@Tag("slow")
class ChaosSystemTest {
    private static final int ROUNDS = Integer.getInteger("anychat.chaos.rounds", 2);
    private static final List<String> SERVICES = List.of("auth", "license", "room", "gateway", "relay");
    private static final int STORM_LANES = 8;
    private static final int STORM_JOINS = 12;
    /** What nobody may exceed on a busy machine either; the table has what it takes. */
    private static final long MOST_MS = 20_000;

    @TempDir
    static Path folder;

    private static ChaosLab lab;

    private LabCluster cluster;
    private Crowd crowd;

    @BeforeAll
    static void make() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
        Map<String, String> services = new LinkedHashMap<>();
        for (int number = 1; number <= 2; number++) {
            for (String service : SERVICES) {
                services.put(service + "-" + number, service);
            }
        }
        lab = new ChaosLab(folder, services, Map.of());
    }

    @BeforeEach
    void open() throws Exception {
        lab.open(crowd -> crowd.fill(2, 2));
        cluster = lab.cluster();
        crowd = lab.crowd();
    }

    @AfterEach
    void explain() {
        lab.explain();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "license",
                "room",
                "gateway",
                "relay",
                "auth room",
                "room gateway",
                "gateway relay",
                "license relay"
            })
    void shouldGoOnWhenKilled(String services) throws Exception {
        Toll toll = new Toll("kill -9 " + services);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> victims = victims(services, round);
            toll.add(crowd.suffer(
                    () -> victims.forEach(name -> cluster.process(name).kill())));
            cluster.start(victims);
        }
        judge(toll);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "license", "room", "gateway", "relay", "room gateway"})
    void shouldGoOnWhenFrozenForFiveSeconds(String services) throws Exception {
        freeze(services, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "license", "room", "gateway", "relay", "auth relay"})
    void shouldGoOnWhenFrozenForHalfAMinute(String services) throws Exception {
        freeze(services, 30);
    }

    private void freeze(String services, int seconds) throws Exception {
        Toll toll = new Toll("SIGSTOP " + seconds + " s " + services);
        List<String> victims = victims(services, 0);
        Executor later = CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
        CompletableFuture<?>[] thaw = new CompletableFuture<?>[1];
        toll.add(crowd.suffer(() -> {
            victims.forEach(name -> cluster.process(name).signal("STOP"));
            thaw[0] = CompletableFuture.runAsync(
                    () -> victims.forEach(name -> cluster.process(name).signal("CONT")), later);
        }));
        // What those do who come back is a fault of its own, which nobody may notice.
        thaw[0].join();
        toll.print();
        Toll after = new Toll("back after " + seconds + " s " + services);
        after.add(crowd.suffer(() -> crowd.comeAndGo().join()));
        check(toll);
        judge(after);
    }

    @Test
    void shouldGoOnThroughARollingRestartOfEverything() throws Exception {
        Toll toll = new Toll("restart (SIGTERM) of each process in turn");
        for (String service : SERVICES) {
            for (String name : cluster.withService(service)) {
                toll.add(crowd.suffer(() -> cluster.process(name).stop()));
                cluster.start(name);
            }
        }
        judge(toll);
    }

    @Test
    void shouldFindEverybodyAgainAfterAllControlProcessesHaveDied() throws Exception {
        List<String> all = Stream.of("auth", "license", "room")
                .flatMap(service -> cluster.withService(service).stream())
                .toList();
        Toll toll = new Toll("kill -9 all of auth, license and room, and start them again");
        toll.add(crowd.suffer(() -> {
            all.forEach(name -> cluster.process(name).kill());
            // Nobody but gateways and relays is left, and media does not mind.
            crowd.settle();
            cluster.start(all);
        }));
        toll.print();
        checkPeople(toll);
        lab.isWell();
    }

    @Test
    void shouldTakeInAStormOfPeopleWhileARelayIsDrained() throws Exception {
        Toll toll = new Toll("stop (SIGTERM, drain) relay in a storm of joins");
        for (int round = 0; round < ROUNDS; round++) {
            String relay = victims("relay", round).get(0);
            Storm storm = new Storm(crowd, STORM_LANES, STORM_JOINS);
            toll.add(crowd.suffer(() -> {
                storm.begin();
                storm.awaitJoins(STORM_LANES);
                cluster.process(relay).stop();
                storm.awaitEnd();
            }));
            System.out.println("CHAOS   " + storm);
            cluster.start(relay);
        }
        judge(toll);
    }

    /** The active process of each service, or the one and the other of those of which all are active. */
    private List<String> victims(String services, int round) {
        return List.of(services.split(" ")).stream()
                .map(service -> switch (service) {
                    case "gateway", "relay" -> service + "-" + (1 + round % 2);
                    default -> cluster.active(service);
                })
                .toList();
    }

    private void judge(Toll toll) {
        toll.print();
        check(toll);
        lab.isWell();
    }

    private void check(Toll toll) {
        checkPeople(toll);
        assertTrue(toll.worst(Toll.Cost::requestsMs) < MOST_MS, cluster::output);
        assertTrue(toll.worst(Toll.Cost::newcomerMs) < MOST_MS, cluster::output);
        assertTrue(toll.worst(Toll.Cost::gapMs) < MOST_MS, cluster::output);
    }

    private void checkPeople(Toll toll) {
        assertEquals(0, toll.worst(Toll.Cost::sessions), cluster::output);
        assertEquals(0, toll.worst(Toll.Cost::seen), cluster::output);
    }
}
