package org.anychat.auth.source;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Runs a blocking source on a few threads of its own, with a bounded queue before them. */
final class WorkerSource implements UserSource {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 256;
    private static final long BLOCKED_WARNING_S = 30;

    private final String name;
    private final BlockingSource source;
    private final WorkerExecutor workers;
    private final SourceHealth health;
    private final LongSupplier nowNs;
    private final long timeoutNs;
    private final AtomicInteger waiting = new AtomicInteger();

    WorkerSource(Vertx vertx, String name, BlockingSource source, long timeoutMs, LongSupplier nowNs) {
        this.name = name;
        this.source = source;
        this.nowNs = nowNs;
        this.health = new SourceHealth(name, nowNs);
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.workers = vertx.createSharedWorkerExecutor("auth-" + name, THREADS, BLOCKED_WARNING_S, TimeUnit.SECONDS);
    }

    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(Refusals.slow());
        }
        long deadlineNs = nowNs.getAsLong() + timeoutNs;
        return workers.executeBlocking(() -> call(credentials, deadlineNs), false)
                .onComplete(done -> waiting.decrementAndGet());
    }

    private VerifiedUser call(Credentials credentials, long deadlineNs) {
        if (nowNs.getAsLong() - deadlineNs > 0) {
            // Nobody waits for it any more; those behind it may still be in time.
            throw Refusals.slow();
        }
        try {
            VerifiedUser user = source.verify(credentials);
            health.works();
            return user;
        } catch (ServiceException e) {
            report(e);
            throw e;
        } catch (Exception e) {
            health.fails(e);
            throw Refusals.broken(name, "does not work");
        }
    }

    private void report(ServiceException refusal) {
        if (refusal.error() == ServiceError.SERVER_SDK_FAIL) {
            health.fails(refusal);
        } else if (refusal.error() != ServiceError.SERVER_SDK_TIMEOUT) {
            health.works();
        }
    }

    @Override
    public Future<Void> close() {
        return workers.close().eventually(() -> {
            source.close();
            return Future.succeededFuture();
        });
    }
}
