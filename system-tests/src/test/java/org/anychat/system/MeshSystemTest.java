package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With mesh trees a publisher sends its stream to some viewers directly, those pass it on, and the relay serves the others. */
@Timeout(1200)
class MeshSystemTest {
    private static final int VIEWERS = 8;
    private static final int MTN = 4;
    private static final int FEW = 2;
    /** Programs that view in a full room, besides the one that sends. */
    private static final int MANY = 29;

    private static final int AT_ONCE = 4;
    private static final int BROWSERS = 2;
    private static final int ALONE_BY_RELAY = 1;
    private static final int BY_TREES = 3;
    private static final double JOIN_MS = 120_000;
    private static final int UP_BPS = 20_000_000;
    private static final int DIRECT = 2;
    private static final int SOME = 15;
    private static final long ROUTE_SECONDS = 120;
    private static final long LOOK_MS = 500;
    private static final long WATCHED_MS = 4_000;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final double MOST_REPEATED = 0.5;
    private static final int MONITOR_PORT = 9464;

    @TempDir
    Path folder;

    private final List<JavaUserProcess> viewers = new ArrayList<>();

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldFeedFourOfEightWithoutTheRelay() throws Exception {
        try (NetworkLab lab = new NetworkLab();
                ServerProcess server = serverOn(lab, 1, MTN);
                JavaUserProcess publisher = JavaUserProcess.publisher(
                                lab.machine("publisher"), address(lab), "publisher", UP_BPS)
                        .inRoom()) {
            view(lab, VIEWERS, 0);
            awaitUntil(() -> fed().size() == MTN, server, publisher);
            awaitUntil(() -> copies(lab) <= VIEWERS - MTN + MOST_REPEATED, server, publisher);
            System.out.println("FIGURES stars: packets that the relay sends for each that it gets: " + copies(lab));
            seeAll();

            JavaUserProcess lost = fed().get(0);
            lost.say("restart");
            int from = lost.mark();
            lab.cut("publisher", "viewer" + viewers.indexOf(lost));
            lost.awaitState(from, 0);
            seeAll();
            JavaUserProcess.Gaps gaps = lost.gaps();
            System.out.println("FIGURES edge cut: longest without picture and sound at the viewer " + gaps);
            assertTrue(
                    gaps.pictureMs() <= MOST_GAP_MS && gaps.soundMs() <= MOST_GAP_MS,
                    () -> gaps + "\n" + outputs(server, publisher));
        } finally {
            viewers.forEach(JavaUserProcess::close);
        }
    }

    /** Each sends to two at most, so that the publisher's two send to four, and one of these to the rest. */
    @Test
    void shouldFeedAllByViewersAndGoOnAsTwoOfThemAreKilled() throws Exception {
        try (NetworkLab lab = new NetworkLab();
                ServerProcess server = serverOn(lab, 3, FEW);
                JavaUserProcess publisher = JavaUserProcess.publisher(
                                lab.machine("publisher"), address(lab), "publisher", UP_BPS)
                        .inRoom()) {
            view(lab, VIEWERS, UP_BPS);
            awaitUntil(() -> fed().size() >= FEW, server, publisher);
            // Nobody is fed by a viewer before that one has something to pass on.
            List<JavaUserProcess> first = fed().subList(0, FEW);
            awaitUntil(() -> fed().size() == VIEWERS, server, publisher);
            awaitUntil(() -> copies(lab) <= MOST_REPEATED, server, publisher);
            System.out.println("FIGURES trees: packets that the relay sends for each that it gets: " + copies(lab));
            seeAll();

            viewers.removeAll(first);
            viewers.forEach(viewer -> viewer.say("restart"));
            first.forEach(JavaUserProcess::kill);
            seeAll();
            pause(WATCHED_MS);
            assertGaps("two forwarders of eight killed", server, publisher);
            awaitUntil(() -> copies(lab) <= MOST_REPEATED, server, publisher);
        } finally {
            viewers.forEach(JavaUserProcess::close);
        }
    }

    private void assertGaps(String what, ServerProcess server, JavaUserProcess publisher) {
        long pictureMs = 0;
        long soundMs = 0;
        for (JavaUserProcess viewer : viewers) {
            JavaUserProcess.Gaps gaps = viewer.gaps();
            pictureMs = Math.max(pictureMs, gaps.pictureMs());
            soundMs = Math.max(soundMs, gaps.soundMs());
        }
        System.out.println("FIGURES " + what + ": longest without picture and sound at any viewer " + pictureMs
                + " and " + soundMs + " ms");
        assertTrue(pictureMs <= MOST_GAP_MS && soundMs <= MOST_GAP_MS, () -> outputs(server, publisher));
    }

