package org.anychat.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers of a scenario. One that fails is told of in a line, ended and left out from then on; the others go on. */
final class RunningServers implements AutoCloseable {
    /** What is done with a server. */
    interface Step {
        void run(Forwarder server) throws IOException, InterruptedException;
    }

    /** Starts a server by its name. */
    interface Starter {
        Forwarder start(String name) throws IOException, InterruptedException;
    }

    private final Starter starter;
    private final GoalTable goals;
    private final Map<String, Forwarder> running = new LinkedHashMap<>();

    RunningServers(Starter starter, GoalTable goals) {
        this.starter = starter;
        this.goals = goals;
    }

    /** Starts a server and does the first with it. */
    void start(String name, Step first) throws InterruptedException {
        attempt(name, () -> {
            Forwarder server = starter.start(name);
            running.put(name, server);
            first.run(server);
        });
    }

    /** Does something with each that still runs, one after the other. */
    void each(Step step) throws InterruptedException {
        for (Map.Entry<String, Forwarder> entry : List.copyOf(running.entrySet())) {
            attempt(entry.getKey(), () -> step.run(entry.getValue()));
        }
    }

    /** Whether there is any left. */
    boolean isEmpty() {
        return running.isEmpty();
    }

    /** Ends one before the others. */
    void close(String name) {
        Forwarder server = running.remove(name);
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::close);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void attempt(String name, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            // Whoever interrupts ends the scenario, of which no server is to blame.
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted at " + name);
            }
            goals.failed(name, e);
            close(name);
        }
    }
}
