package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What /proc tells of a process. */
record ProcessCosts(long pid) {
    /** User and system time of all its threads since it began, in microseconds; the kernel tells it in steps of 10 ms. */
    long cpuUs() throws IOException {
        return threads().whole().totalUs();
    }

    /** The same by its threads. */
    ThreadTimes threads() throws IOException {
        return ThreadTimes.of(pid);
    }

    long rssKiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
