package org.anychat.webrtc.dtls;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The threads of all DTLS associations of a process. The protocol library blocks, so a handshake holds a thread from
 * its first flight to its last; most of that time the thread sleeps until the peer answers, and only a few handshakes
 * compute at the same time, so that a crowd of joining peers leaves processors to the media. While all threads are taken
 * and somebody waits, handshakes end whose peers have fallen silent. One more thread does what connected associations
 * need. All methods may be called from any thread.
 */
public final class DtlsWorkers implements AutoCloseable {
    static final String CLOSED = "the DTLS workers are closed";

    private static final int IDLE_THREAD_SECONDS = 30;
    private static final int JOIN_SECONDS = 5;
    private static final int CROWDED_CHECK_MS = 50;

    private final BcTlsCrypto crypto;
    private final SecureRandom random;
    private final ComputingTurns computing;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor records;
    private final HandshakePool handshakes;
    private final Executor later;
    private final AtomicBoolean watching = new AtomicBoolean();

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
        computing = new ComputingTurns(limits.computing());
        // The pool of handshakes has the bound; a thread that has just become free may not be idle yet.
        threads = executor(0, Integer.MAX_VALUE, "dtls-handshake-", new SynchronousQueue<>());
        // At most two tasks per association wait here: one to read its records, one to close it.
        records = executor(1, 1, "dtls-records-", new LinkedBlockingQueue<>());
        records.allowCoreThreadTimeOut(true);
        handshakes = new HandshakePool(limits.handshakes(), limits.waiting(), threads, this::execute);
        later = CompletableFuture.delayedExecutor(CROWDED_CHECK_MS, TimeUnit.MILLISECONDS, this::execute);
    }

    /**
     * Bounds on handshakes.
     *
     * @param handshakes in progress at once, at least 2; each holds a thread that mostly sleeps
     * @param computing how many of them may use a processor at the same time
     * @param waiting for a thread; beyond that one fails at once, of the network that has most waiting
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
         * 256 handshakes in progress, two computing per processor, 512 waiting. All of them stalled at once take 45 MB,
         * two thirds of it stacks.
         *
         * @return the limits
         */
        public static Limits defaults() {
            return new Limits(256, 2 * Runtime.getRuntime().availableProcessors(), 512);
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
        handshakes.close();
        threads.shutdownNow();
        join(threads);
        records.shutdown();
        join(records);
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    ComputingTurns computing() {
        return computing;
    }

    /** Runs a handshake on a thread of its own, now or later, or ends it at once. */
    void submit(HandshakePool.Handshake handshake) {
        handshakes.submit(handshake);
        watch();
    }

    private void watch() {
        if (handshakes.isCrowded() && watching.compareAndSet(false, true)) {
            later.execute(() -> {
                watching.set(false);
                handshakes.makeRoom(System.nanoTime());
                watch();
            });
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

    /**
     * Handshakes that were ended because their peers had fallen silent while others waited for a thread.
     *
     * @return since the start
     */
    public long endedSilent() {
        return handshakes.ended();
    }

    /** How many handshakes hold a thread or wait for one. */
    int handshakesInProgress() {
        return handshakes.size();
    }

    private static ThreadPoolExecutor executor(int core, int most, String name, BlockingQueue<Runnable> waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(core, most, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, waiting, factory);
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
