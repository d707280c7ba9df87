package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RoomId;
import org.junit.jupiter.api.Test;

class PasswordGuardTest {
    private static final RoomId ROOM = new RoomId(77);
    private static final String EVE = "192.0.2.66";

    private final PasswordGuard guard = new PasswordGuard();

    @Test
    void shouldDoubleTheWaitUpToAMinuteOrSo() {
        wrong(PasswordGuard.FREE_TRIES - 1, EVE);
        assertEquals(0, guard.waitNs(EVE, ROOM, 0));
        wrong(1, EVE);
        assertEquals(PasswordGuard.FIRST_WAIT_NS, guard.waitNs(EVE, ROOM, 0));
        wrong(1, EVE);
        assertEquals(2 * PasswordGuard.FIRST_WAIT_NS, guard.waitNs(EVE, ROOM, 0));
        wrong(100, EVE);
        assertEquals(TimeUnit.SECONDS.toNanos(64), guard.waitNs(EVE, ROOM, 0));
        assertEquals(TimeUnit.SECONDS.toNanos(4), guard.waitNs(EVE, ROOM, TimeUnit.SECONDS.toNanos(60)));
        assertEquals(0, guard.waitNs(EVE, ROOM, TimeUnit.SECONDS.toNanos(64)));
    }

    @Test
    void shouldHoldUpNoOtherAddressAndNoOtherRoom() {
        wrong(PasswordGuard.FREE_TRIES, EVE);

        assertEquals(0, guard.waitNs("192.0.2.67", ROOM, 0));
        assertEquals(0, guard.waitNs(EVE, new RoomId(78), 0));
    }

    @Test
    void shouldTakeTheAddressesOfOneIpv6NetworkTogether() {
        wrong(PasswordGuard.FREE_TRIES, "2001:db8:1:2::1");

        assertTrue(guard.waitNs("2001:db8:1:2:ffff::9", ROOM, 0) > 0);
    }

    @Test
    void shouldForgetAfterTheRightPasswordAndAfterAWhile() {
        wrong(PasswordGuard.FREE_TRIES, EVE);
        guard.onRight(EVE, ROOM);
        assertEquals(0, guard.waitNs(EVE, ROOM, 0));
        wrong(PasswordGuard.FREE_TRIES, EVE);
        long later = PasswordGuard.FORGET_NS + 1;
        guard.onWrong(EVE, ROOM, later);
        assertEquals(0, guard.waitNs(EVE, ROOM, later));
    }

    @Test
    void shouldKeepABoundedNumberOfAddresses() {
        wrong(PasswordGuard.FREE_TRIES, EVE);
        for (int i = 0; i < PasswordGuard.MAX_ENTRIES; i++) {
            guard.onWrong("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), ROOM, 0);
        }
        assertEquals(0, guard.waitNs(EVE, ROOM, 0));
    }

    private void wrong(int times, String address) {
        for (int i = 0; i < times; i++) {
            guard.onWrong(address, ROOM, 0);
        }
    }
}
