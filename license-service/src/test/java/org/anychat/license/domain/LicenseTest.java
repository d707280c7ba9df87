package org.anychat.license.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LicenseTest {
    private static final LocalDate ISSUED = LocalDate.of(2026, 3, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 12, 31);

    private final License license = expiring(LAST);

    private static License expiring(LocalDate last) {
        LicenseTerms terms = new LicenseTerms(10, List.of(), false, last);
        return new License("1", "Example School", ISSUED, terms, new LicenseBinding.Anywhere());
    }

    @Test
    void shouldCountOnItsLastDay() {
        assertDoesNotThrow(() -> license.requireValidOn(LAST));
        assertEquals(0, license.daysLeft(LAST));
    }

    @Test
    void shouldNotCountTheDayAfter() {
        LicenseException failure = assertThrows(LicenseException.class, () -> license.requireValidOn(LAST.plusDays(1)));
        assertEquals(801, failure.fault().code());
        assertTrue(failure.getMessage().contains("2026-12-31"), failure.getMessage());
    }

    @Test
    void shouldAllowForAClockThatIsADayBehind() {
        assertDoesNotThrow(() -> license.requireValidOn(ISSUED.minusDays(1)));
    }

    @Test
    void shouldNotCountLongBeforeItWasIssued() {
        LicenseException failure =
                assertThrows(LicenseException.class, () -> license.requireValidOn(ISSUED.minusDays(2)));
        assertEquals(LicenseFault.EXPIRED, failure.fault());
        assertTrue(failure.getMessage().contains("clock"), failure.getMessage());
    }

    @Test
    void shouldNeverExpireWithoutALastDay() {
        License forEver = expiring(null);
        assertDoesNotThrow(() -> forEver.requireValidOn(LocalDate.of(2999, 1, 1)));
        assertEquals(Long.MAX_VALUE, forEver.daysLeft(LAST));
    }
}
