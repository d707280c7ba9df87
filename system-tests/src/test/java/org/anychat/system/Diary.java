package org.anychat.system;

import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** What happened to whom since a fault, so that one that took long can be understood afterwards. Thread-safe. */
final class Diary {
    /** So many lines tell what was wrong; who is refused 20 times a second for a minute fills no more. */
    private static final int MOST_LINES = 400;

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private volatile long startNs = System.nanoTime();

    /** Begins anew. */
    void restart() {
        lines.clear();
        startNs = System.nanoTime();
    }

    void add(String who, Object what) {
        if (lines.size() < MOST_LINES) {
            long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            lines.add(String.format(Locale.ROOT, "%6d ms  %s: %s", ms, who, what));
        }
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
