package org.anychat.relay.forward;

/**
 * Where a publisher's wall clock stands against the relay's steady clock. One per publisher, so that its tracks keep
 * their relation (lip sync) in the reports that the relay writes itself.
 */
public final class PublisherClock {
    /** Clocks drift; the smallest delay ever seen must not hold for ever. 100 ppm. */
    private static final long DRIFT_DIVISOR = 10_000;

    private boolean known;
    private long offsetNs;
    private long updatedNs;

    /** Makes a clock that knows nothing. */
    public PublisherClock() {}

    /**
     * Takes in a sender report's time. The report that took the shortest way counts most.
     *
     * @param unixNs the report's time on the publisher's clock
     * @param arrivalNs when it came, on the relay's
     */
    public void onSenderReport(long unixNs, long arrivalNs) {
        long sampleNs = arrivalNs - unixNs;
        long agedNs = offsetNs + (arrivalNs - updatedNs) / DRIFT_DIVISOR;
        offsetNs = known ? Math.min(sampleNs, agedNs) : sampleNs;
        updatedNs = arrivalNs;
        known = true;
    }

    /**
     * Maps the publisher's time.
     *
     * @param unixNs on the publisher's clock
     * @return the same moment on the relay's steady clock, late by the shortest way seen
     */
    public long toRelayNs(long unixNs) {
        return unixNs + offsetNs;
    }
}
