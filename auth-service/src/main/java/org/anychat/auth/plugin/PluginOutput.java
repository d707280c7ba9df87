package org.anychat.auth.plugin;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** What a plug-in says to the log: whole lines, bounded in length and in number. For one thread. */
final class PluginOutput {
    static final int LINES_PER_WINDOW = 100;

    private static final int MAX_LINE = 1_000;
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final LongSupplier nanoClock;
    private final StringBuilder unfinished = new StringBuilder();
    private long windowSinceNs;
    private int lines;

    PluginOutput(Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.nanoClock = nanoClock;
        this.windowSinceNs = nanoClock.getAsLong();
    }

    /** One line of it: bounded, and without characters that would make a second one. */
    static String line(String words) {
        String bounded = words == null ? "" : words.substring(0, Math.min(words.length(), MAX_LINE));
        return bounded.strip().replaceAll("\\p{Cntrl}", " ");
    }

    /** Takes what was printed, and logs what is a line by now. */
    void take(char[] characters, int count) {
        unfinished.append(characters, 0, count);
        for (int end = end(); end > 0; end = end()) {
            log(unfinished.substring(0, end));
            unfinished.delete(0, end);
        }
    }

    private int end() {
        int lineEnd = unfinished.indexOf("\n") + 1;
        return lineEnd == 0 && unfinished.length() >= MAX_LINE ? MAX_LINE : lineEnd;
    }

    private void log(String line) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - windowSinceNs > WINDOW_NS) {
            if (lines > LINES_PER_WINDOW) {
                log.info("{} lines of the plug-in were left out", lines - LINES_PER_WINDOW);
            }
            windowSinceNs = nowNs;
            lines = 0;
        }
        if (lines++ < LINES_PER_WINDOW) {
            log.info("{}", line(line));
        }
    }
}
