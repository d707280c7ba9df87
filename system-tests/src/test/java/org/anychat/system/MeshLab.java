package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server that makes mesh trees, a publisher and its viewers, programs of the Java SDK all, each on a machine of its own. */
final class MeshLab implements AutoCloseable {
    /** Enough for two copies of the sample and more. */
    static final int UP_BPS = 20_000_000;

    private static final int DIRECT = 2;
    private static final int SOME = 15;
    private static final int AT_ONCE = 4;
    private static final long ROUTE_SECONDS = 120;
    private static final long LOOK_MS = 500;
    private static final int MONITOR_PORT = 9464;

    private final NetworkLab network;
    private final ServerProcess server;
    private final JavaUserProcess publisher;
    private final List<JavaUserProcess> viewers = new ArrayList<>();

    private MeshLab(NetworkLab network, ServerProcess server, JavaUserProcess publisher) {
        this.network = network;
        this.server = server;
        this.publisher = publisher;
    }

    /** Starts a server that makes trees of so many hops, in which nobody sends to more than so many, and a publisher. */
    static MeshLab open(Path folder, int ttl, int mtn) {
        NetworkLab network = new NetworkLab();
        try {
            return open(network, serverOn(network, folder, ttl, mtn));
        } catch (AssertionError | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static MeshLab open(NetworkLab network, ServerProcess server) {
        try {
            server.awaitReady();
            NetworkLab.Machine machine = network.machine("publisher");
            JavaUserProcess publisher =
                    JavaUserProcess.publisher(machine, address(network), "publisher", UP_BPS);
            return new MeshLab(network, server, publisher.inRoom());
        } catch (AssertionError | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ServerProcess serverOn(NetworkLab network, Path folder, int ttl, int mtn) {
        try {
            Files.writeString(
                    folder.resolve("AnyChatCoreServer.ini"),
                    "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\nDemoUserLimit=40\n[P2P Settings]\nRoutingPolicy=3\nRoutingTTL="
                            + ttl + "\nRoutingMTN=" + mtn
                            + "\n[Monitor Settings]\nMonitorPort=" + MONITOR_PORT + "\nMonitorAddress="
                            + address(network) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ServerProcess.memberOn(
                network.machine("server"), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
    }

    private static String address(NetworkLab network) {
        return network.machine("server").address();
    }

    /** Some at a time: each is a program that has to start. */
    void view(int count, int upBps) {
        for (int viewer = 1; viewer <= count; viewer++) {
            String name = "viewer" + viewers.size();
            viewers.add(JavaUserProcess.viewer(network.machine(name), address(network), name, upBps));
            if (viewer % AT_ONCE == 0 || viewer == count) {
                viewers.forEach(JavaUserProcess::inRoom);
            }
        }
    }

    /** One who passes on what it gets, and something else once it is told to {@code lie}. It is none of {@link #viewers}. */
    JavaUserProcess liar(String lie) {
        return JavaUserProcess.liar(network.machine("liar"), address(network), "liar", UP_BPS, lie)
                .inRoom();
    }

    /** Those who have not been taken out. */
    List<JavaUserProcess> viewers() {
        return viewers;
    }

    JavaUserProcess publisher() {
        return publisher;
    }

    /** Nothing goes between the publisher and a viewer any more. */
    void cut(JavaUserProcess viewer) {
        network.cut("publisher", viewer.name());
    }

    /** Who gets the stream from another user, or passes it on. */
    List<JavaUserProcess> fed() {
        return viewers.stream().filter(viewer -> viewer.isInState(DIRECT)).toList();
    }

    /** Waits until some more of everything has come to each. */
    void seeAll() throws InterruptedException {
        for (JavaUserProcess viewer : viewers) {
            viewer.awaitMore(SOME);
        }
    }

    /** How many packets the relay has got ("in") or sent ("out"). */
    double relayed(String direction) {
        return Scrape.of(address(network), MONITOR_PORT)
                .sum("anychat_relay_rtp_packets_total", "direction=\"" + direction + "\"");
    }

    void awaitUntil(BooleanSupplier condition) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUTE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, this::outputs);
            pause(LOOK_MS);
        }
    }

    /** For the message of a failed test. */
    String outputs() {
        StringBuilder all = new StringBuilder(publisher.output());
        viewers.forEach(viewer -> all.append('\n').append(viewer.output()));
        return all.append('\n').append(server.output()).toString();
    }

    /** What the relay counts meanwhile, and what does not happen, is in no event. */
    static void pause(long ms) {
        try {
            new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        viewers.forEach(JavaUserProcess::close);
        publisher.close();
        server.close();
        network.close();
    }
}
