package org.anychat.server.log;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells the console when the log file cannot be written, for instance because the disk is full: at most once a minute,
 * since every line that is logged then fails. The logging itself goes on, and so does the server.
 */
final class LogTrouble implements StatusListener {
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final Path file;
    private final PrintStream console;
    private final LongSupplier clockNs;
    private final AtomicLong toldNs;

    LogTrouble(Path file, PrintStream console, LongSupplier clockNs) {
        this.file = file;
        this.console = console;
        this.clockNs = clockNs;
        this.toldNs = new AtomicLong(clockNs.getAsLong() - INTERVAL_NS);
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getLevel() < Status.ERROR || !(status.getThrowable() instanceof IOException failure)) {
            return;
        }
        long nowNs = clockNs.getAsLong();
        long lastNs = toldNs.get();
        if (nowNs - lastNs >= INTERVAL_NS && toldNs.compareAndSet(lastNs, nowNs)) {
            console.println(file + " cannot be written (" + failure.getMessage() + "). The server goes on without it;"
                    + " make room on the disk, or make the file writable.");
        }
    }
}
