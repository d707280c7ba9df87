package org.anychat.room.mesh;

import org.anychat.room.direct.Attempts;
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
    /** So many there may come to be before trees end, so that one who comes and goes ends none. */
    static final int MOST_MEMBERS_WITH_TREES = MOST_MEMBERS + MOST_MEMBERS / 10;
    /** How long a room that has become small enough for pairs keeps the edges that it has. */
    static final long CALM_MS = 10_000;

    /**
     * A user tries each of the 30 connections that it may have, and once more, whatever one other does: it uses up no more
     * than what six connections have, and what is for all.
     */
    private static final Attempts.Allowance ATTEMPTS = new Attempts.Allowance(96, 2, 12, 24);

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

    /** Whether a room begins to go along trees. */
    boolean applies(int members) {
        return on && members > pairMembers && members <= MOST_MEMBERS;
    }

    /**
     * Whether a room that has edges keeps them.
     *
     * @param members how many are in it
     * @param smallMs for how long it has been small enough for pairs
     */
    boolean stays(int members, long smallMs) {
        return on && members <= MOST_MEMBERS_WITH_TREES && (members > pairMembers || smallMs < CALM_MS);
    }

    /**
     * Whether a member is to find out about its network: before the room is large enough, too, as it may become so. Who does
     * already goes on for longer, so that one who comes and goes at a bound has nobody begin anew.
     */
    boolean explores(int members, boolean already) {
        return on && members <= (already ? MOST_MEMBERS_WITH_TREES : MOST_MEMBERS);
    }

    /** What is planned with: whom the relay serves passes nothing on, as what the relay sends bears no signature. */
    RoutingLimits planned() {
        return limits.withoutRelayRoots();
    }

    /** How often a user may be had try. */
    Attempts.Allowance attempts() {
        return ATTEMPTS;
    }
}
