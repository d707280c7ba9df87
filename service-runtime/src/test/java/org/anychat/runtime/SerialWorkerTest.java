package org.anychat.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialWorkerTest {
    private final Vertx vertx = Vertx.vertx();

    /** As a verticle does that is stopped while there is much to do. */
    @Test
    void shouldEndAfterItsLastTaskAndLetItsContextEnd() {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch closed = new CountDownLatch(1);
        Promise<Void> refused = Promise.promise();
        await(vertx.deployVerticle(new AbstractVerticle() {
            private final SerialWorker worker = new SerialWorker(SerialWorkerTest.this.vertx, "serial");

            @Override
            public void start() {
                IntStream.range(0, 100)
                        .forEach(number -> worker.run(() -> {
                            // Vert.x interrupts what is under way when it is closed.
                            while (closed.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                            return done.add(number);
                        }));
            }

            @Override
            public void stop(Promise<Void> stopped) {
                worker.close().onComplete(stopped);
                worker.run(() -> done.add(-1)).onFailure(failure -> refused.complete());
                closed.countDown();
            }
        }));

        await(vertx.close());

        assertTrue(refused.future().isComplete());
        assertEquals(IntStream.range(0, 100).boxed().toList(), done);
    }

    private static void await(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
