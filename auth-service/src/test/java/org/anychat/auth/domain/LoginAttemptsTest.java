package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAttemptsTest {
    private static final long LOCK_MS = 60_000;
    private static final String HERE = "192.0.2.1";

    private final LoginAttempts attempts = new LoginAttempts(new LockoutPolicy(3, 5, LOCK_MS), 100);

    private boolean fail(String account, String address, long nowMs) {
        attempts.begin(account, address, nowMs);
        return attempts.failed(account, address, nowMs);
    }

    private void assertLocked(ServiceError error, String account, String address, long nowMs) {
        assertEquals(
                error,
                assertThrows(ServiceException.class, () -> attempts.begin(account, address, nowMs))
                        .error());
    }

    @Test
    void shouldLockAnAccountAfterTheLastWrongPasswordAndOpenItAgain() {
        assertFalse(fail("Ann", "192.0.2.1", 0));
        assertFalse(fail("Ann", "192.0.2.2", 0));
        assertTrue(fail("Ann", "192.0.2.3", 1_000));
        assertLocked(ServiceError.ACCOUNT_LOCKED, "Ann", "192.0.2.4", 1_000);
        assertLocked(ServiceError.ACCOUNT_LOCKED, "Ann", "192.0.2.4", 1_000 + LOCK_MS - 1);
        attempts.begin("Ann", "192.0.2.4", 1_000 + LOCK_MS);
    }

    @Test
    void shouldLockTheAccountWhateverTheSpelling() {
        fail("ann", HERE, 0);
        fail("Ann", HERE, 0);
        fail("ANN", HERE, 0);
        assertLocked(ServiceError.ACCOUNT_LOCKED, "aNN", HERE, 0);
        attempts.begin("Ben", HERE, 0);
    }

    @Test
    void shouldLockAnAddressThatTriesManyAccounts() {
        for (int i = 0; i < 4; i++) {
            assertFalse(fail("user" + i, HERE, 0));
        }
        assertTrue(fail("user4", HERE, 0));
        assertLocked(ServiceError.ADDRESS_LOCKED, "user5", HERE, 0);
        attempts.begin("user5", "192.0.2.2", 0);
    }

    @Test
    void shouldLockTheNetworkOfAnAddressOfVersion6() {
        for (int i = 0; i < 5; i++) {
            fail("user" + i, "2001:db8:1:2::" + i, 0);
        }
        assertLocked(ServiceError.ADDRESS_LOCKED, "other", "2001:db8:1:2:ffff::1", 0);
        attempts.begin("other", "2001:db8:1:3::1", 0);
    }

    @Test
    void shouldCountAttemptsThatHaveNotEndedYet() {
        attempts.begin("Ann", "192.0.2.1", 0);
        attempts.begin("Ann", "192.0.2.2", 0);
        attempts.begin("Ann", "192.0.2.3", 0);
        assertLocked(ServiceError.ACCOUNT_LOCKED, "Ann", "192.0.2.4", 0);
        attempts.undecided("Ann", "192.0.2.1");
        attempts.begin("Ann", "192.0.2.4", 0);
    }

    private void assertMayBegin(boolean may, String account) {
        assertEquals(may, attempts.begin(account, HERE, 0), account);
    }

    @Test
    void shouldBeginNoMoreGuessesOfAnAddressThanMayFail() {
        fail("user0", HERE, 0);
        for (int i = 1; i < 5; i++) {
            assertMayBegin(true, "user" + i);
        }
        assertMayBegin(false, "user5");
        assertTrue(attempts.begin("user5", "192.0.2.2", 0), "from elsewhere");

        for (int i = 1; i < 4; i++) {
            assertFalse(attempts.failed("user" + i, HERE, 0));
            assertMayBegin(false, "user5");
        }
        assertTrue(attempts.failed("user4", HERE, 0));
        assertLocked(ServiceError.ADDRESS_LOCKED, "user5", HERE, 0);
    }

    @Test
    void shouldLockNobodyOutForAttemptsThatHaveNotFailed() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 5; i++) {
                assertMayBegin(true, "user" + i);
            }
            assertMayBegin(false, "user5");
            for (int i = 0; i < 4; i++) {
                attempts.succeeded("user" + i, HERE);
            }
            attempts.undecided("user4", HERE);
        }
        assertMayBegin(true, "user5");
    }

    @Test
    void shouldNotCountAgainstAnAccountWhatHasNotBegun() {
        for (int i = 0; i < 5; i++) {
            assertMayBegin(true, "user" + i);
        }
        for (int i = 0; i < 10; i++) {
            assertMayBegin(false, "Ann");
        }
        assertTrue(attempts.begin("Ann", "192.0.2.2", 0));
    }

    @Test
    void shouldForgetTheFailuresOfAnAccountThatGotIn() {
        fail("Ann", HERE, 0);
        fail("Ann", HERE, 0);
        attempts.begin("Ann", HERE, 0);
        attempts.succeeded("Ann", HERE);
        assertFalse(fail("Ann", HERE, 0));
        attempts.begin("Ann", HERE, 0);
    }

    @Test
    void shouldNotForgetTheFailuresOfAnAddressForOneThatGotIn() {
        for (int i = 0; i < 5; i++) {
            fail("user" + i, HERE, 0);
            attempts.succeeded("mine", HERE);
        }
        assertLocked(ServiceError.ADDRESS_LOCKED, "mine", HERE, 0);
    }

    @Test
    void shouldNeverLockWhereTheAdministratorSaysSo() {
        LoginAttempts open = new LoginAttempts(new LockoutPolicy(0, 0, LOCK_MS));
        for (int i = 0; i < 1_000; i++) {
            assertTrue(open.begin("Ann", HERE, 0));
            assertFalse(open.failed("Ann", HERE, 0));
        }
        for (int i = 0; i < 1_000; i++) {
            assertTrue(open.begin("Ann", HERE, 0));
        }
    }

    @Test
    void shouldMakeRoomForTheNewestWhereTheTableIsFull() {
        FailureTable table = new FailureTable(3, LOCK_MS);
        table.add("a", 0);
        table.add("b", 0);
        table.add("c", 0);
        table.add("a", 1);
        table.add("d", 1);
        assertEquals(3, table.size());
        assertEquals(2, table.of("a", 1).count());
        assertEquals(0, table.of("b", 1).count());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8::1, 20010db800000000",
        "fe80::1%eth0, fe80000000000000",
        "not:an:address, not:an:address"
    })
    void shouldTellAddressesApart(String address, String key) {
        assertEquals(key, AddressKey.of(address));
    }
}
