package org.anychat.auth.plugin;

import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.auth.plugin.wire.ChildCodec;

/** What a plug-in sends, on its way to the service's context. Any thread may put something in; what waits is bounded. */
final class Outbox {
    private static final int MAX_WAITING = 1_024;
    private static final int MAX_WAITING_BYTES = 16 * 1024 * 1024;

    private final Delivery delivery;
    private final PluginCounters counters;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger waitingBytes = new AtomicInteger();

    Outbox(Delivery delivery, PluginCounters counters) {
        this.delivery = delivery;
        this.counters = counters;
    }

    /** Takes bytes away, to run {@code done} when they do not wait any more. */
    @FunctionalInterface
    interface Delivery {
        void deliver(int userId, int handle, byte[] data, Runnable done);
    }

    /** Takes bytes for a user; the array is the outbox's from here on. False where they are dropped. */
    boolean send(int userId, int handle, byte[] data) {
        if (data == null || data.length < 1 || data.length > ChildCodec.MAX_DATA_BYTES) {
            counters.count(PluginCounter.SEND_REFUSED);
            return false;
        }
        int bytes = waitingBytes.addAndGet(data.length);
        if (waiting.incrementAndGet() > MAX_WAITING || bytes > MAX_WAITING_BYTES) {
            delivered(data.length);
            counters.count(PluginCounter.SEND_REFUSED);
            return false;
        }
        delivery.deliver(userId, handle, data, () -> delivered(data.length));
        return true;
    }

    private void delivered(int bytes) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-bytes);
    }
}
