package org.anychat.room.routing;

/**
 * What the operator allows.
 *
 * @param ttl the most hops between users from the tree's source to a viewer ({@code RoutingTTL}), 1 to 16; the relay's own
 *     hop to a user counts as one
 * @param mtn how many users a user sends one stream to at most ({@code RoutingMTN}), 1 to 64
 * @param relayRoots whether viewers whom the relay serves may pass the stream on
 */
public record RoutingLimits(int ttl, int mtn, boolean relayRoots) {
    /** As in the manual. */
    public static final RoutingLimits DEFAULT = new RoutingLimits(3, 4);

    /**
     * Checks the ranges.
     *
     * @param ttl 1 to 16
     * @param mtn 1 to 64
     * @param relayRoots whether viewers whom the relay serves may pass the stream on
     */
    public RoutingLimits {
        if (ttl < 1 || ttl > 16 || mtn < 1 || mtn > 64) {
            throw new IllegalArgumentException("RoutingTTL=" + ttl + ", RoutingMTN=" + mtn);
        }
    }

    /**
     * Limits with which viewers whom the relay serves may pass the stream on.
     *
     * @param ttl 1 to 16
     * @param mtn 1 to 64
     */
    public RoutingLimits(int ttl, int mtn) {
        this(ttl, mtn, true);
    }

    /**
     * The same, with none but the publisher as a tree's root.
     *
     * @return the limits
     */
    public RoutingLimits withoutRelayRoots() {
        return new RoutingLimits(ttl, mtn, false);
    }

    /** How deep whom the relay serves counts: where it may pass nothing on, as deep as a tree goes. */
    int relayDepth() {
        return relayRoots ? 1 : ttl;
    }
}
