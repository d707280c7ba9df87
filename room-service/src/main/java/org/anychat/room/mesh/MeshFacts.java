package org.anychat.room.mesh;

import java.util.concurrent.TimeUnit;
import org.anychat.contracts.DirectApi.Dependence;
import org.anychat.contracts.DirectApi.Nat;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.NatBehavior;
import org.anychat.room.routing.NatDependence;
import org.anychat.room.routing.RoutingFacts;
import org.anychat.room.routing.RoutingView;

/** What is known of a room's participants, in the planner's terms. */
final class MeshFacts {
    private static final NatBehavior USUAL = NatBehavior.PORT_RESTRICTED;

    private final RoutingFacts facts = new RoutingFacts();

    /**
     * A participant is there. Its word holds as long as it does not say otherwise; what it has not said of its NAT counts as
     * the usual kind until attempts fail.
     *
     * @param trusted whether it may pass on what others publish
     */
    void enter(UserId user, Participant participant, boolean trusted, long nowMs) {
        facts.enter(user, participant.policy(), trusted && participant.forwards());
        facts.onNetwork(user, participant.address());
        refresh(user, participant, nowMs);
    }

    void refresh(UserId user, Participant participant, long nowMs) {
        facts.onNat(user, participant.nat(nowMs).map(MeshFacts::behavior).orElse(USUAL), ns(nowMs));
        // What it no longer knows grows old, and ends nothing; that it has none for others ends what it feeds.
        participant.upBps(nowMs).ifPresent(bps -> facts.onUpBandwidth(user, bps, ns(nowMs)));
    }

    private static NatBehavior behavior(Nat nat) {
        return new NatBehavior(
                dependence(nat.mapping(), USUAL.mapping()), dependence(nat.filtering(), USUAL.filtering()), nat.udp());
    }

    private static NatDependence dependence(Dependence said, NatDependence usual) {
        return switch (said) {
            case INDEPENDENT -> NatDependence.ENDPOINT_INDEPENDENT;
            case ADDRESS -> NatDependence.ADDRESS_DEPENDENT;
            case PORT -> NatDependence.ADDRESS_AND_PORT_DEPENDENT;
            case UNKNOWN -> usual;
        };
    }

    void leave(UserId user) {
        facts.leave(user);
    }

    /** Both say so. */
    void connected(Edge edge, long nowMs) {
        facts.onConnected(edge.parent.user(), edge.child.user(), ns(nowMs));
        facts.onConnected(edge.child.user(), edge.parent.user(), ns(nowMs));
    }

    /** Of two claims the longer way counts. */
    void measured(UserId reporter, UserId peer, int delayMs, long nowMs) {
        facts.onDelay(reporter, peer, delayMs, ns(nowMs));
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
