package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.AnyChatClient;
import org.anychat.client.TlsTrust;
import org.anychat.protocol.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The deployment that README tells of, on a real engine, under browsers with real media. {@code ./test.sh --compose} */
@EnabledIfSystemProperty(
        named = "anychat.compose",
        matches = "true",
        disabledReason = "it is run by ./test.sh --compose")
class ComposeSystemTest {
    private static final int RELAYS = 3;
    private static final double JOIN_MS = 120_000;
    private static final double RECOVERY_MS = 300_000;
    private static final Pattern CANDIDATE = Pattern.compile("candidate udp (\\S+):(\\d+)");

    @TempDir
    Path folder;

    @Test
    void shouldServeBrowsersAndOutliveTheLossOfEachService() throws Exception {
        assumeTrue(ComposeProject.engineIsThere(), "no Docker Engine with docker compose answers");
        ComposeProject project = new ComposeProject(folder, RELAYS);
        try (project;
                Playwright playwright = Participant.playwright()) {
            long begunNs = System.nanoTime();
            project.compose("up", "--detach", "--build", "--wait", "--scale", "relay=" + RELAYS);
            say("image built and " + RELAYS + " relays and 4 other services healthy", begunNs);
            requireHardened(project);
            requireRelaysTellTheirOwnPorts(project);
            requireClusterApartFromClients(project);
            try (Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
                    Participant ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW)) {
                explained(project, ann, ben);
            }
            stop(project);
        }
        assertEquals("", project.remains());
    }

    /** What fails here is seen in the logs of containers that will be gone. */
    private static void explained(ComposeProject project, Participant ann, Participant ben) throws Exception {
        try {
            outlive(project, ann, ben);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\npages " + ann.screenshot() + " " + ben.screenshot() + "\n"
                            + project.compose("ps") + "\n" + project.compose("logs", "--tail", "40"),
                    e);
        }
    }

    private static void outlive(ComposeProject project, Participant ann, Participant ben) throws Exception {
        long begunNs = System.nanoTime();
        ann.join(project.pageUrl(), 1);
        ben.join(project.pageUrl(), 1);
        awaitBoth(ann, ben, JOIN_MS);
        say("two browsers joined: each sees the other", begunNs);

        long killedNs = forget(ann, ben);
        project.crash(busiestRelay(project));
        awaitBoth(ann, ben, RECOVERY_MS);
        say("relay of the room killed: both pictures are there again", killedNs);

        forget(ann, ben);
        killedNs = System.nanoTime();
        project.crash(one(project, "room"));
        project.crash(one(project, "auth"));
        login(project);
        say("room and auth killed at once: a new user logs in, and sees both others", killedNs);
        awaitBoth(ann, ben, RECOVERY_MS);
        double gapMs = Math.max(longestGapMs(ann), longestGapMs(ben));
        System.out.printf("longest time without a picture meanwhile: %.0f ms%n", gapMs);
        assertTrue(gapMs < 3_000, "media stood still for " + gapMs + " ms");

        killedNs = forget(ann, ben);
        project.crash(one(project, "gateway"));
        // Media goes on meanwhile, so that pictures say nothing: the new gateway knows only who has come back.
        login(project);
        say("the only gateway killed: it runs again, and both browsers are back in the room by themselves", killedNs);
        forget(ann, ben);
        awaitBoth(ann, ben, RECOVERY_MS);
    }

    private static void awaitBoth(Participant ann, Participant ben, double timeoutMs) {
        ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), timeoutMs);
        ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), timeoutMs);
    }

    /** From now on only new frames count. */
    private static long forget(Participant... all) {
        for (Participant participant : all) {
            participant.page().evaluate("window.anychatProbe.forget()");
        }
        return System.nanoTime();
    }

    private static double longestGapMs(Participant viewer) {
        Map<?, ?> report = (Map<?, ?>) viewer.page().evaluate("window.anychatProbe.report()");
        Map<?, ?> video = (Map<?, ?>) ((List<?>) report.get("videos")).get(0);
        return ((Number) video.get("longestGapMs")).doubleValue();
    }

    private static String one(ComposeProject project, String service) {
        List<String> containers = project.containers(service);
        assertEquals(1, containers.size(), service);
        return containers.get(0);
    }

    /** The one to which media goes: each viewer and publisher sends there all the time. */
    private static String busiestRelay(ComposeProject project) {
        Map<String, Long> before = new HashMap<>();
        List<String> relays = project.containers("relay");
        relays.forEach(relay -> before.put(relay, project.datagrams(relay)));
        return relays.stream()
                .max(Comparator.comparingLong(relay -> project.datagrams(relay) - before.get(relay)))
                .orElseThrow();
    }

    private static void login(ComposeProject project) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) RECOVERY_MS);
        Set<String> names = Set.of();
        while (!names.equals(Set.of("Ann", "Ben", "Cho"))) {
            assertTrue(System.nanoTime() < deadlineNs, "Cho sees " + names);
            names = namesSeenBy(project, "Cho");
        }
    }

    /** Empty where the user could not get in yet. */
    private static Set<String> namesSeenBy(ComposeProject project, String name) throws Exception {
        try (AnyChatClient client = AnyChatClient.builder()
                .server(project.address(), project.tcpPort())
                .tls(TlsTrust.trustAll())
                .build()) {
            boolean inside = SdkUser.codeOf(client.connect()) == 0
                    && SdkUser.codeOf(client.login(name, "")) == 0
                    && SdkUser.codeOf(client.enterRoom(1, "")) == 0;
            if (!inside) {
                return Set.of();
            }
            Set<String> names = new TreeSet<>();
            SdkUser.await(client.snapshot()).users().stream().map(User::name).forEach(names::add);
            return names;
        }
    }

    private static void requireHardened(ComposeProject project) {
        for (String service : List.of("license", "auth", "room", "relay", "gateway")) {
            for (String container : project.containers(service)) {
                assertEquals("10001", project.inside(container, "id -u").trim(), service);
                assertEquals("ready", project.inside(container, "/opt/anychat/health ready"), service);
                assertEquals("alive", project.inside(container, "/opt/anychat/health live"), service);
                assertEquals("true", project.inspect(container, "{{.HostConfig.ReadonlyRootfs}}"), service);
                String refused = project.inside(container, "touch /opt/anychat/x 2>&1 || true");
                assertTrue(refused.contains("Read-only file system"), refused);
            }
        }
    }

    private static void requireRelaysTellTheirOwnPorts(ComposeProject project) {
        Set<Integer> told = new TreeSet<>();
        for (String relay : project.containers("relay")) {
            String published =
                    project.inspect(relay, "{{(index (index .NetworkSettings.Ports \"8907/udp\") 0).HostPort}}");
            Matcher candidate = CANDIDATE.matcher(project.inside(relay, "cat /var/lib/anychat/AnyChatCoreServer.log"));
            assertTrue(candidate.find(), relay);
            assertEquals(project.address() + ":" + published, candidate.group(1) + ":" + candidate.group(2));
            assertTrue(project.isPublished(Integer.parseInt(published)), published);
            told.add(Integer.parseInt(published));
        }
        assertEquals(RELAYS, told.size());
        System.out.println("relays found out their ports: " + told);
    }

    /** What the services say to each other is not to be heard where clients are. */
    private static void requireClusterApartFromClients(ComposeProject project) {
        String relay = project.containers("relay").get(0);
        String gateway = one(project, "gateway");
        String address = "{{range $name, $net := .NetworkSettings.Networks}}{{$name}}={{$net.IPAddress}}\n{{end}}";
        for (String network : project.inspect(gateway, address).lines().toList()) {
            boolean ofCluster = network.contains("_cluster=");
            String ip = network.substring(network.indexOf('=') + 1);
            for (int port : List.of(5701, 5702, 8908)) {
                String probe =
                        "timeout 3 bash -c '</dev/tcp/" + ip + "/" + port + "' 2>/dev/null && echo open || echo shut";
                assertEquals(
                        ofCluster && port != 8908 ? "open" : "shut",
                        project.inside(relay, probe).trim(),
                        network + " port " + port);
            }
        }
        assertFalse(project.compose("ps").contains("5701->"));
    }

    private static void stop(ComposeProject project) {
        long begunNs = System.nanoTime();
        List<String> all = project.compose("ps", "--quiet").lines().toList();
        project.compose("stop");
        say("all " + all.size() + " containers stopped", begunNs);
        for (String container : all) {
            assertEquals(
                    "exited 0",
                    project.inspect(container, "{{.State.Status}} {{.State.ExitCode}}"),
                    () -> project.compose("logs", "--tail", "20"));
        }
    }

    private static void say(String what, long sinceNs) {
        System.out.printf("%s after %.1f s%n", what, (System.nanoTime() - sinceNs) / 1e9);
    }
}
