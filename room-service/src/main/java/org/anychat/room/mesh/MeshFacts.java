package org.anychat.room.mesh;

import java.util.concurrent.TimeUnit;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.NatBehavior;
import org.anychat.room.routing.RoutingFacts;
import org.anychat.room.routing.RoutingView;

/** What is known of a room's participants, in the planner's terms. */
final class MeshFacts {
    private final RoutingFacts facts = new RoutingFacts();

    /**
     * A participant is there. Its word holds as long as it does not say otherwise; of its NAT nothing is known, so it counts
     * as one of the usual kind until attempts fail.
     *
     * @param trusted whether it may pass on what others publish
     */
    void enter(UserId user, Participant participant, boolean trusted, long nowMs) {
        facts.enter(user, participant.policy(), trusted && participant.forwards());
        refresh(user, participant, nowMs);
    }

    void refresh(UserId user, Participant participant, long nowMs) {
        facts.onNat(user, NatBehavior.PORT_RESTRICTED, ns(nowMs));
        if (participant.upBps() > 0) {
            facts.onUpBandwidth(user, participant.upBps(), ns(nowMs));
        }
    }

    void leave(UserId user) {
        facts.leave(user);
    }

    /** Both say so. */
    void connected(Edge edge, long nowMs) {
        facts.onConnected(edge.parent.user(), edge.child.user(), ns(nowMs));
        facts.onConnected(edge.child.user(), edge.parent.user(), ns(nowMs));
    }

    void failed(UserId reporter, UserId peer, long nowMs) {
        facts.onFailed(reporter, peer, ns(nowMs));
    }

    RoutingView view(long nowMs) {
        return facts.view(ns(nowMs));
    }

    private static long ns(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
