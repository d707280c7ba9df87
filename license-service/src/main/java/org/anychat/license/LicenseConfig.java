package org.anychat.license;

/**
 * What the license service needs to know.
 *
 * @param demoMode whether the server runs in demo mode; outside it there is no limit
 * @param demoUserLimit seats in demo mode, at least 1
 */
public record LicenseConfig(boolean demoMode, int demoUserLimit) {
    int seatLimit() {
        return demoMode ? demoUserLimit : Integer.MAX_VALUE;
    }
}
