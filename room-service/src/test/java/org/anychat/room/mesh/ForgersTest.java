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
        forgers.found(BEN, ANN, 5_000);

        assertFalse(forgers.accuse(BEN, CAT, ANN, 6_000));
        assertTrue(forgers.accuse(BEN, CAT, EVE, 6_000), "of another stream two have said it");
    }

    @Test
    void shouldBelieveInGoodFaithAFewTimesOnly() {
        long nowMs = 0;
        for (int time = 0; time < 3; time++) {
            nowMs += 60_000;
            forgers.found(BEN, ANN, nowMs);
            forgers.accuse(BEN, CAT, ANN, nowMs);
            assertFalse(forgers.accuse(BEN, DAN, ANN, nowMs));
        }

        nowMs += 60_000;
        forgers.found(BEN, ANN, nowMs);
        forgers.accuse(BEN, CAT, ANN, nowMs);
        assertTrue(forgers.accuse(BEN, DAN, ANN, nowMs));
        forgers.found(BEN, ANN, nowMs);
        assertTrue(forgers.has(BEN), "and that stays");
    }
}
