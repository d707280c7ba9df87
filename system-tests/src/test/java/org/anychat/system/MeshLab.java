package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final String PUBLISHER = "publisher";

    private final MediaLab lab;
    private final JavaUserProcess publisher;
    private final List<JavaUserProcess> viewers = new ArrayList<>();

    private MeshLab(MediaLab lab, JavaUserProcess publisher) {
        this.lab = lab;
        this.publisher = publisher;
    }

    /** Starts a server that makes trees of so many hops, in which nobody sends to more than so many, and a publisher. */
    static MeshLab open(Path folder, int ttl, int mtn) {
        MediaLab lab = MediaLab.open(folder, MediaLab.BY_TREES, "RoutingTTL=" + ttl + "\nRoutingMTN=" + mtn + "\n");
        try {
            JavaUserProcess publisher =
                    JavaUserProcess.publisher(lab.network().machine(PUBLISHER), address(lab), PUBLISHER, UP_BPS);
            return new MeshLab(lab, publisher.inRoom());
        } catch (AssertionError | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private static String address(MediaLab lab) {
        return lab.network().machine(MediaLab.SERVER).address();
    }

    /** Some at a time: each is a program that has to start. */
    void view(int count, int upBps) {
        for (int viewer = 1; viewer <= count; viewer++) {
            String name = "viewer" + viewers.size();
            viewers.add(JavaUserProcess.viewer(lab.network().machine(name), address(lab), name, upBps));
            if (viewer % AT_ONCE == 0 || viewer == count) {
                viewers.forEach(JavaUserProcess::inRoom);
            }
        }
    }

    /** One who passes on what it gets, and something else once it is told to {@code lie}. It is none of {@link #viewers}. */
    JavaUserProcess liar(String lie) {
        return JavaUserProcess.liar(lab.network().machine("liar"), address(lab), "liar", UP_BPS, lie)
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
        lab.network().cut(PUBLISHER, viewer.name());
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
        return lab.relayed(direction);
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
        return all.append('\n').append(lab.server().output()).toString();
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
        lab.close();
    }
}
