package org.anychat.room.routing;

import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * A published stream and who watches it.
 *
 * @param id which
 * @param bitrateBps what a copy of it takes, in bit/s, more than 0
 * @param viewers who gets it; the publisher is never one
 */
public record MediaStream(StreamId id, long bitrateBps, Set<UserId> viewers) {
    /**
     * Checks the bitrate.
     *
     * @param id which
     * @param bitrateBps more than 0
     * @param viewers copied
     */
    public MediaStream {
        if (bitrateBps <= 0) {
            throw new IllegalArgumentException("bitrate " + bitrateBps);
        }
        viewers = Set.copyOf(viewers);
    }
}
