package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.contracts.BanExchangeApi.BanDecision;
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
        bans.admit("192.0.2.*", NOW);

        assertFalse(bans.isBanned("192.0.2.7", NOW));
        assertRefused(ServiceError.DATA_NOT_EXIST, () -> bans.admit("192.0.2.*", NOW));
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
        after.restore(bans.decisions(NOW));
        after.restore(List.of(new BanDecision("no pattern", 0, 0, false)));

        assertEquals(bans.decisions(NOW), after.decisions(NOW));
    }

    @Test
    void shouldHoldTheLaterOfTwoDecisionsWhereverItWasMade() {
        bans.ban("192.0.2.*", 0, NOW);
        bans.ban("10.*", 0, NOW);
        Bans other = new Bans();
        other.restore(bans.decisions(NOW));
        other.admit("192.0.2.*", NOW + 1);
        other.ban("172.16.0.1", 0, NOW + 1);
        bans.admit("10.*", NOW + 2);

        assertTrue(bans.merge(other.decisions(NOW + 3), NOW + 3));
        assertTrue(other.merge(bans.decisions(NOW + 3), NOW + 3));

        assertEquals(List.of(new Ban("172.16.0.1", 0)), bans.list(NOW + 3));
        assertEquals(bans.decisions(NOW + 3), other.decisions(NOW + 3));
        assertFalse(bans.merge(other.decisions(NOW + 3), NOW + 3));
    }

    @Test
    void shouldTakeNothingOverWhoseTimeIsNotKnown() {
        assertFalse(bans.merge(List.of(new BanDecision("10.*", 0, 0, false)), NOW));
        assertEquals(List.of(), bans.list(NOW));
    }

    @Test
    void shouldDecideLaterThanAServerWhoseClockIsAhead() {
        bans.merge(List.of(new BanDecision("10.*", 0, NOW + 500, false)), NOW);
        bans.admit("10.*", NOW);

        assertFalse(bans.merge(List.of(new BanDecision("10.*", 0, NOW + 500, false)), NOW));
        assertEquals(List.of(), bans.list(NOW));
    }

    @Test
    void shouldSayWhetherAnotherKnowsAllOfIt() {
        bans.ban("10.*", NOW + 10, NOW);

        assertFalse(Bans.covers(List.of(), bans.decisions(NOW), NOW));
        assertTrue(Bans.covers(List.of(), bans.decisions(NOW), NOW + 10));
        assertTrue(Bans.covers(bans.decisions(NOW), bans.decisions(NOW), NOW));
        assertTrue(Bans.covers(List.of(new BanDecision("10.*", 0, NOW + 1, true)), bans.decisions(NOW), NOW));
    }

    @Test
    void shouldRememberForSixtyDaysAndNoLongerWhatWasTakenBack() {
        bans.ban("10.*", 0, NOW);
        bans.admit("10.*", NOW);
        long later = NOW + 61L * 86_400_000;

        assertEquals(1, bans.decisions(NOW + 59L * 86_400_000).size());
        assertEquals(List.of(), bans.decisions(later));
    }

    private static void assertRefused(ServiceError error, Runnable call) {
        assertEquals(error, assertThrows(ServiceException.class, call::run).error());
    }
}
