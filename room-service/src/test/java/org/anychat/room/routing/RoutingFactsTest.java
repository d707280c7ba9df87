package org.anychat.room.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingFactsTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId STRANGER = new UserId(99);

    private final RoutingFacts facts = new RoutingFacts();

    @BeforeEach
    void enter() {
        for (int user = 1; user <= 90; user++) {
            facts.enter(new UserId(user), ClientP2pPolicy.SERVER, true);
        }
    }

    private PairFacts pair(long nowNs) {
        return facts.view(nowNs).pair(ANN, BOB);
    }

    private boolean isTrusted(UserId user, long nowNs) {
        return facts.view(nowNs).member(user).trusted();
    }

    @Test
    void shouldForgetWhatHasGrownOld() {
        facts.onNat(ANN, NatBehavior.OPEN, 0);
        facts.onUpBandwidth(ANN, 3_000_000, 0);
        facts.onDelay(ANN, BOB, 40, 0);

        MemberFacts fresh = facts.view(RoutingFacts.FRESH_NS - 1).member(ANN);
        assertEquals(Optional.of(NatBehavior.OPEN), fresh.nat());
        assertEquals(OptionalLong.of(3_000_000), fresh.upBps());
        assertEquals(OptionalInt.of(40), pair(RoutingFacts.FRESH_NS - 1).delayMs());

        MemberFacts old = facts.view(RoutingFacts.FRESH_NS).member(ANN);
        assertEquals(Optional.empty(), old.nat());
        assertEquals(OptionalLong.empty(), old.upBps());
        assertEquals(OptionalInt.empty(), pair(RoutingFacts.FRESH_NS).delayMs());
    }

    @Test
    void shouldBelieveNobodyMoreBandwidthThanThereIs() {
        assertTrue(facts.onUpBandwidth(ANN, Long.MAX_VALUE, 0));
        assertEquals(
                OptionalLong.of(Uplinks.MAX_BELIEVED_BPS),
                facts.view(1).member(ANN).upBps());
    }

    @Test
    void shouldRefuseWhatIsOutOfRangeOrAboutOthersThanMembers() {
        assertFalse(facts.onUpBandwidth(ANN, -1, 0));
        assertFalse(facts.onDelay(ANN, BOB, -1, 0));
        assertFalse(facts.onRelayDelay(ANN, -1));
        assertFalse(facts.onNat(STRANGER, NatBehavior.OPEN, 0));
        assertFalse(facts.onDelay(ANN, STRANGER, 1, 0));
        assertFalse(facts.onConnected(STRANGER, ANN, 0));
        assertFalse(facts.onFailed(ANN, ANN, 0));
        assertEquals(PairFacts.NONE, pair(1));
    }

    @Test
    void shouldTakeTheLongerOfTwoDelaysThatAreClaimed() {
        facts.onDelay(ANN, BOB, 1, 0);
        facts.onDelay(BOB, ANN, 70, 0);
        assertEquals(OptionalInt.of(70), pair(1).delayMs());
    }

    @Test
    void shouldBelieveAConnectionOnceBothSaySo() {
        facts.onConnected(ANN, BOB, 0);
        assertFalse(pair(1).connected());
        facts.onConnected(BOB, ANN, 0);
        assertTrue(pair(1).connected());
    }

    @Test
    void shouldTryLaterAfterEachFailure() {
        facts.onFailed(ANN, BOB, 0);
        assertTrue(pair(RoutingFacts.RETRY_NS - 1).failed());
        assertFalse(pair(RoutingFacts.RETRY_NS).failed());

        facts.onFailed(BOB, ANN, RoutingFacts.RETRY_NS);
        facts.onFailed(ANN, BOB, RoutingFacts.RETRY_NS);
        assertTrue(pair(3 * RoutingFacts.RETRY_NS - 1).failed());
        assertFalse(pair(3 * RoutingFacts.RETRY_NS).failed());
    }

    @Test
    void shouldTryAgainAfterTenMinutesWhateverHasFailed() {
        long nowNs = 0;
        for (int i = 0; i < 100; i++) {
            facts.onFailed(ANN, BOB, nowNs);
            nowNs += RoutingFacts.MAX_RETRY_NS;
            assertFalse(pair(nowNs).failed());
        }
    }

    @Test
    void shouldNotCountAFailureThatIsRepeated() {
        for (int i = 0; i < 50; i++) {
            facts.onFailed(ANN, BOB, i);
        }
        assertFalse(pair(RoutingFacts.RETRY_NS).failed());
    }

    @Test
    void shouldStartAnewAfterALongTimeWithoutFailures() {
        facts.onFailed(ANN, BOB, 0);
        long later = RoutingFacts.MAX_RETRY_NS + RoutingFacts.RETRY_NS;
        facts.onFailed(ANN, BOB, later);
        assertFalse(pair(later + RoutingFacts.RETRY_NS).failed());
    }

    @Test
    void shouldDistrustWhomSeveralOthersHaveFailedToReach() {
        facts.onFailed(new UserId(3), ANN, 0);
        facts.onFailed(new UserId(4), ANN, 0);
        assertTrue(isTrusted(ANN, 1));
        facts.onFailed(new UserId(5), ANN, 0);
        assertFalse(isTrusted(ANN, 1));
        assertTrue(isTrusted(ANN, RoutingFacts.RETRY_NS));
    }

    @Test
    void shouldNotLetAFewSlanderWhomMoreOthersReach() {
        for (int user = 3; user <= 5; user++) {
            facts.onFailed(new UserId(user), ANN, 0);
            facts.onConnected(new UserId(user + 10), ANN, 0);
        }
        assertTrue(isTrusted(ANN, 1));
    }

    @Test
    void shouldNotLetOneSlanderAll() {
        for (int user = 2; user <= 60; user++) {
            facts.onFailed(ANN, new UserId(user), 0);
        }
        for (int user = 2; user <= 60; user++) {
            assertTrue(isTrusted(new UserId(user), 1));
        }
    }

    @Test
    void shouldNotForgetABadNameWhenSomebodyComesAnew() {
        for (int user = 3; user <= 5; user++) {
            facts.onFailed(new UserId(user), ANN, 0);
        }
        facts.leave(ANN);
        facts.enter(ANN, ClientP2pPolicy.SERVER, true);
        assertFalse(isTrusted(ANN, 1));
    }

    @Test
    void shouldKeepWhatWasSaidWhenWishesChange() {
        facts.onUpBandwidth(ANN, 5, 0);
        facts.enter(ANN, ClientP2pPolicy.NEVER, false);
        MemberFacts ann = facts.view(1).member(ANN);
        assertEquals(OptionalLong.of(5), ann.upBps());
        assertEquals(ClientP2pPolicy.NEVER, ann.policy());
        assertFalse(ann.forwards());
    }

    @Test
    void shouldKeepABoundedNumberOfClaimsAndThoseThatAreNewest() {
        for (int user = 2; user <= 2 + RoutingFacts.MAX_CLAIMS; user++) {
            facts.onDelay(ANN, new UserId(user), 10, 0);
        }
        RoutingView view = facts.view(1);
        assertEquals(RoutingFacts.MAX_CLAIMS, view.peers(ANN).size());
        assertEquals(PairFacts.NONE, view.pair(ANN, BOB));
    }

    @Test
    void shouldNotChangeAViewAfterwards() {
        RoutingView view = facts.view(0);
        facts.onDelay(ANN, BOB, 10, 0);
        assertEquals(PairFacts.NONE, view.pair(ANN, BOB));
    }
}
