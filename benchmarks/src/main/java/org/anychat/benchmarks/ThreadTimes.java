package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time of a process since it began, by its threads. The kernel knows how long a thread and a process have run to the
 * nanosecond. What part of it was in user mode it only samples, at its ticks: of work that comes in step with them, such as
 * a packet every 20 ms, that may be all or nothing.
 *
 * @param threads those alive, by their ids
 * @param whole of the process, threads that have ended included
 */
record ThreadTimes(Map<Integer, OfThread> threads, Cpu whole) {
    /** What a thread is for, by the name that the kernel knows it by, of which it keeps 15 characters. */
    enum Kind {
        EVENT_LOOPS("event loops, media's among them", "vert\\.x-eventloo"),
        C2("compiler C2", "C2 CompilerThre"),
        C1("compiler C1", "C1 CompilerThre"),
        GC("garbage collector", "GC Thread#|G1 "),
        VM("rest of the JVM", "VM |Sweeper thread|Service Thread|Monitor Deflati"),
        OTHERS("other threads", ""),
        ENDED("threads that have ended", "");

        final String words;
        private final Pattern begin;

        Kind(String words, String begin) {
            this.words = words;
            this.begin = Pattern.compile(begin);
        }

        static Kind of(String threadName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.begin.matcher(threadName).lookingAt())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** In microseconds. */
    record Cpu(long userUs, long systemUs) {
        static final Cpu NONE = new Cpu(0, 0);

        long totalUs() {
            return userUs + systemUs;
        }

        Cpu plus(Cpu other) {
            return new Cpu(userUs + other.userUs, systemUs + other.systemUs);
        }

        Cpu minus(Cpu other) {
            return new Cpu(userUs - other.userUs, systemUs - other.systemUs);
        }
    }

    /** One thread. */
    record OfThread(Kind kind, Cpu cpu) {
        /** The same of another whole, its parts in proportion; of none all is user mode's. */
        OfThread lasting(long us) {
            long steps = cpu.totalUs();
            long systemUs = steps == 0 ? 0 : Math.round((double) us * cpu.systemUs / steps);
            return new OfThread(kind, new Cpu(us - systemUs, systemUs));
        }
    }

    private static final int UTIME = 11;
    private static final int US_PER_TICK = 10_000;
    private static final int NANOS_PER_US = 1000;

    /**
     * Reads them.
     *
     * @param ranUs what the whole process took, by {@link LoadProcess#cpuUs}: /proc tells it in steps of 10 ms
     */
    static ThreadTimes of(long pid, long ranUs) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Map<Integer, OfThread> threads = new HashMap<>();
        List<Path> tasks;
        try (Stream<Path> listed = Files.list(process.resolve("task"))) {
            tasks = listed.toList();
        }
        for (Path task : tasks) {
            try {
                threads.put(
                        Integer.valueOf(task.getFileName().toString()),
                        parse(stat(task)).lasting(ranUs(task)));
            } catch (IOException e) {
                // Of one that has ended meanwhile the process's own sum has what it took.
                if (Files.exists(task)) {
                    throw e;
                }
            }
        }
        return new ThreadTimes(threads, parse(stat(process)).lasting(ranUs).cpu());
    }

    /** What was used since then, by kind. The id of a thread that has ended is not taken for a new one's within a window. */
    Map<Kind, Cpu> since(ThreadTimes before) {
        Map<Kind, Cpu> used = new EnumMap<>(Kind.class);
        Cpu alive = Cpu.NONE;
        for (Map.Entry<Integer, OfThread> entry : threads.entrySet()) {
            OfThread now = entry.getValue();
            OfThread then = before.threads.getOrDefault(entry.getKey(), new OfThread(now.kind(), Cpu.NONE));
            Cpu cpu = now.cpu().minus(then.cpu());
            used.merge(now.kind(), cpu, Cpu::plus);
            alive = alive.plus(cpu);
        }
        Cpu rest = whole.minus(before.whole).minus(alive);
        // Of a thread that runs just now the kernel tells what it took till its last tick, so that a little may be
        // left.
        used.put(Kind.ENDED, new Cpu(Math.max(0, rest.userUs()), Math.max(0, rest.systemUs())));
        return used;
    }

    private static String stat(Path folder) throws IOException {
        return Files.readString(folder.resolve("stat"));
    }

    private static long ranUs(Path task) throws IOException {
        String schedstat = Files.readString(task.resolve("schedstat"));
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' '))) / NANOS_PER_US;
    }

    /** A line of stat: the name stands in parentheses and may have any character in it. */
    static OfThread parse(String stat) {
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ", -1);
        return new OfThread(
                Kind.of(stat.substring(stat.indexOf('(') + 1, end)),
                new Cpu(Long.parseLong(fields[UTIME]) * US_PER_TICK, Long.parseLong(fields[UTIME + 1]) * US_PER_TICK));
    }
}
