package org.anychat.auth.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.anychat.auth.plugin.wire.FilterCall;

/**
 * The threads that call a plug-in. Each is a lane with a bounded queue of its own; the calls of one user go to one lane
 * and so stay in order. Queues outlive the plug-in: what waits is run by the next one. All methods are for one thread,
 * the service's.
 */
final class PluginWorkers {
    private final List<BlockingDeque<PluginTask>> queues = new ArrayList<>();
    private final Worker[] workers;
    private final List<Worker> lost = new ArrayList<>();
    private final LongSupplier nanoClock;
    private final int capacityPerLane;
    private final AtomicInteger unfinished = new AtomicInteger();
    private LoadedPlugin plugin;

    PluginWorkers(int lanes, int capacityPerLane, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.capacityPerLane = capacityPerLane;
        workers = new Worker[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            queues.add(new LinkedBlockingDeque<>());
        }
    }

    /** Queues a callback; false where its lane is full. */
    boolean submit(PluginTask task) {
        BlockingDeque<PluginTask> queue = queueOf(task);
        return queue.size() < capacityPerLane && put(queue, task);
    }

    /** Queues what a plug-in that is loaded anew is told: not limited, since there is no more of it than users. */
    void restore(PluginTask task) {
        put(queueOf(task), task);
    }

    private BlockingDeque<PluginTask> queueOf(PluginTask task) {
        return queues.get(Math.floorMod(task.call().orderKey(), queues.size()));
    }

    private boolean put(BlockingDeque<PluginTask> queue, PluginTask task) {
        unfinished.incrementAndGet();
        return queue.add(task);
    }

    /** Begins to run what is queued in a plug-in. */
    void attach(LoadedPlugin newPlugin) {
        plugin = newPlugin;
        revive();
    }

    /** Gives every lane a thread again that has lost its own. */
    void revive() {
        for (int lane = 0; lane < workers.length; lane++) {
            if (workers[lane] == null) {
                workers[lane] = new Worker(lane, plugin);
                workers[lane].thread.start();
            }
        }
    }

    /** Stops running; what runs now comes to its own end, what is queued waits for the next plug-in. */
    void detach() {
        for (int lane = 0; lane < workers.length; lane++) {
            abandon(lane);
        }
    }

    /** Gives a thread up that does not come back, and with it its lane until {@link #revive}. */
    void abandon(int lane) {
        Worker worker = workers[lane];
        if (worker != null) {
            worker.end();
            lost.add(worker);
            workers[lane] = null;
        }
    }

    /** The lanes whose callback has been running for longer than a time. */
    List<Integer> hung(long limitNs) {
        long nowNs = nanoClock.getAsLong();
        List<Integer> hung = new ArrayList<>();
        for (int lane = 0; lane < workers.length; lane++) {
            Worker worker = workers[lane];
            if (worker != null && worker.busy && nowNs - worker.sinceNs > limitNs) {
                hung.add(lane);
            }
        }
        return hung;
    }

    /** Threads that were given up and have not come back. */
    int lostThreads() {
        lost.removeIf(worker -> !worker.thread.isAlive());
        return lost.size();
    }

    /** Takes what waits out of the queues. */
    List<PluginTask> discard(Predicate<FilterCall> which) {
        List<PluginTask> discarded = new ArrayList<>();
        for (BlockingDeque<PluginTask> queue : queues) {
            queue.removeIf(task -> which.test(task.call()) && discarded.add(task));
        }
        unfinished.addAndGet(-discarded.size());
        return discarded;
    }

    /** Whether nothing waits and nothing runs. */
    boolean isIdle() {
        return unfinished.get() == 0;
    }

    private final class Worker implements Runnable {
        private final int lane;
        private final LoadedPlugin own;
        private final Thread thread;
        private volatile long sinceNs;
        private volatile boolean busy;
        private volatile boolean ended;

        Worker(int lane, LoadedPlugin own) {
            this.lane = lane;
            this.own = own;
            thread = new Thread(this, "sdk-filter-" + lane);
            thread.setDaemon(true);
        }

        void end() {
            ended = true;
            thread.interrupt();
        }

        @Override
        public void run() {
            try {
                while (!ended) {
                    PluginTask task = queues.get(lane).take();
                    if (own.ended().isDone()) {
                        // For the next one: it did not cost this one's end.
                        queues.get(lane).addFirst(task);
                        return;
                    }
                    sinceNs = nanoClock.getAsLong();
                    busy = true;
                    perform(task);
                    busy = false;
                    unfinished.decrementAndGet();
                }
            } catch (InterruptedException e) {
                // Given up while it had nothing to do.
                Thread.currentThread().interrupt();
            }
        }

        private void perform(PluginTask task) {
            if (task.isExpired()) {
                return;
            }
            try {
                task.done(own.call(lane, task.call()));
            } catch (PluginException e) {
                task.failed(e);
            }
        }
    }
}
