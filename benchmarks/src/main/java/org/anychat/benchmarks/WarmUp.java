package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.anychat.benchmarks.ThreadTimes.Kind;

/** Load before anything is measured, until a server is as fast as it gets: what a JVM compiles is compiled beside its work. */
record WarmUp(double seconds) {
    private static final double COLD_SECONDS = 2;
    private static final long STEP_SECONDS = 5;
    /** Of a core, while nothing much is compiled any more. */
    private static final double QUIET_COMPILERS = 0.02;

    private static final double MICROS_PER_SECOND = 1e6;

    /** A JVM's takes at least so many seconds, and at most twice as many: until its compilers have come to rest. */
    void run(Forwarder server) throws IOException, InterruptedException {
        server.load().sending(true);
        if (server.warmsUp()) {
            TimeUnit.MILLISECONDS.sleep((long) (seconds * TimeUnit.SECONDS.toMillis(1)));
            double done = seconds;
            double compiling;
            do {
                compiling = compilers(server);
                done += STEP_SECONDS;
            } while (compiling > QUIET_COMPILERS && done + STEP_SECONDS <= 2 * seconds);
            System.out.printf(
                    "  %s has warmed up for %.0f s; in the last %d s its compilers took %.1f %% of a core%n",
                    server.name(), done, STEP_SECONDS, compiling * 100);
        } else {
            TimeUnit.MILLISECONDS.sleep((long) (COLD_SECONDS * TimeUnit.SECONDS.toMillis(1)));
        }
        server.load().sending(false);
    }

    private static double compilers(Forwarder server) throws IOException, InterruptedException {
        ThreadTimes before = server.threads();
        TimeUnit.SECONDS.sleep(STEP_SECONDS);
        var used = server.threads().since(before);
        long us = 0;
        // A compiler's thread that has nothing to do for a while ends.
        for (Kind kind : new Kind[] {Kind.C1, Kind.C2, Kind.ENDED}) {
            us += used.getOrDefault(kind, ThreadTimes.Cpu.NONE).totalUs();
        }
        return us / MICROS_PER_SECOND / STEP_SECONDS;
    }
}
