package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs with the Java SDK need no relay between them either, nor do a program and a browser. */
@Timeout(300)
class DirectJavaSystemTest {
    private static final double JOIN_MS = 60_000;
    private static final double ROUTE_MS = 60_000;
    private static final double FLOW_MS = 30_000;
    private static final long QUIET_SECONDS = 60;
    private static final long SETTLE_MS = 2_000;
    private static final long WATCHED_MS = 3_000;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final int SOME = 15;
    private static final int MONITOR_PORT = 9464;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldGoDirectlyBetweenTwoProgramsAndBackWhereThePathBreaks() throws Exception {
        try (NetworkLab lab = new NetworkLab();
                ServerProcess server = serverOn(lab);
                JavaUserProcess ann = user(lab, "ann", 0).inRoom();
                JavaUserProcess ben = user(lab, "ben", 1).inRoom()) {
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            assertTrue(count(lab, "out") > 0, server::output);
            restart(ann, ben);
            int annFrom = ann.mark();
            int benFrom = ben.mark();

            ann.say("policy 1");
            ann.awaitState(annFrom, 2);
            ben.awaitState(benFrom, 2);
            awaitQuietRelay(lab, () -> ann.output() + "\n" + ben.output() + "\n" + server.output());
            figures("Java and Java, relay to direct", ann, ben);
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            assertFlow(server, ann, ben);

            restart(ann, ben);
            annFrom = ann.mark();
            benFrom = ben.mark();
            lab.cut("ann", "ben");
            ann.awaitState(annFrom, 0);
            ben.awaitState(benFrom, 0);
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            figures("Java and Java, direct path cut", ann, ben);
            assertFlow(server, ann, ben);
            assertTrue(within(lab, "out") > 0, server::output);

            annFrom = ann.mark();
            lab.heal("ann", "ben");
            ann.awaitState(annFrom, 2);
        }
    }

    @Test
    void shouldGoDirectlyBetweenAProgramAndABrowserAndBackWhereThePathBreaks() throws Exception {
        try (NetworkLab lab = new NetworkLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                Participant ann =
                        Participant.openOn(lab.machine("ann"), playwright, folder, "Ann", FakeMedia.RED_GREEN)) {
            FlowMeter atAnn = new FlowMeter(ann);
            join(lab, ann);
            try (JavaUserProcess ben = user(lab, "ben", 0).inRoom()) {
                see(ann, server, ben);
                ben.awaitMore(SOME);
                atAnn.restart();
                ben.say("restart");
                int from = ben.mark();

                ben.say("policy 1");
                ben.awaitState(from, 2);
                awaitState(ann, 2, server, ben);
                awaitQuietRelay(
                        lab,
                        () -> ann.page().evaluate("JSON.stringify(window.routes)") + "\n" + ann.console() + "\n"
                                + ben.output() + "\n" + server.output());
                figures("Chromium and Java, relay to direct", atAnn, ben);
                see(ann, server, ben);
                ben.awaitMore(SOME);
                assertFlow(atAnn, ann, server);
                assertFlow(server, ben);

                atAnn.restart();
                ben.say("restart");
                from = ben.mark();
                lab.cut("ann", "ben");
                ben.awaitState(from, 0);
                awaitState(ann, 0, server, ben);
                ben.awaitMore(SOME);
                assertFlow(atAnn, ann, server);
                figures("Chromium and Java, direct path cut", atAnn, ben);
                assertFlow(server, ben);
                see(ann, server, ben);
                assertTrue(within(lab, "out") > 0, server::output);
            }
        }
    }

