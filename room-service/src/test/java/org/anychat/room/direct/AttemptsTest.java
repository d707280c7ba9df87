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

    /** BEN's end again and again; with two others in the room a user may be had try twelve times in a minute. */
    @Test
    void shouldLeaveOthersTheirShareWhateverOneDoes() {
        int taken = 0;
        for (int i = 0; i < 12; i++) {
            taken += attempts.next(ANN, BEN, 12, START_MS + i).isPresent() ? 1 : 0;
        }

        assertEquals(6, taken, "two of its own, and four of what is for all");
        assertEquals(OptionalInt.of(14), attempts.next(CID, ANN, 12, START_MS + 100));
        assertEquals(OptionalInt.of(15), attempts.next(ANN, CID, 12, START_MS + 101));
        assertEquals(OptionalInt.of(16), attempts.next(DAN, ANN, 12, START_MS + 102));
        assertEquals(OptionalInt.empty(), attempts.next(ANN, CID, 12, START_MS + 103), "beyond its share");
        assertEquals(OptionalInt.of(17), attempts.next(BEN, CID, 12, START_MS + 104));
        assertEquals(OptionalInt.of(18), attempts.next(ANN, BEN, 12, START_MS + 60_000));
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
