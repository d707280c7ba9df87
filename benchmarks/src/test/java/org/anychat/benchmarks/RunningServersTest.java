package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RunningServersTest {
    private final GoalTable goals = new GoalTable();
    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldGoOnWithoutAServerThatFails() throws InterruptedException {
        List<String> done = new ArrayList<>();
        try (RunningServers running = running("janus", "anychat")) {
            running.each(server -> {
                if (server.name().equals("janus")) {
                    throw new CompletionException(new IOException("no such feed"));
                }
                done.add(server.name());
            });
            running.each(server -> done.add(server.name()));

            assertEquals(List.of("anychat", "anychat"), done);
            assertEquals(List.of("janus"), closed);
            assertTrue(goals.hasFailed("janus"));
            assertFalse(goals.hasFailed("anychat"));
        }
        assertEquals(List.of("janus", "anychat"), closed);
    }

    @Test
    void shouldGoOnWithoutAServerThatDoesNotStart() throws InterruptedException {
        try (RunningServers running = new RunningServers(
                name -> {
                    throw new IOException("port taken");
                },
                goals)) {
            running.start("mumble", server -> {});

            assertEquals(Set.of(), running.names());
            assertTrue(goals.anyFailed());
        }
    }

    @Test
    void shouldBeginEachRoundWithAnother() throws InterruptedException {
        List<String> done = new ArrayList<>();
        try (RunningServers running = running("anychat", "janus", "mumble")) {
            for (int round = 0; round < 4; round++) {
                running.each(round, server -> done.add(server.name().substring(0, 1)));
            }
        }

        assertEquals("ajmjmamajajm", String.join("", done));
    }

    @Test
    void shouldEndAtAnInterruptWithoutBlamingAnybody() throws InterruptedException {
        try (RunningServers running = running("anychat")) {
            assertThrows(
                    InterruptedException.class,
                    () -> running.each(server -> {
                        Thread.currentThread().interrupt();
                        ForwardingLab.await(new CompletableFuture<>());
                    }));
            assertFalse(goals.anyFailed());
        }
    }

    private RunningServers running(String... names) throws InterruptedException {
        RunningServers running = new RunningServers(Named::new, goals);
        for (String name : names) {
            running.start(name, server -> {});
        }
        return running;
    }

    /** A server that does nothing. */
    private final class Named implements Forwarder {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ProcessCosts costs() {
            return new ProcessCosts(ProcessHandle.current().pid());
        }

        @Override
        public LoadProcess load() {
            throw new UnsupportedOperationException("no load");
        }

        @Override
        public CompletableFuture<Member> join(int room, int number) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("nobody joins"));
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }
}