    private ServerProcess serverOn(NetworkLab lab) throws IOException {
        NetworkLab.Machine machine = lab.machine("server");
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\n[Monitor Settings]\nMonitorPort=" + MONITOR_PORT
                        + "\nMonitorAddress=" + machine.address() + "\n");
        ServerProcess server = ServerProcess.memberOn(machine, folder, Map.of(ServerProcess.ROUTING_POLICY, "2"));
        server.awaitReady();
        return server;
    }

    private static JavaUserProcess user(NetworkLab lab, String name, int policy) {
        return new JavaUserProcess(lab.machine(name), lab.machine("server").address(), name, policy);
    }

    private static void join(NetworkLab lab, Participant participant) {
        participant.join("https://" + lab.machine("server").address() + ":8906/", 1);
        participant.page().waitForFunction("() => window.anychat?.client?.room");
        participant
                .page()
                .evaluate("() => { window.routes = [];"
                        + " window.anychat.client.on('p2pConnectState', (detail) => window.routes.push(detail)); }");
    }

    private static void see(Participant viewer, ServerProcess server, JavaUserProcess ben) {
        try {
            viewer.awaitPictures(List.of(BotProcess.PICTURE), JOIN_MS);
        } catch (AssertionError e) {
            throw new AssertionError(ben.output() + "\n" + server.output(), e);
        }
    }

    private static void awaitState(Participant participant, int state, ServerProcess server, JavaUserProcess ben) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            "state => window.routes.at(-1)?.state === state",
                            state,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(ROUTE_MS)
                                    .setPollingInterval(200));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "the browser never heard of " + state + " but of "
                            + participant.page().evaluate("JSON.stringify(window.routes)") + "\n"
                            + participant.console() + "\n" + ben.output() + "\n" + server.output(),
                    e);
        }
    }

    /** RTP packets to or from the relay so far. */
    private static double count(NetworkLab lab, String direction) {
        return Scrape.of(lab.machine("server").address(), MONITOR_PORT)
                .sum("anychat_relay_rtp_packets_total", "direction=\"" + direction + "\"");
    }

    private static double within(NetworkLab lab, String direction) throws InterruptedException {
        double before = count(lab, direction);
        pause(WATCHED_MS);
        return count(lab, direction) - before;
    }

    /** The relay forwards nothing, and gets nothing to forward. */
    private static void awaitQuietRelay(NetworkLab lab, Supplier<String> context) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        pause(SETTLE_MS);
        while (within(lab, "out") + within(lab, "in") > 0) {
            assertTrue(System.nanoTime() < endNs, () -> "the relay goes on\n" + context.get());
        }
    }

    /** What the relay counts meanwhile is in no event. */
    private static void pause(long ms) throws InterruptedException {
        new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
    }

    private static void restart(JavaUserProcess... users) {
        for (JavaUserProcess user : users) {
            user.say("restart");
        }
    }

    private static void assertFlow(ServerProcess server, JavaUserProcess... users) {
        for (JavaUserProcess user : users) {
            JavaUserProcess.Gaps gaps = user.gaps();
            assertTrue(
                    gaps.pictureMs() <= MOST_GAP_MS && gaps.soundMs() <= MOST_GAP_MS,
                    () -> gaps + "\n" + user.output() + "\n" + server.output());
        }
    }

    private static void assertFlow(FlowMeter meter, Participant participant, ServerProcess server) {
        try {
            meter.awaitMore(SOME, FLOW_MS);
        } catch (AssertionError e) {
            throw new AssertionError(participant.console() + "\n" + server.output(), e);
        }
        assertTrue(
                meter.pictureGapMs() <= MOST_GAP_MS && meter.soundGapMs() <= MOST_GAP_MS,
                () -> gaps(meter) + "\n" + participant.console() + "\n" + server.output());
    }

    private static void figures(String what, JavaUserProcess one, JavaUserProcess other) {
        System.out.println("FIGURES " + what + ": longest without picture and sound at one " + one.gaps()
                + ", at the other " + other.gaps());
    }

    private static void figures(String what, FlowMeter browser, JavaUserProcess program) {
        System.out.println("FIGURES " + what + ": longest without picture and sound at the browser " + gaps(browser)
                + ", at the program " + program.gaps());
    }

    private static String gaps(FlowMeter meter) {
        return meter.pictureGapMs() + " and " + meter.soundGapMs() + " ms";
    }
}
