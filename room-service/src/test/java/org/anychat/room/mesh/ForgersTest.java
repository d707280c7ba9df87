package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class ForgersTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BEN = new UserId(2);
    private static final UserId CAT = new UserId(3);
    private static final UserId DAN = new UserId(4);
    private static final UserId EVE = new UserId(5);

    private final Forgers forgers = new Forgers();

    @Test
    void shouldBelieveTwoAndNotOneWhoSaysItTwice() {
        assertFalse(forgers.accuse(BEN, CAT, ANN, 0));
        assertFalse(forgers.accuse(BEN, CAT, ANN, 60_000));
        assertFalse(forgers.has(BEN));

        assertTrue(forgers.accuse(BEN, DAN, ANN, 120_000));
        assertTrue(forgers.has(BEN));
    }

    @Test
    void shouldTakeBackWhatWasSaidOfOneInGoodFaithAloneForThatStream() {
        forgers.accuse(BEN, CAT, ANN, 0);
        forgers.accuse(BEN, DAN, EVE, 0);
        forgers.found(BEN, ANN, true, 5_000);

        assertFalse(forgers.accuse(BEN, CAT, ANN, 6_000));
        assertTrue(forgers.accuse(BEN, CAT, EVE, 6_000), "of another stream two have said it");
    }

    @Test
    void shouldBelieveInGoodFaithAFewTimesOnly() {
        long nowMs = 0;
        for (int time = 0; time < 3; time++) {
            nowMs += 60_000;
            forgers.found(BEN, ANN, true, nowMs);
            forgers.accuse(BEN, CAT, ANN, nowMs);
            assertFalse(forgers.accuse(BEN, DAN, ANN, nowMs));
        }

        nowMs += 60_000;
        forgers.found(BEN, ANN, true, nowMs);
        forgers.accuse(BEN, CAT, ANN, nowMs);
        assertTrue(forgers.accuse(BEN, DAN, ANN, nowMs));
        forgers.found(BEN, ANN, true, nowMs);
        assertTrue(forgers.has(BEN), "and that stays");
    }

    @Test
    void shouldHoldNothingAgainstForwardersWhereThePublisherItselfSendsWhatIsNotSigned() {
        for (int time = 1; time <= 10; time++) {
            long nowMs = time * 60_000L;
            forgers.found(BEN, ANN, false, nowMs);
            forgers.accuse(BEN, CAT, ANN, nowMs);
            assertFalse(forgers.accuse(BEN, DAN, ANN, nowMs), "time " + time);
        }
    }

    @Test
    void shouldBelieveTwoOfAPublisherAndForgetWhatWasSaidOfItsStream() {
        forgers.accuse(BEN, CAT, ANN, 0); // what DAN says afterwards would be enough
        for (int time = 0; time < 4; time++) {
            forgers.found(DAN, ANN, true, 0);
        }
        assertFalse(forgers.doubt(ANN, BEN));
        assertFalse(forgers.doubt(ANN, BEN));
        assertFalse(forgers.signsNothing(ANN));

        assertTrue(forgers.doubt(ANN, EVE));
        assertTrue(forgers.signsNothing(ANN));
        assertFalse(forgers.accuse(BEN, DAN, ANN, 0), "of that stream nothing counts");
        assertFalse(forgers.accuse(BEN, DAN, EVE, 0), "the first of what counts, and it is believed again");
        assertTrue(forgers.accuse(BEN, CAT, EVE, 0));
    }

    @Test
    void shouldLeaveOneWhoHasLiedOutWhateverBecomesOfThePublisher() {
        forgers.accuse(BEN, CAT, ANN, 0);
        forgers.accuse(BEN, DAN, ANN, 0);

        forgers.doubt(ANN, BEN);
        forgers.doubt(ANN, EVE);

        assertTrue(forgers.has(BEN));
    }

    @Test
    void shouldBelieveOneWhoAccusesEverybodyAFewTimesOnly() {
        for (int other = 10; other < 20; other++) {
            forgers.found(CAT, ANN, true, 0);
            forgers.accuse(new UserId(other), CAT, ANN, 0);
            boolean enough = forgers.accuse(new UserId(other), DAN, ANN, 0);
            assertTrue(enough == other < 13, "user " + other);
        }
    }

    @Test
    void shouldBelieveOneWhoDoubtsEveryPublisherAFewTimesOnly() {
        for (int other = 10; other < 20; other++) {
            forgers.doubt(new UserId(other), CAT);
            boolean enough = forgers.doubt(new UserId(other), new UserId(100 + other));
            assertTrue(enough == other < 13, "publisher " + other);
        }
    }
}
