package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        each(0, step);
    }

    /** The same, where another one is the first in each round: what the machine does behind one's back meets all. */
    void each(int round, Step step) throws InterruptedException {
        List<Map.Entry<String, Forwarder>> turns = new ArrayList<>(running.entrySet());
        Collections.rotate(turns, turns.isEmpty() ? 0 : -(round % turns.size()));
        for (Map.Entry<String, Forwarder> entry : turns) {
            attempt(entry.getKey(), () -> step.run(entry.getValue()));
        }
    }

    /** Those that are left. */
    Set<String> names() {
        return Set.copyOf(running.keySet());
    }

    private void close(String name) {
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
