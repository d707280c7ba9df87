package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final long START_MS = 1_000_000;
    private static final UserId ANN = new UserId(-2);
    private static final UserId BEN = new UserId(-3);
    private static final UserId CID = new UserId(-4);
    private static final UserId DAN = new UserId(-5);

    private final Attempts attempts = new Attempts(7, 4);

    @Test
    void shouldNumberThem() {
        assertEquals(OptionalInt.of(8), attempts.next(ANN, BEN, 2, START_MS));
        assertEquals(OptionalInt.of(9), attempts.next(CID, BEN, 2, START_MS));
    }

    @Test
    void shouldCountThoseOfAUserWithEverybody() {
        attempts.next(ANN, BEN, 2, START_MS);
        attempts.next(ANN, CID, 2, START_MS + 30_000);

        assertEquals(OptionalInt.empty(), attempts.next(ANN, DAN, 2, START_MS + 59_999));
        assertEquals(OptionalInt.empty(), attempts.next(DAN, ANN, 2, START_MS + 59_999));
        assertEquals(OptionalInt.of(10), attempts.next(DAN, CID, 2, START_MS + 59_999));
        assertEquals(OptionalInt.of(11), attempts.next(ANN, DAN, 2, START_MS + 60_000));
        assertEquals(OptionalInt.empty(), attempts.next(ANN, BEN, 2, START_MS + 89_999));
    }

    @Test
    void shouldForgetWhoHasNotBegunForAMinute() {
        attempts.next(ANN, BEN, 2, START_MS);
        attempts.next(ANN, CID, 2, START_MS + 30_000);

        attempts.next(CID, DAN, 2, START_MS + 60_000);

        assertEquals(3, attempts.users());
    }

    @Test
    void shouldKeepNoMoreUsersThanItMay() {
        for (int i = 0; i < 100; i++) {
            attempts.next(new UserId(-100 - i), new UserId(-1_000 - i), 2, START_MS);
        }

        assertEquals(4, attempts.users());
    }
}
