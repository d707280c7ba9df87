package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** What two servers of which one stands by for the other tell each other of bans. Served at {@link Addresses#BAN_EXCHANGE} by auth. */
public interface BanExchangeApi {
    /**
     * Takes over what has been decided at the other server. Of two decisions on a pattern the later one holds; those
     * whose time is not known count for nothing. Repeating it changes nothing.
     *
     * @param request the decisions
     * @return done when they hold
     */
    @BusCall
    Future<Done> merge(MergeBans request);

    /**
     * What has been decided at the other server.
     *
     * @param decisions one for each pattern
     */
    record MergeBans(List<BanDecision> decisions) {}

    /**
     * The last that was decided on a pattern.
     *
     * @param pattern which addresses, in the form of {@link AddressPattern#toString}
     * @param untilMs the end of its ban in milliseconds since 1970, 0 for none
     * @param decidedMs when, in milliseconds since 1970; 0 where that is not known
     * @param admitted whether a ban was taken back
     */
    record BanDecision(String pattern, long untilMs, long decidedMs, boolean admitted) {}
}
