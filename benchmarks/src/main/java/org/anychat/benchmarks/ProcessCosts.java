package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What /proc tells of a process. */
record ProcessCosts(long pid) {
    private static final String RESIDENT = "VmRSS:";
    private static final String CORES = "Cpus_allowed_list:";

    long rssKiB() throws IOException {
        return Long.parseLong(status(RESIDENT).replaceAll("\\D", ""));
    }

    /** Of the cores that it may run on. */
    CoreTime coreTime() throws IOException {
        return CoreTime.of(status(CORES));
    }

    private String status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " has ended"));
    }
}