    /** Browsers take no part in trees: the relay serves them. */
    @Test
    @Tag("slow")
    void shouldRelieveTheRelayInARoomOfThirtyProgramsAndTwoBrowsers() throws Exception {
        try (NetworkLab lab = new NetworkLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab, 3, MTN);
                JavaUserProcess publisher = JavaUserProcess.publisher(
                                lab.machine("publisher"), address(lab), "publisher", UP_BPS)
                        .inRoom();
                Participant ann = browser(lab, playwright, "ann");
                Participant ben = browser(lab, playwright, "ben")) {
            view(lab, MANY, UP_BPS);
            awaitUntil(() -> fed().size() == MANY, server, publisher);
            awaitUntil(() -> copies(lab) <= BROWSERS + MOST_REPEATED, server, publisher);
            double byTrees = copies(lab);
            seeAll();
            assertTrue(sees(ann) && sees(ben));

            List<JavaUserProcess> forwarders =
                    viewers.stream().filter(viewer -> viewer.directWords() > 1).toList();
            List<JavaUserProcess> killed = forwarders.subList(0, Math.max(1, forwarders.size() / 5));
            viewers.removeAll(killed);
            viewers.forEach(viewer -> viewer.say("restart"));
            killed.forEach(JavaUserProcess::kill);
            seeAll();
            pause(WATCHED_MS);
            assertGaps(killed.size() + " of " + forwarders.size() + " forwarders killed", server, publisher);

            setRouting(lab, 3, MTN, ALONE_BY_RELAY);
            server.hangUp();
            int all = viewers.size() + BROWSERS;
            awaitUntil(() -> copies(lab) >= all - MOST_REPEATED, server, publisher);
            double byRelay = copies(lab);
            System.out.println("FIGURES relief: packets that the relay sends for each that it gets, policy 3 " + byTrees
                    + ", policy 1 " + byRelay + " for " + killed.size() + " viewers less");
            assertTrue(byTrees <= byRelay / 5);
        } finally {
            viewers.forEach(JavaUserProcess::close);
        }
    }

    /** One who only views. */
    private Participant browser(NetworkLab lab, Playwright playwright, String name) {
        Participant browser = Participant.openOn(lab.machine(name), playwright, folder, name, FakeMedia.RED_GREEN);
        browser.join("https://" + address(lab) + ":8906/", 1);
        browser.page()
                .waitForFunction(
                        "() => window.anychat?.client?.room",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(JOIN_MS));
        browser.page()
                .evaluate("() => Promise.all([window.anychat.client.closeCamera(),"
                        + " window.anychat.client.closeMicrophone()])");
        return browser;
    }

    private static boolean sees(Participant browser) {
        browser.page()
                .waitForFunction(
                        "() => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0"
                                + " && video.currentTime > 0 && !video.paused)",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(JOIN_MS));
        return true;
    }

    private ServerProcess serverOn(NetworkLab lab, int ttl, int mtn) throws IOException {
        setRouting(lab, ttl, mtn, BY_TREES);
        ServerProcess server = ServerProcess.memberOn(
                lab.machine("server"), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
        server.awaitReady();
        return server;
    }

    private void setRouting(NetworkLab lab, int ttl, int mtn, int policy) throws IOException {
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\nDemoUserLimit=40\n[P2P Settings]\nRoutingPolicy="
                        + policy + "\nRoutingTTL=" + ttl + "\nRoutingMTN=" + mtn
                        + "\n[Monitor Settings]\nMonitorPort=" + MONITOR_PORT + "\nMonitorAddress=" + address(lab)
                        + "\n");
    }

    private static String address(NetworkLab lab) {
        return lab.machine("server").address();
    }

    /** Some at a time: each is a program that has to start. */
    private void view(NetworkLab lab, int count, int upBps) {
        for (int viewer = 0; viewer < count; viewer++) {
            String name = "viewer" + viewer;
            viewers.add(JavaUserProcess.viewer(lab.machine(name), address(lab), name, upBps));
            if (viewers.size() % AT_ONCE == 0 || viewers.size() == count) {
                viewers.forEach(JavaUserProcess::inRoom);
            }
        }
    }

    /** Who gets the stream from another user, or passes it on. */
    private List<JavaUserProcess> fed() {
        return viewers.stream().filter(viewer -> viewer.isInState(DIRECT)).toList();
    }

    private void seeAll() throws InterruptedException {
        for (JavaUserProcess viewer : viewers) {
            viewer.awaitMore(SOME);
        }
    }

    /** How many packets the relay sends for each that the publisher sends it, for a while. */
    private static double copies(NetworkLab lab) {
        double in = count(lab, "in");
        double out = count(lab, "out");
        pause(WATCHED_MS);
        double sent = count(lab, "in") - in;
        assertTrue(sent > 0, "the publisher sends to the relay, too");
        return (count(lab, "out") - out) / sent;
    }

    private static double count(NetworkLab lab, String direction) {
        return Scrape.of(address(lab), MONITOR_PORT)
                .sum("anychat_relay_rtp_packets_total", "direction=\"" + direction + "\"");
    }

    private void awaitUntil(BooleanSupplier condition, ServerProcess server, JavaUserProcess publisher) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUTE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, () -> outputs(server, publisher));
            pause(LOOK_MS);
        }
    }

    private String outputs(ServerProcess server, JavaUserProcess publisher) {
        StringBuilder all = new StringBuilder(publisher.output());
        viewers.forEach(viewer -> all.append('\n').append(viewer.output()));
        return all.append('\n').append(server.output()).toString();
    }

    /** What the relay counts meanwhile is in no event. */
    private static void pause(long ms) {
        try {
            new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
