package org.anychat.room.bus;

import io.vertx.core.Context;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
 * @param random draws numbers that another process is not to draw
 * @param newSalt draws a random salt for a room's password
 * @param counters where it counts
 */
public record Surroundings(
        Context context,
        Bus bus,
        LongSupplier nowNs,
        LongSupplier nowMs,
        RandomGenerator random,
        Supplier<String> newSalt,
        EventCounters<RoomCounter> counters) {}
