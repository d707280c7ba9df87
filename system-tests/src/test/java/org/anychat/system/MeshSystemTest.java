package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With mesh trees a publisher sends its stream to some viewers directly, those pass it on, and the relay serves the others. */
@Timeout(600)
class MeshSystemTest {
    private static final int VIEWERS = 8;
    private static final int MTN = 4;
    private static final int FEW = 2;
    private static final int AT_ONCE = 4;
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
            view(lab, 0);
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
            view(lab, UP_BPS);
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

    private ServerProcess serverOn(NetworkLab lab, int ttl, int mtn) throws IOException {
        writeIni(lab, ttl, mtn);
        ServerProcess server = ServerProcess.memberOn(
                lab.machine("server"), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
        server.awaitReady();
        return server;
    }

    private void writeIni(NetworkLab lab, int ttl, int mtn) throws IOException {
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\nDemoUserLimit=40\n[P2P Settings]\nRoutingPolicy=3\nRoutingTTL="
                        + ttl + "\nRoutingMTN=" + mtn
                        + "\n[Monitor Settings]\nMonitorPort=" + MONITOR_PORT + "\nMonitorAddress=" + address(lab)
                        + "\n");
    }

    private static String address(NetworkLab lab) {
        return lab.machine("server").address();
    }

    /** Some at a time: each is a program that has to start. */
    private void view(NetworkLab lab, int upBps) {
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            String name = "viewer" + viewer;
            viewers.add(JavaUserProcess.viewer(lab.machine(name), address(lab), name, upBps));
            if (viewers.size() % AT_ONCE == 0 || viewers.size() == VIEWERS) {
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
