package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** People who come, publish and go in several lanes at once, each as soon as the one before has gone. Nobody tries twice. */
final class Storm {
    private static final long SECONDS = 60;

    private final Crowd crowd;
    private final int lanes;
    private final int joins;
    private final ConcurrentLinkedQueue<Long> tookMs = new ConcurrentLinkedQueue<>();
    private final Semaphore joined = new Semaphore(0);
    private CompletableFuture<Void> end;

    Storm(Crowd crowd, int lanes, int joinsOfEach) {
        this.crowd = crowd;
        this.lanes = lanes;
        this.joins = joinsOfEach;
    }

    void begin() {
        end = CompletableFuture.allOf(
                IntStream.range(0, lanes).mapToObj(lane -> join(joins)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> join(int left) {
        if (left == 0) {
            return CompletableFuture.completedFuture(null);
        }
        long startNs = System.nanoTime();
        return crowd.comePublishAndGo().thenCompose(gone -> {
            tookMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            joined.release();
            return join(left - 1);
        });
    }

    /** Waits until so many have come and gone. */
    void awaitJoins(int count) throws InterruptedException {
        assertTrue(joined.tryAcquire(count, SECONDS, TimeUnit.SECONDS), "the storm does not begin");
    }

    /** Fails where anybody was refused. */
    void awaitEnd() {
        SdkUser.await(end);
    }

    @Override
    public String toString() {
        List<Long> sorted = tookMs.stream().sorted().toList();
        return sorted.size() + " came, published and went: p50 " + sorted.get(sorted.size() / 2) + " ms, p95 "
                + sorted.get(sorted.size() * 95 / 100) + " ms";
    }
}
