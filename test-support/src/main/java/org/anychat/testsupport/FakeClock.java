package org.anychat.testsupport;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * Time that stands still until a test advances it. Tasks planned for a moment run on the way, in order of time, and
 * see that moment as now. For one thread.
 */
public final class FakeClock {
    private static final long NS_PER_MS = 1_000_000;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final long startNs;
    private final long startEpochMs;
    private long nowNs;
    private long taskNumber;

    /** Starts at a moment far from zero, so that code which takes zero for "never" is found out. */
    public FakeClock() {
        this(1_000_000_000_000L, 1_800_000_000_000L);
    }

    /**
     * Starts at given moments.
     *
     * @param startNs the monotonic clock's first reading, in nanoseconds; negative is as good as positive
     * @param startEpochMs the wall clock's first reading, in milliseconds since 1970
     */
    public FakeClock(long startNs, long startEpochMs) {
        this.startNs = startNs;
        this.startEpochMs = startEpochMs;
        this.nowNs = startNs;
    }

    /**
     * The monotonic clock, in place of {@link System#nanoTime}.
     *
     * @return nanoseconds from an arbitrary origin
     */
    public long nowNs() {
        return nowNs;
    }

    /**
     * The wall clock, in place of {@link System#currentTimeMillis}.
     *
     * @return milliseconds since 1970
     */
    public long epochMs() {
        return startEpochMs + (nowNs - startNs) / NS_PER_MS;
    }

    /**
     * Plans a task. Tasks of the same moment run in the order of planning.
     *
     * @param delayNs from now, in nanoseconds, at least 0
     * @param task runs within an {@code advance}
     */
    public void schedule(long delayNs, Runnable task) {
        if (delayNs < 0) {
            throw new IllegalArgumentException("delayNs " + delayNs);
        }
        tasks.add(new Task(nowNs + delayNs - startNs, taskNumber++, task));
    }

    /**
     * Plans a task for ever, first one interval from now.
     *
     * @param intervalNs in nanoseconds, at least 1
     * @param task gets the moment in nanoseconds
     */
    public void every(long intervalNs, LongConsumer task) {
        if (intervalNs < 1) {
            throw new IllegalArgumentException("intervalNs " + intervalNs);
        }
        schedule(intervalNs, () -> {
            task.accept(nowNs);
            every(intervalNs, task);
        });
    }

    /**
     * Lets time pass and runs what falls due, including what those tasks plan meanwhile.
     *
     * @param durationNs in nanoseconds, at least 0
     */
    public void advanceNs(long durationNs) {
        if (durationNs < 0) {
            throw new IllegalArgumentException("durationNs " + durationNs);
        }
        long end = nowNs + durationNs - startNs;
        while (!tasks.isEmpty() && tasks.peek().sinceStartNs <= end) {
            Task due = tasks.remove();
            nowNs = startNs + due.sinceStartNs;
            due.action.run();
        }
        nowNs = startNs + end;
    }

    /**
     * {@link #advanceNs} in milliseconds.
     *
     * @param durationMs at least 0
     */
    public void advanceMs(long durationMs) {
        advanceNs(durationMs * NS_PER_MS);
    }

    /**
     * {@link #advanceNs} by a duration.
     *
     * @param duration not negative
     */
    public void advance(Duration duration) {
        advanceNs(duration.toNanos());
    }

    private record Task(long sinceStartNs, long number, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(sinceStartNs, other.sinceStartNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
