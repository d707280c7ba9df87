package org.anychat.room.direct;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What has come of attempts to do without the relay, of pairs and of edges of mesh trees. Counted on the service's context, read by any thread. */
public final class RouteCounters {
    private final AtomicLong connected = new AtomicLong();
    private final Map<RouteReason, AtomicLong> failed = counters();
    private final Map<RouteReason, AtomicLong> ended = counters();
    private volatile LongConsumer directMs = ms -> {};

    /** Nothing has been tried yet. */
    public RouteCounters() {}

    private static Map<RouteReason, AtomicLong> counters() {
        Map<RouteReason, AtomicLong> counters = new EnumMap<>(RouteReason.class);
        for (RouteReason reason : RouteReason.values()) {
            counters.put(reason, new AtomicLong());
        }
        return counters;
    }

    /**
     * Attempts that have brought about a connection.
     *
     * @return how many so far
     */
    public long connected() {
        return connected.get();
    }

    /**
     * Attempts that were given up before there was a connection.
     *
     * @param why for what reason
     * @return how many so far
     */
    public long failed(RouteReason why) {
        return failed.get(why).get();
    }

    /**
     * Connections that stood, and were given up.
     *
     * @param why for what reason
     * @return how many so far
     */
    public long ended(RouteReason why) {
        return ended.get(why).get();
    }

    /**
     * Hears from now on how long each viewer had to wait for another's media to come directly: since the attempt began, or
     * since the other opened something, whichever was later. It is called on the service's context and must not block.
     *
     * @param observer takes milliseconds; replaces the one before
     */
    public void observeDirect(LongConsumer observer) {
        directMs = observer;
    }

    /** An attempt has brought about a connection. */
    public void onConnected() {
        connected.incrementAndGet();
    }

    /**
     * An attempt was given up, or what had come of it.
     *
     * @param stood whether there was a connection
     * @param why for what reason
     */
    public void onStopped(boolean stood, RouteReason why) {
        (stood ? ended : failed).get(why).incrementAndGet();
    }

    /**
     * A viewer gets something directly.
     *
     * @param ms how long it had to wait for that
     */
    public void onDirect(long ms) {
        directMs.accept(ms);
    }
}
