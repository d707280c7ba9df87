package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.OperatorEvents.GuessCount;
import org.anychat.contracts.OperatorEvents.OperatorGuesses;
import org.junit.jupiter.api.Test;

class LoginGuardTest {
    private static final String HERE = "192.0.2.1";

    private final LoginGuard guard = new LoginGuard();

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertEquals(0, guard.begin(account, address, 0));
        }
    }

    @Test
    void shouldLockAnAddressWhateverTheAccount() {
        for (int i = 0; i < LoginGuard.ADDRESS_FAILURES; i++) {
            fail("account" + i, HERE, 1);
        }

        assertTrue(guard.begin("another", HERE, 0) > 0);
        assertEquals(0, guard.begin("another", "192.0.2.2", 0));
    }

    @Test
    void shouldCountTheAddressesOfOneNetworkAsOne() {
        for (int i = 1; i <= LoginGuard.ADDRESS_FAILURES; i++) {
            fail("account" + i, "2001:db8::" + i, 1);
        }

        assertTrue(guard.begin("another", "2001:db8::ffff", 0) > 0);
    }

    @Test
    void shouldLockAnAccountWhateverTheAddressAndTheSpelling() {
        for (int i = 0; i < LoginGuard.ACCOUNT_FAILURES; i++) {
            fail(i % 2 == 0 ? "Ann" : "ann", "192.0.2." + i, 1);
        }

        assertTrue(guard.begin("ANN", "198.51.100.1", 0) > 0);
    }

    @Test
    void shouldLetInWhoHasBeenThereWhileOthersGuess() {
        fail("ann", HERE, 1);
        guard.succeeded("ann", HERE);
        for (int i = 0; i < LoginGuard.ACCOUNT_FAILURES; i++) {
            fail("ann", "198.51.100." + i, 1);
        }

        assertTrue(guard.begin("ann", "203.0.113.1", 0) > 0);
        assertEquals(0, guard.begin("ann", HERE, 0));
    }

    @Test
    void shouldTellOnceOfALock() {
        fail("ann", HERE, LoginGuard.ADDRESS_FAILURES);

        assertTrue(guard.isNews("ann", HERE));
        assertFalse(guard.isNews("ann", HERE));
        assertFalse(guard.isNews("ben", "192.0.2.9"));
    }

    @Test
    void shouldForgetWithTime() {
        fail("ann", HERE, LoginGuard.ADDRESS_FAILURES);

        assertTrue(guard.begin("ann", HERE, LoginGuard.LOCK_NS - 1) > 0);
        assertEquals(0, guard.begin("ann", HERE, LoginGuard.LOCK_NS));
    }

    @Test
    void shouldForgetWithTheRightPassword() {
        fail("ann", HERE, LoginGuard.ADDRESS_FAILURES - 1);
        fail("ann", HERE, 1);
        guard.succeeded("ann", HERE);

        fail("ann", HERE, LoginGuard.ADDRESS_FAILURES);
    }

    @Test
    void shouldNotCountWhatNobodyCouldDecide() {
        for (int i = 0; i < 100; i++) {
            fail("ann", HERE, 1);
            guard.undecided("ann", HERE);
        }
    }

    @Test
    void shouldKeepOnlySoMany() {
        for (int i = 0; i < 20_000; i++) {
            guard.begin("account" + i, (i >> 8) + "." + (i & 255) + ".0.1", 0);
        }

        assertEquals(0, guard.begin("account1", "198.51.100.1", 0));
    }

    @Test
    void shouldTakeTheLargerCountOfAnother() {
        fail("ann", HERE, 2);
        LoginGuard other = new LoginGuard();
        for (int i = 0; i < LoginGuard.ADDRESS_FAILURES; i++) {
            other.count("ann", HERE, 0);
        }

        other.learn(guard.told(0), 0);
        guard.learn(other.told(0), 0);

        assertTrue(other.begin("ben", HERE, 0) > 0);
        assertTrue(guard.begin("ben", HERE, 0) > 0);
        assertEquals(0, guard.begin("ben", HERE, LoginGuard.LOCK_NS));
    }

    @Test
    void shouldTellAndLearnOnlySoMany() {
        LoginGuard other = new LoginGuard();
        for (int i = 0; i < 20_000; i++) {
            other.count("account" + i, (i >> 8) + "." + (i & 255) + ".0.1", 0);
        }
        List<GuessCount> strange = List.of(
                new GuessCount("x".repeat(10_000), 100, 0),
                new GuessCount("address 192.0.2.7", -1, 0),
                new GuessCount("address 192.0.2.8", 100, -1_000_000));

        guard.learn(other.told(0), 0);
        guard.learn(new OperatorGuesses(strange, List.of("y".repeat(10_000))), 0);

        OperatorGuesses known = guard.told(0);
        assertEquals(1_024, other.told(0).counts().size());
        assertEquals(1_024, known.counts().size());
        assertTrue(known.counts().stream().allMatch(one -> one.count() == 1));
        assertTrue(known.trusted().isEmpty());
    }
}
