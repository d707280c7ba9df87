package org.anychat.room.bus;

import io.vertx.core.Context;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.room.RoomCounter;
import org.anychat.runtime.EventCounters;
import org.anychat.runtime.bus.Bus;

/**
 * What the room service needs from outside.
 *
 * @param context the context that it runs on
 * @param bus where gateways are told
 * @param nowNs a monotonic clock, in nanoseconds
 * @param nowMs the time of day, in milliseconds since 1970
 * @param newSalt draws a random salt for a room's password
 * @param counters where it counts
 */
public record Surroundings(
        Context context,
        Bus bus,
        LongSupplier nowNs,
        LongSupplier nowMs,
        Supplier<String> newSalt,
        EventCounters<RoomCounter> counters) {}
