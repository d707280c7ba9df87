package org.anychat.room.routing;

/** Whether two members may be direct. */
public final class DirectPairs {
    /** An answer. */
    public enum Verdict {
        /** A connection may be planned. */
        POSSIBLE,
        /** Not known: none is planned, and one that is there stays. */
        UNKNOWN,
        /** None is planned, and one that is there ends. */
        IMPOSSIBLE
    }

    private DirectPairs() {}

    /**
     * Judges a pair. A failed attempt counts until the next one is due, whatever is claimed; what both have seen to work
     * counts more than what their NATs let expect. What these do to others says nothing of two who may be on one network.
     *
     * @param one a member
     * @param other another one
     * @param pair what is known of both
     * @return the same for both
     */
    public static Verdict judge(MemberFacts one, MemberFacts other, PairFacts pair) {
        if (pair.failed() || !one.policy().isDirect() || !other.policy().isDirect()) {
            return Verdict.IMPOSSIBLE;
        }
        if (pair.connected()) {
            return Verdict.POSSIBLE;
        }
        if (one.nat().isEmpty() || other.nat().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        boolean mayBeNear = !one.network().isEmpty() && one.network().equals(other.network());
        return mayBeNear || one.nat().get().reaches(other.nat().get()) ? Verdict.POSSIBLE : Verdict.IMPOSSIBLE;
    }
}
