package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Attempts.Allowance;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final long START_MS = 1_000_000;
    private static final UserId ANN = new UserId(-2);
    private static final UserId BEN = new UserId(-3);
    private static final UserId CID = new UserId(-4);
    private static final UserId DAN = new UserId(-5);

    private static final UserId EVE = new UserId(-6);
    /** Each of thirty connections twice, whatever one other does. */
    private static final Allowance EDGES = new Allowance(96, 2, 12, 24);

    private final Attempts attempts = new Attempts(7, 4);

    private static Allowance pairs(int perMinute) {
        return new Allowance(perMinute, 2, 2, 4);
    }

    @Test
    void shouldNumberThem() {
        assertEquals(OptionalInt.of(8), attempts.next(ANN, BEN, pairs(2), START_MS));
        assertEquals(OptionalInt.of(9), attempts.next(CID, BEN, pairs(2), START_MS));
    }

    @Test
    void shouldCountThoseOfAUserWithEverybody() {
        attempts.next(ANN, BEN, pairs(2), START_MS);
        attempts.next(ANN, CID, pairs(2), START_MS + 30_000);

        assertEquals(OptionalInt.empty(), attempts.next(ANN, DAN, pairs(2), START_MS + 59_999));
        assertEquals(OptionalInt.empty(), attempts.next(DAN, ANN, pairs(2), START_MS + 59_999));
        assertEquals(OptionalInt.of(10), attempts.next(DAN, CID, pairs(2), START_MS + 59_999));
        assertEquals(OptionalInt.of(11), attempts.next(ANN, DAN, pairs(2), START_MS + 60_000));
        assertEquals(OptionalInt.empty(), attempts.next(ANN, BEN, pairs(2), START_MS + 89_999));
    }

    /** BEN's end again and again; with two others in the room a user may be had try twelve times in a minute. */
    @Test
    void shouldLeaveOthersTheirShareWhateverOneDoes() {
        int taken = 0;
        for (int i = 0; i < 12; i++) {
            taken += attempts.next(ANN, BEN, pairs(12), START_MS + i).isPresent() ? 1 : 0;
        }

        assertEquals(6, taken, "two of its own, and four of what is for all");
        assertEquals(OptionalInt.of(14), attempts.next(CID, ANN, pairs(12), START_MS + 100));
        assertEquals(OptionalInt.of(15), attempts.next(ANN, CID, pairs(12), START_MS + 101));
        assertEquals(OptionalInt.of(16), attempts.next(DAN, ANN, pairs(12), START_MS + 102));
        assertEquals(OptionalInt.empty(), attempts.next(ANN, CID, pairs(12), START_MS + 103), "beyond its share");
        assertEquals(OptionalInt.of(17), attempts.next(BEN, CID, pairs(12), START_MS + 104));
        assertEquals(OptionalInt.of(18), attempts.next(ANN, BEN, pairs(12), START_MS + 60_000));
    }

    @Test
    void shouldForgetWhoHasNotBegunForAMinute() {
        attempts.next(ANN, BEN, pairs(2), START_MS);
        attempts.next(ANN, CID, pairs(2), START_MS + 30_000);

        attempts.next(CID, DAN, pairs(2), START_MS + 60_000);

        assertEquals(3, attempts.users());
    }

    @Test
    void shouldKeepNoMoreUsersThanItMay() {
        for (int i = 0; i < 100; i++) {
            attempts.next(new UserId(-100 - i), new UserId(-1_000 - i), pairs(2), START_MS);
        }

        assertEquals(4, attempts.users());
    }

    /** One that begins again and again sends ten others its stream, and gets theirs. */
    @Test
    void shouldCountEachDirectionOfTwoByItself() {
        Attempts edges = new Attempts(0, 100);
        int taken = 0;
        for (int round = 0; round < 4; round++) {
            for (int other = 0; other < 10; other++) {
                UserId partner = new UserId(-100 - other);
                taken += edges.next(ANN, partner, ANN, EDGES, START_MS + round).isPresent() ? 1 : 0;
                if (round == 0) {
                    taken += edges.next(partner, ANN, partner, EDGES, START_MS).isPresent() ? 1 : 0;
                }
            }
        }

        assertEquals(50, taken);
    }

    /** It passes on to ANN what ever others publish, who may be with it. */
    @Test
    void shouldLeaveThirtyConnectionsTwoTriesWhateverOneOtherDoes() {
        Attempts edges = new Attempts(0, 1_000);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            UserId publisher = new UserId(-1_000 - i % 200);
            taken += edges.next(EVE, ANN, publisher, EDGES, START_MS + i).isPresent() ? 1 : 0;
        }

        assertEquals(36, taken);
        for (int round = 0; round < 2; round++) {
            for (int other = 0; other < 29; other++) {
                UserId partner = new UserId(-100 - other);
                long nowMs = START_MS + 2_000 + round;
                assertTrue(edges.next(ANN, partner, ANN, EDGES, nowMs).isPresent(), () -> "with " + partner);
            }
        }
    }

    @Test
    void shouldCountPairsAndEdgesApart() {
        Attempts both = new Attempts(0, 100);
        while (both.next(ANN, BEN, ANN, EDGES, START_MS).isPresent()) {
            both.next(ANN, BEN, BEN, EDGES, START_MS);
        }

        assertTrue(both.next(ANN, BEN, pairs(10), START_MS).isPresent());
    }

    @Test
    void shouldBeginElsewhereEachTime() {
        Random random = new Random(4);
        List<Integer> firsts = new ArrayList<>();
        for (int service = 0; service < 100; service++) {
            firsts.add(Attempts.anywhere(random, 4)
                    .next(ANN, BEN, pairs(2), START_MS)
                    .orElseThrow());
        }
        Collections.sort(firsts);

        assertTrue(firsts.get(0) > 0);
        for (int i = 1; i < firsts.size(); i++) {
            assertTrue(firsts.get(i) - firsts.get(i - 1) > 1_000, firsts::toString);
        }
    }

    @Test
    void shouldGoOnWithOneAfterTheLastNumber() {
        Attempts late = new Attempts(Integer.MAX_VALUE - 1, 4);

        assertEquals(OptionalInt.of(Integer.MAX_VALUE), late.next(ANN, BEN, pairs(2), START_MS));
        assertEquals(OptionalInt.of(1), late.next(ANN, BEN, pairs(2), START_MS));
    }
}
