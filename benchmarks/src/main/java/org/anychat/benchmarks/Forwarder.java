package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A server under test, in a process of its own, with the load whose media it forwards. */
interface Forwarder extends AutoCloseable {
    String name();

    ProcessCosts costs();

    LoadProcess load();

    /** What its threads have taken since it began. */
    default ThreadTimes threads() throws IOException, InterruptedException {
        long pid = costs().pid();
        return ThreadTimes.of(pid, load().cpuUs(pid));
    }

    /** Lets somebody in who is to publish, watch, or both; peers are the load's, one for each direction. */
    CompletableFuture<Member> join(int room, int number);

    /** Whether it gets faster while it runs, as what a JVM compiles does. */
    default boolean warmsUp() {
        return false;
    }

    /** Lets go of memory that nothing needs, where the server has such; what is left of its heap, 0 without one. */
    default long collectGarbage() throws IOException {
        return 0;
    }

    @Override
    void close();

    /** Somebody in a room. */
    interface Member {
        /** Done when the server has the media connection's keys, or the load has. */
        CompletableFuture<Long> publish(MediaLoad media);

        /** Watches all who publish in the room by now. Done as {@link #publish}. */
        CompletableFuture<Long> watch();

        /** The load's peer that receives. */
        int watchingPeer();

        /** Stops watching and leaves the room; done when the server knows. */
        CompletableFuture<?> leave();
    }
}
