package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running server uses, asked from outside. It has to run with {@link #TOOL_OPTIONS}.
 *
 * @param heapKiB live objects, after a full collection
 * @param directKiB memory that was allocated outside of the heap, Netty's buffers with it
 * @param rssKiB resident
 * @param threads of Java
 * @param timers that wait
 */
record SoakSample(long heapKiB, long directKiB, long rssKiB, long threads, long timers) {
    static final String TOOL_OPTIONS = "-XX:NativeMemoryTracking=summary";

    private static final int BYTES_PER_KIB = 1024;
    private static final double SLACK = 0.1;
    private static final long SLACK_KIB = 3 * BYTES_PER_KIB;
    private static final long FEW = 10;
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final Pattern TIMERS =
            Pattern.compile(" +\\d+: +(\\d+) +\\d+ +io\\.netty\\.util\\.concurrent\\.ScheduledFutureTask(?: .*)?");
    private static final Pattern OTHER = Pattern.compile("- +Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    static SoakSample of(ServerProcess server) {
        List<String> histogram = LiveObjects.jcmd(server, "GC.class_histogram");
        long threads = LiveObjects.jcmd(server, "Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .count();
        return new SoakSample(
                sum(TOTAL, histogram) / BYTES_PER_KIB,
                sum(OTHER, LiveObjects.jcmd(server, "VM.native_memory summary")),
                sum(RSS, status(server)),
                threads,
                sum(TIMERS, histogram));
    }

    private static List<String> status(ServerProcess server) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** Whether there is not more of anything than there was, but for what is made once or comes and goes. */
    boolean isFlatSince(SoakSample before) {
        return isFlat(before.heapKiB, heapKiB)
                && isFlat(before.directKiB, directKiB)
                && threads <= before.threads + FEW
                && timers <= before.timers + FEW;
    }

    private static boolean isFlat(long before, long now) {
        return now <= before + Math.max(SLACK_KIB, (long) (before * SLACK));
    }

    /** For people. */
    String line() {
        return "heap " + heapKiB + " KiB, direct " + directKiB + " KiB, RSS " + rssKiB + " KiB, " + threads
                + " threads, " + timers + " timers";
    }
}
