package org.anychat.webrtc.dtls;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The threads of all DTLS associations of a process. The protocol library blocks, so a handshake holds a thread from
 * its first flight to its last; most of that time the thread sleeps until the peer answers, and only a few handshakes
 * compute at the same time, so that a crowd of joining peers leaves processors to the media. One more thread does what
 * connected associations need. All methods may be called from any thread.
 */
public final class DtlsWorkers implements AutoCloseable {
    static final String CLOSED = "the DTLS workers are closed";

    private static final int IDLE_THREAD_SECONDS = 30;
    private static final int JOIN_SECONDS = 5;

    private final BcTlsCrypto crypto;
    private final SecureRandom random;
    private final Semaphore computing;
    private final ThreadPoolExecutor handshakes;
    private final ThreadPoolExecutor records;

    /**
     * Makes the workers with {@link Limits#defaults()}; threads start when they are needed.
     *
     * @param random source of all keys and nonces
     */
    public DtlsWorkers(SecureRandom random) {
        this(Limits.defaults(), random);
    }

    /**
     * Makes the workers; threads start when they are needed.
     *
     * @param limits bounds on handshakes
     * @param random source of all keys and nonces
     */
    public DtlsWorkers(Limits limits, SecureRandom random) {
        this.random = random;
        crypto = new SmallCrypto(random);
        computing = new Semaphore(limits.computing(), true);
        handshakes = pool(limits.handshakes(), "dtls-handshake-", new ArrayBlockingQueue<>(limits.waiting()));
        // At most two tasks per association wait here: one to read its records, one to close it.
        records = pool(1, "dtls-records-", new LinkedBlockingQueue<>());
    }

    /**
     * Bounds on handshakes.
     *
     * @param handshakes in progress at once, at least 2; each holds a thread that mostly sleeps
     * @param computing how many of them may use a processor at the same time
     * @param waiting for a thread; a handshake beyond that fails at once
     */
    public record Limits(int handshakes, int computing, int waiting) {
        /**
         * Checks the ranges.
         *
         * @param handshakes in progress at once, at least 2
         * @param computing of them, at least 1
         * @param waiting for a thread, at least 1
         * @throws IllegalArgumentException if one is out of its range
         */
        public Limits {
            if (handshakes < 2 || computing < 1 || waiting < 1) {
                throw new IllegalArgumentException("limits below 2 handshakes, 1 computing, 1 waiting");
            }
        }

        /**
         * 64 handshakes in progress, two computing per processor, 512 waiting.
         *
         * @return the limits
         */
        public static Limits defaults() {
            return new Limits(64, 2 * Runtime.getRuntime().availableProcessors(), 512);
        }
    }

    /**
     * Runs one handshake between two ends in memory: the first in a process takes half a second, the next some
     * milliseconds. A server does this before it lets anybody in.
     *
     * @return completes when the handshake is done, exceptionally if it failed
     */
    public CompletableFuture<Void> warmUp() {
        // Nobody looks at the dates of this certificate.
        return new WarmUp(this, DtlsCertificate.generate(Instant.EPOCH, random)).run();
    }

    /** Ends all handshakes, which fail, and waits until the threads are gone, at most some seconds. */
    @Override
    public void close() {
        for (Runnable waiting : handshakes.shutdownNow()) {
            ((Handshake) waiting).refuse(CLOSED);
        }
        join(handshakes);
        records.shutdown();
        join(records);
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    Semaphore computing() {
        return computing;
    }

    /** Runs a handshake on a thread of its own, or refuses it at once. */
    void submit(Handshake handshake) {
        try {
            handshakes.execute(handshake);
        } catch (RejectedExecutionException e) {
            String reason = handshakes.isShutdown() ? CLOSED : "too many handshakes";
            execute(() -> handshake.refuse(reason));
        }
    }

    /** Runs a short task that never blocks, in order with all others of its kind. */
    void execute(Runnable task) {
        try {
            records.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** How many handshakes hold a thread or wait for one. */
    int handshakesInProgress() {
        return handshakes.getActiveCount() + handshakes.getQueue().size();
    }

    /** A handshake to be run, or refused, but not both. */
    interface Handshake extends Runnable {
        void refuse(String reason);
    }

    private static ThreadPoolExecutor pool(int threads, String name, BlockingQueue<Runnable> waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, waiting, factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static void join(ThreadPoolExecutor pool) {
        try {
            if (!pool.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
