package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.junit.jupiter.api.Test;

class BansTest {
    private static final long NOW = 1_000_000;

    private final Bans bans = new Bans();

    @Test
    void shouldBanUntilItsEnd() {
        bans.ban("192.0.2.*", NOW + 10, NOW);

        assertTrue(bans.isBanned("192.0.2.7", NOW + 9));
        assertFalse(bans.isBanned("192.0.2.7", NOW + 10));
        assertFalse(bans.isBanned("192.0.3.7", NOW));
    }

    @Test
    void shouldBanForGoodWithoutAnEnd() {
        bans.ban("2001:DB8:*", 0, NOW);

        assertTrue(bans.isBanned("2001:db8::1", Long.MAX_VALUE));
    }

    @Test
    void shouldTakeABanBack() {
        bans.ban("192.0.2.*", 0, NOW);
        bans.admit("192.0.2.*");

        assertFalse(bans.isBanned("192.0.2.7", NOW));
        assertRefused(ServiceError.DATA_NOT_EXIST, () -> bans.admit("192.0.2.*"));
    }

    @Test
    void shouldChangeTheEndOfABan() {
        bans.ban("192.0.2.7", NOW + 10, NOW);
        bans.ban("192.0.2.7", 0, NOW);

        assertEquals(List.of(new Ban("192.0.2.7", 0)), bans.list(NOW));
    }

    @Test
    void shouldRefuseWhatWouldBanEverybodyAndWhatIsNoPattern() {
        for (String pattern : List.of("*", "*.*.*.*", "", "example.org", "1.2.3.4/8")) {
            assertRefused(ServiceError.BAD_PARAMETER, () -> bans.ban(pattern, 0, NOW));
        }
    }

    @Test
    void shouldKeepABoundedNumberButMakeRoomForWhatHasEnded() {
        for (int i = 0; i < Bans.MAX_BANS; i++) {
            bans.ban("10.0." + (i >> 8) + "." + (i & 255), NOW + 10, NOW);
        }
        assertRefused(ServiceError.BAD_PARAMETER, () -> bans.ban("192.0.2.7", 0, NOW));
        bans.ban("192.0.2.7", 0, NOW + 10);

        assertEquals(List.of(new Ban("192.0.2.7", 0)), bans.list(NOW + 10));
    }

    @Test
    void shouldTakeOverWhatItHasListed() {
        bans.ban("192.0.2.*", NOW + 10, NOW);
        Bans after = new Bans();
        after.restore(bans.list(NOW));
        after.restore(List.of(new Ban("no pattern", 0)));

        assertEquals(bans.list(NOW), after.list(NOW));
    }

    private static void assertRefused(ServiceError error, Runnable call) {
        assertEquals(error, assertThrows(ServiceException.class, call::run).error());
    }
}
