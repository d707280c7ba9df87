package org.anychat.room.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.DirectPairs.Verdict;
import org.junit.jupiter.api.Test;

class DirectPairsTest {
    private static final PairFacts CONNECTED = new PairFacts(OptionalInt.empty(), true, false);
    private static final PairFacts FAILED = new PairFacts(OptionalInt.empty(), true, true);

    private static MemberFacts member(int user, ClientP2pPolicy policy, Optional<NatBehavior> nat) {
        return new MemberFacts(new UserId(user), policy, true, nat, OptionalLong.empty(), 0, true);
    }

    private static Verdict judge(Optional<NatBehavior> one, Optional<NatBehavior> other, PairFacts pair) {
        return DirectPairs.judge(
                member(1, ClientP2pPolicy.SERVER, one), member(2, ClientP2pPolicy.SERVER, other), pair);
    }

    /** Of those with UDP only port-restricted with symmetric and symmetric with symmetric do not. */
    @Test
    void shouldKnowWhichNatsReachEachOther() {
        List<NatBehavior> nats = List.of(
                NatBehavior.OPEN,
                NatBehavior.ADDRESS_RESTRICTED,
                NatBehavior.PORT_RESTRICTED,
                NatBehavior.SYMMETRIC,
                NatBehavior.UDP_BLOCKED);
        List<String> reached = nats.stream()
                .map(one -> nats.stream()
                        .map(other -> one.reaches(other) ? "+" : "-")
                        .reduce("", String::concat))
                .toList();
        assertEquals(List.of("++++-", "++++-", "+++--", "++---", "-----"), reached);
    }

    @Test
    void shouldCallAMappingByAddressUnpredictableToo() {
        NatBehavior byAddress = new NatBehavior(NatDependence.ADDRESS_DEPENDENT, NatDependence.ADDRESS_DEPENDENT, true);
        assertEquals(true, byAddress.reaches(NatBehavior.ADDRESS_RESTRICTED));
        assertEquals(false, byAddress.reaches(NatBehavior.PORT_RESTRICTED));
        assertEquals(false, byAddress.reaches(byAddress));
    }

    @Test
    void shouldNotGuessAboutAnUnknownNat() {
        assertEquals(Verdict.UNKNOWN, judge(Optional.empty(), Optional.of(NatBehavior.OPEN), PairFacts.NONE));
        assertEquals(Verdict.POSSIBLE, judge(Optional.empty(), Optional.empty(), CONNECTED));
    }

    @Test
    void shouldBelieveWhatWorksMoreThanWhatNatsLetExpect() {
        Optional<NatBehavior> symmetric = Optional.of(NatBehavior.SYMMETRIC);
        assertEquals(Verdict.IMPOSSIBLE, judge(symmetric, symmetric, PairFacts.NONE));
        assertEquals(Verdict.POSSIBLE, judge(symmetric, symmetric, CONNECTED));
    }

    @Test
    void shouldNotTryAgainAtOnceWhatHasFailed() {
        Optional<NatBehavior> open = Optional.of(NatBehavior.OPEN);
        assertEquals(Verdict.IMPOSSIBLE, judge(open, open, FAILED));
    }

    @Test
    void shouldRespectAClientThatNeverConnects() {
        Optional<NatBehavior> open = Optional.of(NatBehavior.OPEN);
        MemberFacts never = member(1, ClientP2pPolicy.NEVER, open);
        MemberFacts other = member(2, ClientP2pPolicy.SERVER, open);
        assertEquals(Verdict.IMPOSSIBLE, DirectPairs.judge(never, other, CONNECTED));
        assertEquals(Verdict.IMPOSSIBLE, DirectPairs.judge(other, never, CONNECTED));
    }
}
