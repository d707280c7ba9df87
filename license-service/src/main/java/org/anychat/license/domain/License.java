package org.anychat.license.domain;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What an issuer has signed.
 *
 * @param id a name of this licence, unique among the issuer's
 * @param holder whose it is
 * @param issued the day of its signing
 * @param terms what it allows
 * @param binding where it counts
 */
public record License(String id, String holder, LocalDate issued, LicenseTerms terms, LicenseBinding binding) {
    /** The issuer's clock may be in a time zone that is ahead, or a little wrong. */
    private static final int EARLY_DAYS = 1;

    /**
     * Checks that the licence counts on a day.
     *
     * @param today the day, in UTC
     * @throws LicenseException with {@code EXPIRED}
     */
    public void requireValidOn(LocalDate today) {
        if (terms.expires() != null && today.isAfter(terms.expires())) {
            throw new LicenseException(
                    LicenseFault.EXPIRED,
                    "the licence of " + holder + " expired after " + terms.expires() + ", and today is " + today
                            + ". Get a new licence of its issuer, or set the clock right.");
        }
        if (today.plusDays(EARLY_DAYS).isBefore(issued)) {
            throw new LicenseException(
                    LicenseFault.EXPIRED,
                    "the licence was issued on " + issued + ", and today is " + today
                            + " by this machine's clock. Set the clock right.");
        }
    }

    /**
     * How long it counts still.
     *
     * @param today the day, in UTC
     * @return days after today, 0 on the last one, {@link Long#MAX_VALUE} where it never expires
     */
    public long daysLeft(LocalDate today) {
        return terms.expires() == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(today, terms.expires());
    }
}
