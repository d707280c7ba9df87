package org.anychat.license.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.anychat.contracts.LicenseApi.Seats;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.license.store.InMemorySeatStore;
import org.anychat.license.store.SeatStore;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeatingTest {
    private static final SessionId ANN = new SessionId("ann");
    private static final SessionId BEN = new SessionId("ben");
    private static final SessionId CLEO = new SessionId("cleo");

    @RegisterExtension
    private final SeededRandom seeded = new SeededRandom();

    private final Seating seating = new Seating(new InMemorySeatStore(), SeatLimit.demo(2));

    @Test
    void shouldRefuseWith105WhereAllSeatsAreTaken() {
        seating.acquire(ANN, null);
        assertEquals(new Seats(2, 2), seating.acquire(BEN, null));
        ServiceException refusal = assertThrows(ServiceException.class, () -> seating.acquire(CLEO, null));
        assertEquals(ServiceError.CONNECT_FUNC_LIMIT, refusal.error());
        assertEquals(105, refusal.error().code());
    }

    @Test
    void shouldRefuseWith104WhereAllSeatsOfALicenceAreTaken() {
        seating.limit(SeatLimit.licensed(new LicenseTerms(1, List.of(), false, null)));
        seating.acquire(ANN, null);
        ServiceException refusal = assertThrows(ServiceException.class, () -> seating.acquire(BEN, null));
        assertEquals(ServiceError.CONNECT_OVERFLOW, refusal.error());
        assertEquals(104, refusal.error().code());
    }

    @Test
    void shouldSeatAnyNumberWhereTheLicenceSaysZero() {
        seating.limit(SeatLimit.licensed(LicenseTerms.UNLIMITED));
        for (int i = 0; i < 100; i++) {
            seating.acquire(new SessionId("s" + i), null);
        }
        assertEquals(100, seating.acquire(new SessionId("s0"), null).inUse());
    }

    @Test
    void shouldRefuseWith29WhereTheSeatsCannotBeCounted() {
        Seating broken = new Seating(new UnreachableStore(), SeatLimit.demo(2));
        ServiceException refusal = assertThrows(ServiceException.class, () -> broken.acquire(ANN, null));
        assertEquals(29, refusal.error().code());
    }

    @Test
    void shouldAdmitAgainOnceASeatIsFree() {
        seating.acquire(ANN, null);
        seating.acquire(BEN, null);
        seating.release(ANN);
        assertEquals(new Seats(2, 2), seating.acquire(CLEO, null));
    }

    @Test
    void shouldPassOnASeatOfAFullHouse() {
        seating.acquire(ANN, null);
        seating.acquire(BEN, null);
        assertEquals(new Seats(2, 2), seating.acquire(CLEO, ANN));
        assertThrows(ServiceException.class, () -> seating.acquire(ANN, null));
    }

    @Test
    void shouldTakeAFreeSeatWhereTheReplacedSessionHasNone() {
        assertEquals(new Seats(1, 2), seating.acquire(ANN, BEN));
    }

    @Test
    void shouldSeatEverybodyOfARestartButNobodyMore() {
        assertEquals(new Seats(3, 2), seating.restore(List.of(ANN, BEN, CLEO)));
        assertEquals(new Seats(3, 2), seating.acquire(ANN, null));
        seating.release(ANN);
        assertThrows(ServiceException.class, () -> seating.acquire(ANN, null));
    }

    @Test
    void shouldCountSessionsWhateverTheOrderOfCalls() {
        Random random = seeded.random();
        Set<SessionId> model = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            SessionId session = new SessionId("s" + random.nextInt(5));
            if (random.nextBoolean()) {
                seating.release(session);
                model.remove(session);
            } else if (model.contains(session) || model.size() < 2) {
                model.add(session);
                assertEquals(model.size(), seating.acquire(session, null).inUse());
            } else {
                assertThrows(ServiceException.class, () -> seating.acquire(session, null));
            }
            assertTrue(model.size() <= 2);
        }
    }

    /** A store whose cluster is away. */
    private static final class UnreachableStore implements SeatStore {
        @Override
        public boolean take(SessionId session, int limit) {
            throw new IllegalStateException("no member answers");
        }

        @Override
        public boolean replace(SessionId from, SessionId to) {
            throw new IllegalStateException("no member answers");
        }

        @Override
        public void release(SessionId session) {}

        @Override
        public int count() {
            return 0;
        }

        @Override
        public void clear() {}
    }
}
