package org.anychat.room.mesh;

import org.anychat.room.routing.RoutingLimits;

/**
 * Whether streams go along trees, and how far.
 *
 * @param on whether the routing policy is 3
 * @param pairMembers rooms of as many members go by pairs (routing policy 2)
 * @param limits {@code RoutingTTL} and {@code RoutingMTN}
 * @param tryMs how long an attempt may take
 */
public record MeshPolicy(boolean on, int pairMembers, RoutingLimits limits, long tryMs) {
    /** No trees. */
    public static final MeshPolicy OFF = new MeshPolicy(false, 0, RoutingLimits.DEFAULT, 5_000);

    /** In larger rooms plans, one for each publisher, would take the room service's time. */
    static final int MOST_MEMBERS = 200;

    /** A user with all connections that it may have tries each of them, and once more. */
    private static final int ATTEMPTS_PER_MINUTE = 68;

    /**
     * The same with trees, or without.
     *
     * @param isOn whether the routing policy is 3
     * @param pairs rooms of as many members go by pairs
     * @param newLimits how far trees go
     * @return the policy
     */
    public MeshPolicy with(boolean isOn, int pairs, RoutingLimits newLimits) {
        return new MeshPolicy(isOn, pairs, newLimits, tryMs);
    }

    /** Whether a room goes along trees. */
    boolean applies(int members) {
        return on && members > pairMembers && members <= MOST_MEMBERS;
    }

    /** What is planned with: whom the relay serves passes nothing on, as what the relay sends bears no signature. */
    RoutingLimits planned() {
        return limits.withoutRelayRoots();
    }

    /** How often a user may be had try in a minute, with everybody together. */
    int attemptsPerMinute() {
        return ATTEMPTS_PER_MINUTE;
    }
}
