package org.anychat.license.domain;

import java.time.LocalDate;
import java.util.List;
import org.anychat.contracts.LicensedFunction;

/**
 * What a licence allows.
 *
 * @param users how many may be logged in at once, 0 for any number
 * @param functions the functions that are allowed
 * @param devices the kinds of devices that may log in; all of them where the licence does not name any
 * @param intranetOnly whether only clients with private addresses may log in
 * @param expires the last day, in UTC, or null for never
 */
public record LicenseTerms(
        int users,
        List<LicensedFunction> functions,
        List<DeviceKind> devices,
        boolean intranetOnly,
        LocalDate expires) {
    /** Every kind of device. */
    public static final List<DeviceKind> ALL_DEVICES = List.of(DeviceKind.values());

    /** All functions, any number of users, for ever: demo mode's functions, and an operator's own licence. */
    public static final LicenseTerms UNLIMITED = new LicenseTerms(0, List.of(LicensedFunction.values()), false, null);

    /**
     * Terms for all kinds of devices.
     *
     * @param users how many may be logged in at once, 0 for any number
     * @param functions the functions that are allowed
     * @param intranetOnly whether only clients with private addresses may log in
     * @param expires the last day, in UTC, or null for never
     */
    public LicenseTerms(int users, List<LicensedFunction> functions, boolean intranetOnly, LocalDate expires) {
        this(users, functions, ALL_DEVICES, intranetOnly, expires);
    }
}
