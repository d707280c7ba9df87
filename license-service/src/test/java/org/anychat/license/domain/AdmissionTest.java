package org.anychat.license.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.anychat.license.domain.Admission.Change;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long GRACE_MS = 1_000;
    private final LicenseException noUKey = new LicenseException(LicenseFault.UKEY_NOT_FOUND, "none");
    private final LicenseException expired = new LicenseException(LicenseFault.EXPIRED, "over");

    private final Admission admission = new Admission(GRACE_MS);

    @Test
    void shouldBePendingBeforeTheFirstCheck() {
        assertTrue(admission.isPending());
        admission.onGood(0);
        assertFalse(admission.isPending());
    }

    @Test
    void shouldAdmitDuringTheGraceTimeAndThenRefuse() {
        admission.onGood(500);
        assertEquals(Change.LAPSED, admission.onFailure(noUKey));
        assertEquals(Optional.empty(), admission.refusal(1_499));
        assertEquals(1, admission.graceLeftMs(1_499));
        assertEquals(Optional.of(noUKey), admission.refusal(1_500));
    }

    @Test
    void shouldGiveNoGraceToOneThatWasNeverGood() {
        admission.onFailure(noUKey);
        assertEquals(Optional.of(noUKey), admission.refusal(0));
        assertFalse(admission.isPending());
    }

    @Test
    void shouldGiveNoGraceBeyondExpiry() {
        admission.onGood(0);
        admission.onFailure(expired);
        assertEquals(Optional.of(expired), admission.refusal(1));
    }

    @Test
    void shouldAdmitAgainOnceItIsGood() {
        admission.onGood(0);
        admission.onFailure(noUKey);
        assertEquals(Change.CONFIRMED, admission.onGood(5_000));
        assertEquals(Optional.empty(), admission.refusal(5_000));
        assertEquals(Optional.empty(), admission.refusal(50_000));
    }

    @Test
    void shouldTellOfAChangeOnce() {
        assertEquals(Change.CONFIRMED, admission.onGood(0));
        assertEquals(Change.NONE, admission.onGood(1));
        assertEquals(Change.LAPSED, admission.onFailure(noUKey));
        assertEquals(Change.NONE, admission.onFailure(noUKey));
        assertEquals(Change.LAPSED, admission.onFailure(expired));
    }
}
