package org.anychat.license.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.SessionId;
import org.junit.jupiter.api.Test;

/** What every version of the store does. */
abstract class SeatStoreContract {
    private static final SessionId ANN = new SessionId("ann");
    private static final SessionId BEN = new SessionId("ben");

    private final SeatStore store = emptyStore();

    abstract SeatStore emptyStore();

    @Test
    void shouldTakeSeatsUpToTheLimit() {
        assertTrue(store.take(ANN, 1));
        assertFalse(store.take(BEN, 1));
        assertEquals(1, store.count());
    }

    @Test
    void shouldLetASessionKeepTheSeatThatItHas() {
        store.take(ANN, 1);
        assertTrue(store.take(ANN, 1));
        assertEquals(1, store.count());
    }

    @Test
    void shouldFreeASeatOnce() {
        store.take(ANN, 2);
        store.take(BEN, 2);
        store.release(ANN);
        store.release(ANN);
        assertEquals(1, store.count());
        assertTrue(store.take(ANN, 2));
    }

    @Test
    void shouldPassASeatOn() {
        store.take(ANN, 1);
        assertTrue(store.replace(ANN, BEN));
        assertFalse(store.replace(ANN, BEN));
        assertEquals(1, store.count());
        assertTrue(store.take(BEN, 1));
    }

    @Test
    void shouldKeepOneSeatWherePassedToItselfOrToAHolder() {
        store.take(ANN, 2);
        assertTrue(store.replace(ANN, ANN));
        assertEquals(1, store.count());
        store.take(BEN, 2);
        assertTrue(store.replace(ANN, BEN));
        assertEquals(1, store.count());
    }

    @Test
    void shouldFreeAllSeats() {
        store.take(ANN, 2);
        store.clear();
        assertEquals(0, store.count());
    }
}
