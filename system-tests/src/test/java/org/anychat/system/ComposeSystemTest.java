package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.Reconnected;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/**
 * The deployment that docs/docker.md tells of, on a real engine, under two browsers with real media: first as it is started
 * by everybody, then with the profile standby. One deployment for all, so the order counts. {@code ./test.sh --compose}
 */
@EnabledIfSystemProperty(
        named = "anychat.compose",
        matches = "true",
        disabledReason = "it is run by ./test.sh --compose")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeSystemTest {
    private static final int RELAYS = 3;
    private static final String SCALE = "relay=" + RELAYS;
    private static final List<String> SERVICES = List.of("license", "auth", "room", "relay", "gateway");
    private static final long SECONDS = 120;
    /** What a machine of two cores with other work needs for seven starts; a quiet one needs a fifth of it. */
    private static final long START_MS = 300_000;
    /** Until a killed relay is noticed, and its last pictures are past. */
    private static final double NOTICED_MS = 6_000;
    /** Media that stands still for longer would say that nothing moved it. The aim is 2 s on a machine that has time. */
    private static final long MOVED_MS = 6_000;
    /** Media that is not touched; a browser on a busy machine skips this much by itself. */
    private static final long UNTOUCHED_MS = 2_000;

    private static final Pattern CANDIDATE = Pattern.compile("candidate udp (\\S+):(\\d+)");
    private static final Pattern LEFT = Pattern.compile("(\\S+ \\S+) WARN .* has left the cluster");
    private static final Pattern READY = Pattern.compile("is ready after (\\d+) ms");

    @TempDir
    static Path folder;

    /** What fails here is seen in the logs of containers that will be gone. */
    @RegisterExtension
    final TestWatcher explanation = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            System.out.println(call.explain());
            System.out.println(project.compose("ps", "--all"));
            System.out.println(project.compose("logs", "--timestamps", "--tail", "60"));
        }
    };

    private ComposeProject project;
    private ComposeCall call;
    private long startMs;

    @BeforeAll
    void start() {
        assumeTrue(ComposeProject.engineIsThere(), "no Docker Engine with docker compose answers");
        project = new ComposeProject(folder, RELAYS);
        // Long enough for the only gateway of a busy machine to come back.
        // What is looked at are the relays; media that goes around them is DirectMediaSystemTest's.
        project.configure("SessionKeepSeconds=180\n[P2P Settings]\nRoutingPolicy=1\n");
        project.override(roomLimit(500));
        long begunNs = System.nanoTime();
        project.compose("build");
        say("image built of a prebuilt distribution: %.1f s, %d MB", secondsSince(begunNs), imageMb());
        begunNs = System.nanoTime();
        project.compose("up", "--detach", "--wait", "--scale", SCALE);
        startMs = millisSince(begunNs);
        call = new ComposeCall(project, folder);
    }

    /** What docker-compose.override.yml may say; the same file in all steps, so that only what differs is made anew. */
    private static String roomLimit(int members) {
        String limit = "\n    environment: {ANYCHAT_RELAYROOMLIMIT: \"" + members + "\"}";
        return "services:\n  room:" + limit + "\n  room-2:" + limit + "\n";
    }

    private long imageMb() {
        return project.imageBytes() / 1_000_000;
    }

    @AfterAll
    void close() {
        if (call != null) {
            call.close();
        }
        if (project != null) {
            project.close();
            assertEquals("", project.remains());
        }
    }

    @Test
    @Order(1)
    void shouldBecomeHealthyInABoundedTime() {
        Map<String, Long> readyMs = new TreeMap<>();
        for (String container : all()) {
            assertEquals("healthy", project.inspect(container, "{{.State.Health.Status}}"));
            assertEquals("ready", project.inside(container, "/opt/anychat/health ready"));
            assertEquals("alive", project.inside(container, "/opt/anychat/health live"));
            Matcher ready = READY.matcher(project.logs(container));
            assertTrue(ready.find(), container);
            readyMs.put(project.inspect(container, "{{.Name}}"), Long.parseLong(ready.group(1)));
        }
        say("%d containers healthy after %d ms; each ready after its own start, in ms: %s", 7, startMs, readyMs);
        assertEquals(RELAYS + 4, readyMs.size());
        assertTrue(startMs < START_MS, startMs + " ms");
    }

    @Test
    @Order(2)
    void shouldRunWithoutRootRightsOrAWritableRoot() {
        for (String container : all()) {
            assertEquals(
                    "true 10001:10001", project.inspect(container, "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}"));
            assertEquals("10001", project.inside(container, "id -u").trim());
            String status = project.inside(container, "cat /proc/1/status");
            assertTrue(status.matches("(?s).*CapEff:\\s+0{16}\\n.*CapBnd:\\s+0{16}\\n.*NoNewPrivs:\\s+1\\n.*"), status);
            for (String place : List.of("/opt/anychat/lib/x", "/etc/x", "/usr/bin/x")) {
                String refused = project.inside(container, "touch " + place + " 2>&1 || true");
                assertTrue(refused.contains("Read-only file system"), refused);
            }
        }
    }

    @Test
    @Order(3)
    void shouldTellClientsEachRelaysOwnPort() {
        Set<Integer> told = new TreeSet<>();
        for (String relay : project.containers("relay")) {
            String published =
                    project.inspect(relay, "{{(index (index .NetworkSettings.Ports \"8907/udp\") 0).HostPort}}");
            Matcher candidate = CANDIDATE.matcher(project.logs(relay));
            assertTrue(candidate.find(), relay);
            assertEquals(project.address() + ":" + published, candidate.group(1) + ":" + candidate.group(2));
            assertTrue(project.isPublished(Integer.parseInt(published)), published);
            told.add(Integer.parseInt(published));
        }
        assertEquals(RELAYS, told.size());
        say("%d relays found out their ports: %s", RELAYS, told);
    }

    /** What the services say to each other is not to be heard where clients are. */
    @Test
    @Order(4)
    void shouldKeepTheClusterApartFromClients() {
        String relay = project.containers("relay").get(0);
        String address = "{{range $name, $net := .NetworkSettings.Networks}}{{$name}}={{$net.IPAddress}}\n{{end}}";
        for (String network : project.inspect(one("gateway"), address).lines().toList()) {
            boolean ofCluster = network.contains("_cluster=");
            String ip = network.substring(network.indexOf('=') + 1);
            for (int port : List.of(5701, 5702, 8908)) {
                String probe =
                        "timeout 3 bash -c '</dev/tcp/" + ip + "/" + port + "' 2>/dev/null && echo open || echo shut";
                assertEquals(
                        ofCluster ? "open" : "shut",
                        project.inside(relay, probe).trim(),
                        network + " port " + port);
            }
        }
        assertFalse(project.compose("ps").contains("5701->"));
    }

    @Test
    @Order(5)
    void shouldKeepOutAContainerThatDoesNotKnowTheSecret() throws Exception {
        try (CommandProcess stranger = project.stranger(
                "ANYCHAT_SERVICES=room",
                "ANYCHAT_CLUSTERMEMBERS=members",
                "ANYCHAT_CLUSTERSECRET=something that they do not know")) {
            stranger.awaitOutput("has not let this one in");
            assertFalse(stranger.output().contains("is ready"), stranger::output);
        } finally {
            project.removeStranger();
        }
        for (String container : all()) {
            assertEquals("healthy", project.inspect(container, "{{.State.Health.Status}}"));
        }
    }

    /** With a Prometheus made of a package where its image cannot be had: scripts/test-compose.sh. */
    @Test
    @Order(6)
    void shouldGatherTheNumbersOfEveryContainerInTheProfileMonitoring() throws Exception {
        PrometheusQuestions questions = new PrometheusQuestions(project.prometheusPort());
        long begunNs = System.nanoTime();
        project.compose("--profile", "monitoring", "up", "--detach", "--no-deps", "prometheus");
        try {
            questions.await("count(up{job=\"anychat\"} == 1)", RELAYS + 4);
            questions.await("sum(anychat_service_active)", RELAYS + 4);
            questions.await("sum(anychat_room_relays{mode=\"open\"})", RELAYS);
            say(
                    "Prometheus of the profile monitoring has the numbers of %d containers after %.1f s",
                    RELAYS + 4, secondsSince(begunNs));
        } finally {
            project.compose("--profile", "monitoring", "rm", "--stop", "--force", "--volumes", "prometheus");
        }
    }

    @Test
    @Order(7)
    void shouldCarryMediaBothWaysBetweenTwoBrowsers() {
        long begunNs = System.nanoTime();
        call.join(1);
        long seenMs = millisSince(begunNs);
        call.awaitTones();
        say("two browsers joined one after the other: each sees the other after %d ms", seenMs);
        assertEquals(Set.of("Ann", "Ben"), call.awaitMembers(1).keySet());
    }

    @Test
    @Order(8)
    void shouldMoveTheSessionsOfAKilledRelayToAnother() {
        Map<String, Integer> before = call.awaitMembers(1);
        String relay = carriers().get(0);
        call.listen(before.values());

        Instant killed = Instant.now();
        project.kill(relay);

        call.watch(NOTICED_MS);
        call.awaitPictures();
        assertNobodyLost("relay of the room killed, both sessions on another", before, call.standstillMs(), MOVED_MS);
        say("known to the room service after %d ms", knownAfterMs(one("room"), killed));
    }

    @Test
    @Order(9)
    void shouldCarryOneRoomOnTwoRelays() {
        project.override(roomLimit(1));
        long begunNs = System.nanoTime();
        project.compose("up", "--detach", "--wait", "--no-deps", "room");
        say("room made anew with RelayRoomLimit=1 under media: healthy after %.1f s", secondsSince(begunNs));
        call.benAgain(1);
        call.awaitMembers(1);

        Map<String, Long> crossed = new HashMap<>();
        List<String> relays = carriers();
        relays.forEach(relay -> crossed.put(relay, project.bytesWithinCluster(relay)));
        begunNs = System.nanoTime();
        call.watch(5_000);
        double seconds = secondsSince(begunNs);
        List<Long> kbps = relays.stream()
                .map(relay ->
                        Math.round((project.bytesWithinCluster(relay) - crossed.get(relay)) * 8 / 1_000.0 / seconds))
                .toList();
        call.awaitTones();
        say("one room on %d relays: media crosses between them within the cluster, kbit/s into each: %s", 2, kbps);
        assertEquals(2, relays.size());
        kbps.forEach(rate -> assertTrue(rate > 50, "nothing crosses: " + kbps));
    }

    @Test
    @Order(10)
    void shouldMoveTheSessionsOfAKilledRelayOfARoomOnTwo() {
        Map<String, Integer> before = call.awaitMembers(1);
        List<String> relays = carriers();
        call.listen(before.values());

        assertEquals(2, relays.size());
        project.kill(relays.get(1));

        call.watch(NOTICED_MS);
        call.awaitPictures();
        assertNobodyLost("one of the room's two relays killed", before, call.standstillMs(), MOVED_MS);
        assertEquals(1, carriers().size());
    }

    @Test
    @Order(11)
    void shouldGoOnWithoutTheControlContainersThatWereActive() {
        long begunNs = System.nanoTime();
        project.compose(
                "--profile",
                "standby",
                "up",
                "--detach",
                "--wait",
                "--no-deps",
                "license-2",
                "auth-2",
                "room-2",
                "gateway-2");
        say("profile standby added: healthy after %.1f s", secondsSince(begunNs));
        Map<String, Integer> before = call.awaitMembers(1);
        List<String> active = List.of(one("license"), one("auth"), one("room"));
        call.listen(before.values());

        long killedNs = System.nanoTime();
        project.kill(active.toArray(String[]::new));
        long goneMs = millisSince(killedNs);
        Map<String, Integer> after = call.awaitMembers(1);

        say(
                "active license, auth and room killed (the command took %d ms): a new user is in the room after %d ms",
                goneMs, millisSince(killedNs));
        assertEquals(before, after);
        assertNobodyLost("active license, auth and room killed", before, call.standstillMs(), UNTOUCHED_MS);
        active.forEach(container -> assertEquals("exited", project.inspect(container, "{{.State.Status}}")));
    }

    @Test
    @Order(12)
    void shouldLetTheClientsOfAKilledGatewayComeBack() throws Exception {
        BlockingQueue<Reconnected> returns = new LinkedBlockingQueue<>();
        FrameMeter frames = new FrameMeter();
        try (SdkUser dan = new SdkUser(withBothGateways(returns))) {
            assertTrue(ComposeCall.entered(dan, "Dan", 1));
            Map<String, Integer> before = call.awaitMembers(1);
            SdkUser.await(dan.client().subscribe(frames));
            frames.awaitMore(60, SECONDS);
            call.listen(before.values());
            frames.restart();

            String gateway = one("gateway");
            long killedNs = System.nanoTime();
            project.kill(gateway);
            Reconnected back = returns.poll(SECONDS, TimeUnit.SECONDS);
            long backMs = millisSince(killedNs);

            assertNotNull(back);
            assertTrue(back.resumed());
            frames.awaitMore(60, SECONDS);
            say(
                    "gateway killed: a client that knows both goes on at the other after %d ms, longest time without a"
                            + " frame %d ms",
                    backMs, frames.longestGapMs());
            assertTrue(frames.longestGapMs() < UNTOUCHED_MS, frames.longestGapMs() + " ms");
            comeBackOf(gateway, before);
        }
    }

    /** Browsers know the one that has served the page. */
    private void comeBackOf(String gateway, Map<String, Integer> before) {
        long startedNs = System.nanoTime();
        project.start(gateway);
        call.awaitReturn();
        say("gateway started again: both browsers are back with their sessions after %d ms", millisSince(startedNs));
        call.assertHeard("reconnected true");
        assertEquals(before, call.awaitMembers(1));
        long standstillMs = call.standstillMs();
        say("media meanwhile: longest time without a picture %d ms", standstillMs);
        assertTrue(standstillMs < UNTOUCHED_MS, standstillMs + " ms");
    }

    @Test
    @Order(13)
    void shouldStopWithinItsGraceTime() throws Exception {
        Set<String> running = new TreeSet<>();
        for (String container :
                project.compose("--profile", "standby", "ps", "--quiet").lines().toList()) {
            running.add(project.inspect(container, "{{.Name}}").substring(1) + " 0");
        }
        try (CommandProcess ends = project.ends()) {
            long begunNs = System.nanoTime();
            project.compose("--profile", "standby", "down");
            say(
                    "%d containers stopped and removed by docker compose down after %.1f s",
                    running.size(), secondsSince(begunNs));
            for (String end : running) {
                ends.awaitOutput(end.substring(0, end.length() - 1));
            }
            assertEquals(running, new TreeSet<>(ends.output().lines().toList()));
        }
    }

    /** When a process said that another one is gone; its clock is this machine's. */
    private long knownAfterMs(String container, Instant killed) {
        return LEFT.matcher(project.logs(container))
                .results()
                .map(left ->
                        LocalDateTime.parse(left.group(1).replace(' ', 'T')).toInstant(ZoneOffset.UTC))
                .filter(known -> known.isAfter(killed))
                .findFirst()
                .map(known -> Duration.between(killed, known).toMillis())
                .orElseThrow(() -> new AssertionError("nobody left"));
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        SERVICES.forEach(service -> all.addAll(project.containers(service)));
        return all;
    }

    private String one(String service) {
        List<String> containers = project.containers(service);
        assertEquals(1, containers.size(), service);
        return containers.get(0);
    }

    /** The relays to which media goes, the busiest first: publishers and viewers send there all the time. */
    private List<String> carriers() {
        Map<String, Long> before = new HashMap<>();
        List<String> relays = project.running("relay");
        relays.forEach(relay -> before.put(relay, project.datagrams(relay)));
        call.watch(3_000);
        Map<String, Long> more = new HashMap<>();
        relays.forEach(relay -> more.put(relay, project.datagrams(relay) - before.get(relay)));
        return relays.stream()
                .filter(relay -> more.get(relay) > 50)
                .sorted(Comparator.comparingLong((String relay) -> more.get(relay))
                        .reversed())
                .toList();
    }

    private void assertNobodyLost(String what, Map<String, Integer> before, long standstillMs, long boundMs) {
        Map<String, Integer> after = call.awaitMembers(1);
        long lost = before.entrySet().stream()
                .filter(user -> !after.entrySet().contains(user))
                .count();
        say("%s: longest time without a picture %d ms, sessions lost %d", what, standstillMs, lost);
        assertEquals(before, after);
        call.assertHeard();
        assertTrue(standstillMs < boundMs, standstillMs + " ms");
    }

    private AnyChatClient withBothGateways(BlockingQueue<Reconnected> returns) {
        return ComposeCall.client(project)
                .otherServer(project.address(), project.secondTcpPort())
                .listener(new AnyChatListener() {
                    @Override
                    public void onReconnected(Reconnected event) {
                        returns.add(event);
                    }
                })
                .build();
    }

    private static void say(String what, Object... figures) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf("FIGURES " + what + " (load %.1f)%n", append(figures, load));
    }

    private static Object[] append(Object[] figures, double load) {
        Object[] all = Arrays.copyOf(figures, figures.length + 1);
        all[figures.length] = load;
        return all;
    }

    private static long millisSince(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ns);
    }

    private static double secondsSince(long ns) {
        return (System.nanoTime() - ns) / 1e9;
    }
}
