package org.anychat.relay.feedback;

/**
 * When one viewer is due the next sender reports. Every second, as lip synchronisation and the measurement of round trips
 * want; where it gets sound alone every five, as libwebrtc reports sound, but for the first ones after something has come.
 */
public final class ReportTimes {
    /** Time between two reports to a viewer. */
    static final long INTERVAL_NS = 1_000_000_000;

    /** Time between two reports of nothing but sound. */
    static final long SOUND_INTERVAL_NS = 5 * INTERVAL_NS;

    /** So many of sound come as early as those of video. */
    static final int FIRST_REPORTS = 3;

    private int early = FIRST_REPORTS;
    private boolean reportedBefore;
    private long reportedNs;

    /** Makes one that is due at once. */
    public ReportTimes() {}

    /** A track has come of which the viewer knows nothing yet. */
    public void onTrack() {
        early = FIRST_REPORTS;
    }

    /**
     * Whether it is so long ago that there may be a report again.
     *
     * @param nowNs the time
     * @return false where {@link #isDue} is as well
     */
    public boolean mayBeDue(long nowNs) {
        return !reportedBefore || nowNs - reportedNs >= INTERVAL_NS;
    }

    /** There was something to report: what nothing is sent of keeps its first reports for when it begins. */
    public void onReported() {
        early = Math.max(0, early - 1);
    }

    /**
     * Whether reports are due; then the caller sends those there are, and calls {@link #onReported} where it has.
     *
     * @param withVideo whether the viewer gets video
     * @param nowNs the time
     * @return true once in a while
     */
    public boolean isDue(boolean withVideo, long nowNs) {
        long intervalNs = withVideo || early > 0 ? INTERVAL_NS : SOUND_INTERVAL_NS;
        if (reportedBefore && nowNs - reportedNs < intervalNs) {
            return false;
        }
        reportedBefore = true;
        reportedNs = nowNs;
        return true;
    }
}
