package org.anychat.license.domain;

import org.anychat.contracts.ServiceError;

/**
 * How many seats there are.
 *
 * @param seats at least 1
 * @param refusal what the next one is told: {@code CONNECT_FUNC_LIMIT} in demo mode, else {@code CONNECT_OVERFLOW}
 */
public record SeatLimit(int seats, ServiceError refusal) {
    /**
     * The limit of demo mode.
     *
     * @param seats how many, at least 1
     * @return the limit
     */
    public static SeatLimit demo(int seats) {
        return new SeatLimit(seats, ServiceError.CONNECT_FUNC_LIMIT);
    }

    /**
     * The limit of a licence.
     *
     * @param terms what the licence allows
     * @return the limit
     */
    public static SeatLimit licensed(LicenseTerms terms) {
        return new SeatLimit(terms.users() == 0 ? Integer.MAX_VALUE : terms.users(), ServiceError.CONNECT_OVERFLOW);
    }

    String words() {
        return seats + (refusal == ServiceError.CONNECT_FUNC_LIMIT ? " seats of demo mode" : " seats of the licence");
    }
}
