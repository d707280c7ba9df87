package org.anychat.benchmarks;

import java.io.IOException;

/**
 * Runs a scenario for so long at the most. What it fails with is told in a line, so that the scenarios behind it have
 * their turns.
 *
 * @param goals which keeps what has failed
 * @param limitSeconds after which it is ended
 * @param end ends all that it has started, so that it cannot wait for them any more
 */
record ScenarioRun(GoalTable goals, long limitSeconds, Runnable end) {
    private static final long END_SECONDS = 60;
    private static final long MILLIS = 1000;

    /** A scenario. */
    interface Scenario {
        void run() throws IOException, InterruptedException;
    }

    /** Done when the scenario is, or has been ended. */
    void run(String name, Scenario scenario) throws InterruptedException {
        goals.begin(name);
        Thread thread = new Thread(() -> attempt(name, scenario), name);
        thread.setDaemon(true);
        thread.start();
        thread.join(limitSeconds * MILLIS);
        if (!thread.isAlive()) {
            return;
        }
        goals.failed(
                name,
                new IOException(
                        "not done after " + limitSeconds + " s, at " + GoalTable.place(thread.getStackTrace())));
        thread.interrupt();
        end.run();
        thread.join(END_SECONDS * MILLIS);
    }

    private void attempt(String name, Scenario scenario) {
        try {
            scenario.run();
        } catch (InterruptedException e) {
            // The limit has passed, which is told.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            if (!Thread.interrupted()) {
                goals.failed(name, e);
            }
        }
    }
}
