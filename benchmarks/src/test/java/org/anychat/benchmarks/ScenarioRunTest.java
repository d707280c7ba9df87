package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ScenarioRunTest {
    private static final long LONG_SECONDS = 600;

    private final GoalTable goals = new GoalTable();

    @Test
    void shouldTellOfAFailureAndLetTheNextRun() throws InterruptedException {
        ScenarioRun runs = new ScenarioRun(goals, LONG_SECONDS, () -> {});
        AtomicBoolean done = new AtomicBoolean();

        runs.run("join", () -> {
            throw new IOException("no such feed");
        });
        assertTrue(goals.hasFailed("join"));
        runs.run("memory", () -> done.set(true));

        assertTrue(done.get());
        assertFalse(goals.hasFailed("join"), "of the scenario before");
        assertTrue(goals.anyFailed());
    }

    @Test
    void shouldTellOfErrorsToo() throws InterruptedException {
        new ScenarioRun(goals, LONG_SECONDS, () -> {}).run("join", () -> {
            throw new NoClassDefFoundError("org/anychat/Missing");
        });

        assertTrue(goals.anyFailed());
    }

    @Test
    void shouldEndAScenarioThatDoesNotEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();

        new ScenarioRun(goals, 1, ended::countDown).run("join", () -> {
            // What waits for a process does not hear an interrupt, but the process's end.
            boolean waiting = true;
            while (waiting) {
                try {
                    ended.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    // Goes on.
                }
            }
            done.set(true);
        });

        assertTrue(goals.hasFailed("join"));
        assertTrue(done.get());
    }
}
