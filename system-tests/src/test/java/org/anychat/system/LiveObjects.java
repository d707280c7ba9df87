package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a running server holds, asked from outside: live objects of this project's classes after a full collection, and
 * threads.
 */
record LiveObjects(Map<String, Long> instances, List<String> threads) {
    /** What operators are shown of the past: the last ways of users to their rooms, and the last lines of the log. Bounded. */
    private static final Set<String> PAST = Set.of(
            "org.anychat.contracts.GatewayAdminApi$Step",
            "org.anychat.contracts.GatewayAdminApi$Way",
            "org.anychat.contracts.ProcessApi$LogLine",
            "org.anychat.contracts.UserId",
            "org.anychat.gateway.session.SessionTrail");

    /** Far below what a leak in one of the ways to leave would bring. */
    private static final long MADE_ONCE = 10;

    static LiveObjects of(ServerProcess server) {
        Map<String, Long> instances = new TreeMap<>();
        for (String line : jcmd(server, "GC.class_histogram")) {
            // "  12:            34           1088  org.anychat.relay.control.Peer"
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 4 && columns[3].startsWith("org.anychat.") && !PAST.contains(columns[3])) {
                instances.put(columns[3], Long.parseLong(columns[1]));
            }
        }
        List<String> threads = jcmd(server, "Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)))
                .toList();
        return new LiveObjects(instances, threads);
    }

    /**
     * The classes of which there are more now, with by how many. A few of each do not count: what is made once, at its
     * first use, such as the lambda of a report each minute, or the constants of an enum.
     */
    Map<String, Long> grownSince(LiveObjects before) {
        Map<String, Long> grown = new TreeMap<>();
        instances.forEach((type, count) -> {
            long more = count - before.instances.getOrDefault(type, 0L);
            if (more > MADE_ONCE) {
                grown.put(type, more);
            }
        });
        return grown;
    }

    static List<String> jcmd(ServerProcess server, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(server.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader reader = process.inputReader()) {
                return reader.lines().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
