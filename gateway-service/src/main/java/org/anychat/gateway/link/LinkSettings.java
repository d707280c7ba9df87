package org.anychat.gateway.link;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.gateway.GatewayCounters;

/**
 * What all links of a gateway share.
 *
 * @param vertx for timers
 * @param limits what one link may do
 * @param nowNs the clock, as {@link System#nanoTime}
 * @param counters where refusals are counted
 */
public record LinkSettings(Vertx vertx, LinkLimits limits, LongSupplier nowNs, GatewayCounters counters) {}
