package org.anychat.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A thread for what blocks, one task after the other. Its end waits for the tasks under way: those that an executor drops
 * when it is closed keep their context, and so the whole process, from ending. One context.
 */
public final class SerialWorker {
    private final WorkerExecutor executor;
    private boolean closed;

    /**
     * Makes the worker; its thread starts with the first task.
     *
     * @param vertx whose worker it is
     * @param name of its thread
     */
    public SerialWorker(Vertx vertx, String name) {
        executor = vertx.createSharedWorkerExecutor(name, 1, 1, TimeUnit.MINUTES);
    }

    /**
     * Runs a task after those before it.
     *
     * @param task what blocks
     * @param <T> what comes of it
     * @return what has come of it; fails after {@link #close}
     */
    public <T> Future<T> run(Callable<T> task) {
        return closed
                ? Future.failedFuture(new IllegalStateException("the worker is closed"))
                : executor.executeBlocking(task);
    }

    /**
     * Takes no more tasks.
     *
     * @return done when the last one is
     */
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return executor.executeBlocking(() -> null).eventually(executor::close).mapEmpty();
    }
}
