package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server on a machine of a network lab, users of both kinds on machines of their own, and what the relay counts. */
final class MediaLab implements AutoCloseable {
    /** By the server's policy all media goes by the relay. */
    static final int RELAY_ALONE = 1;
    /** Two users exchange media directly where they can. */
    static final int DIRECT = 2;
    /** A stream goes from user to user. */
    static final int BY_TREES = 3;

    /** The name of the server's machine. */
    static final String SERVER = "server";

    private static final int TCP_PORT = 8906;
    private static final int MONITOR_PORT = 9464;
    private static final double JOIN_MS = 60_000;
    private static final long QUIET_SECONDS = 60;
    private static final long SETTLE_MS = 2_000;
    private static final long WATCHED_MS = 3_000;

    private final Path folder;
    private final NetworkLab network;
    private final ServerProcess server;
    private final String routing;

    private MediaLab(Path folder, NetworkLab network, ServerProcess server, String routing) {
        this.folder = folder;
        this.network = network;
        this.server = server;
        this.routing = routing;
    }

    /** Starts a server with that routing policy in the folder, and waits until it is ready. */
    static MediaLab open(Path folder, int routingPolicy) {
        return open(folder, routingPolicy, "");
    }

    /** The same, with more lines of the ini's section of direct connections, each with its end. */
    static MediaLab open(Path folder, int routingPolicy, String routing) {
        NetworkLab network = new NetworkLab();
        try {
            writeIni(folder, network, routingPolicy, routing);
            ServerProcess server = ServerProcess.memberOn(
                    network.machine(SERVER), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
            server.awaitReady();
            return new MediaLab(folder, network, server, routing);
        } catch (AssertionError | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static void writeIni(Path folder, NetworkLab network, int routingPolicy, String routing) {
        try {
            Files.writeString(
                    folder.resolve("AnyChatCoreServer.ini"),
                    "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\nDemoUserLimit=40\n[P2P Settings]\nRoutingPolicy="
                            + routingPolicy + "\n" + routing + "[Monitor Settings]\nMonitorPort=" + MONITOR_PORT
                            + "\nMonitorAddress="
                            + network.machine(SERVER).address() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NetworkLab network() {
        return network;
    }

    ServerProcess server() {
        return server;
    }

    /** Where the web app is, for browsers on all machines and for the test's own. */
    String pageUrl() {
        return "https://" + network.machine(SERVER).address() + ":" + TCP_PORT + "/";
    }

    /** As an operator does it: writes another policy into the ini, and has the server read that again. */
    void routingPolicy(int policy) {
        writeIni(folder, network, policy, routing);
        server.hangUp();
    }

    /** A program with the Java SDK, on a machine of its name, with a policy of its own for direct connections. */
    JavaUserProcess program(String name, int policy) {
        return new JavaUserProcess(
                network.machine(name), network.machine(SERVER).address(), name, policy);
    }

    /** A bot on a machine, which is as its arguments say. */
    BotProcess bot(String machine, String... arguments) {
        String address = network.machine(SERVER).address() + ":" + TCP_PORT;
        return BotProcess.joinFrom(network.machine(machine), address, arguments);
    }

    /** A browser on a machine. */
    Participant browser(String machine, Playwright playwright, String name, FakeMedia media) {
        return Participant.openOn(network.machine(machine), playwright, folder, name, media);
    }

    /** Has a browser enter room 1, camera and microphone open. */
    void join(Participant participant) {
        participant.join(pageUrl(), 1);
        participant
                .page()
                .waitForFunction(
                        "() => window.anychat?.client?.room",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(JOIN_MS));
    }

    /** The same; {@code window.routes} of the page is what it hears of direct connections from then on. */
    void joinHearingRoutes(Participant participant) {
        join(participant);
        participant
                .page()
                .evaluate("() => { window.routes = [];"
                        + " window.anychat.client.on('p2pConnectState', (detail) => window.routes.push(detail)); }");
    }

    /** What the server has counted so far. */
    double counted(String metric, String... labels) {
        return scrape().sum(metric, labels);
    }

    /** All that the server counts. */
    Scrape scrape() {
        return Scrape.of(network.machine(SERVER).address(), MONITOR_PORT);
    }

    /** RTP packets to users ("out") or from them ("in") so far. */
    double relayed(String direction) {
        return counted("anychat_relay_rtp_packets_total", "direction=\"" + direction + "\"");
    }

    /** The same within a few seconds from now. */
    double relayedWithin(String direction) throws InterruptedException {
        double before = relayed(direction);
        watch();
        return relayed(direction) - before;
    }

    /** Waits until the relay forwards nothing, and gets nothing to forward; the context is for the message. */
    void awaitQuietRelay(Supplier<String> context) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        settle();
        while (relayedWithin("out") + relayedWithin("in") > 0) {
            assertTrue(System.nanoTime() < endNs, () -> "the relay goes on\n" + context.get() + "\n" + server.output());
        }
    }

    /** Lets pass the time in which what is under way comes. */
    static void settle() throws InterruptedException {
        pause(SETTLE_MS);
    }

    /** Lets pass a time long enough to tell what flows from what does not. */
    static void watch() throws InterruptedException {
        pause(WATCHED_MS);
    }

    /** What is counted meanwhile is in no event. */
    private static void pause(long ms) throws InterruptedException {
        new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.close();
        network.close();
    }
}
