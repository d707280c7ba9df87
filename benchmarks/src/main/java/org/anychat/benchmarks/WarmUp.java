package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.anychat.benchmarks.ThreadTimes.Kind;

/**
 * Load before anything is measured, until a server is as fast as it gets: what a JVM compiles is compiled beside its work.
 * The load stops and begins again, as it does between turns: what a server does then alone has to be compiled too, and what
 * was compiled before the first stop without a branch for it is thrown away at it.
 */
record WarmUp(double seconds) {
    private static final double COLD_SECONDS = 2;
    /** Of load between two stops. */
    private static final long SPELL_SECONDS = 10;

    /** Longer than a stream may be silent before a server takes it for stopped. */
    private static final long STOP_SECONDS = 3;

    /** Of a core, while nothing much is compiled any more: at 15 000 packets a second 0.3 us for each. */
    private static final double QUIET_COMPILERS = 0.005;

    private static final double MICROS_PER_SECOND = 1e6;

    /** A JVM's takes at least so many seconds, and at most twice as many: until its compilers have come to rest. */
    void run(Forwarder server) throws IOException, InterruptedException {
        if (server.warmsUp()) {
            double done = 0;
            double compiling;
            do {
                compiling = spell(server);
                done += SPELL_SECONDS;
            } while (done < seconds || (compiling > QUIET_COMPILERS && done + SPELL_SECONDS <= 2 * seconds));
            System.out.printf(
                    "  %s has warmed up for %.0f s; in the last %d s and a stop its compilers took %.1f %% of a core%n",
                    server.name(), done, SPELL_SECONDS, compiling * 100);
        } else {
            server.load().sending(true);
            TimeUnit.MILLISECONDS.sleep((long) (COLD_SECONDS * TimeUnit.SECONDS.toMillis(1)));
            server.load().sending(false);
        }
    }

    /** A stop, and load; returns what compilers took of a core meanwhile. */
    private static double spell(Forwarder server) throws IOException, InterruptedException {
        ThreadTimes before = server.threads();
        server.load().sending(false);
        TimeUnit.SECONDS.sleep(STOP_SECONDS);
        server.load().sending(true);
        TimeUnit.SECONDS.sleep(SPELL_SECONDS);
        server.load().sending(false);
        var used = server.threads().since(before);
        long us = 0;
        for (Kind kind : new Kind[] {Kind.C1, Kind.C2}) {
            us += used.getOrDefault(kind, ThreadTimes.Cpu.NONE).totalUs();
        }
        return us / MICROS_PER_SECOND / SPELL_SECONDS;
    }
}
