package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long cores have had nothing to do since the machine began, whoever has them: what the kernel does in threads of its
 * own for a server is in no process's CPU, but it is in this.
 *
 * @param cores how many
 * @param idleUs of all of them
 * @param atNs when
 */
record CoreTime(int cores, long idleUs, long atNs) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final long US_PER_TICK = 10_000;
    private static final long NANOS_PER_US = 1000;

    /** Of some cores, named as taskset and {@code Cpus_allowed_list} name them. */
    static CoreTime of(String cores) throws IOException {
        return parse(Files.readString(STAT), cores(cores), System.nanoTime());
    }

    static CoreTime parse(String stat, Set<Integer> cores, long atNs) {
        long[] ticks = stat.lines()
                .map(line -> line.split(" +", -1))
                .filter(words -> words[0].matches("cpu\\d+") && cores.contains(Integer.valueOf(words[0].substring(3))))
                .mapToLong(words -> Long.parseLong(words[IDLE]) + Long.parseLong(words[IO_WAIT]))
                .toArray();
        return new CoreTime(ticks.length, Arrays.stream(ticks).sum() * US_PER_TICK, atNs);
    }

    /** Numbers and ranges of them, with commas between. */
    static Set<Integer> cores(String list) {
        Set<Integer> cores = new TreeSet<>();
        for (String words : list.split(",", -1)) {
            String[] ends = words.strip().split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** How long the cores have been busy since then, all of them together, in microseconds. */
    long busyUsSince(CoreTime before) {
        long passedUs = (atNs - before.atNs) / NANOS_PER_US * cores;
        return Math.max(0, passedUs - (idleUs - before.idleUs));
    }
}
