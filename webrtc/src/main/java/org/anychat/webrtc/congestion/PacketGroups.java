package org.anychat.webrtc.congestion;

/**
 * Gathers packets that were sent close together into groups and tells how two groups in a row came apart on their way
 * (draft-ietf-rmcat-gcc-02 section 5.2): a burst is queued as one, so only what happens between bursts tells of the path.
 */
final class PacketGroups {
    private static final long BURST_US = 5_000;
    private static final long MAX_BURST_US = 100_000;
    private static final long MAX_GAP_US = 3_000_000;

    private boolean hasPrevious;
    private long previousSentUs;
    private long previousArrivalUs;
    private boolean hasCurrent;
    private long firstSentUs;
    private long lastSentUs;
    private long firstArrivalUs;
    private long lastArrivalUs;
    private long sendDeltaUs;
    private long arrivalDeltaUs;

    /** Takes a packet in, in the order of sending; true where a group is whole and the deltas below are new. */
    boolean onPacket(long sentUs, long arrivalUs) {
        if (!hasCurrent) {
            begin(sentUs, arrivalUs);
            return false;
        }
        if (sentUs < firstSentUs) {
            return false;
        }
        if (belongs(sentUs, arrivalUs)) {
            lastSentUs = Math.max(lastSentUs, sentUs);
            lastArrivalUs = Math.max(lastArrivalUs, arrivalUs);
            return false;
        }
        boolean whole = hasPrevious && complete();
        hasPrevious = true;
        previousSentUs = lastSentUs;
        previousArrivalUs = lastArrivalUs;
        begin(sentUs, arrivalUs);
        return whole;
    }

    private void begin(long sentUs, long arrivalUs) {
        hasCurrent = true;
        firstSentUs = sentUs;
        lastSentUs = sentUs;
        firstArrivalUs = arrivalUs;
        lastArrivalUs = arrivalUs;
    }

    private boolean belongs(long sentUs, long arrivalUs) {
        if (sentUs - firstSentUs <= BURST_US) {
            return true;
        }
        long arrivalGapUs = arrivalUs - lastArrivalUs;
        boolean catchesUp = arrivalGapUs - (sentUs - lastSentUs) < 0;
        return catchesUp && arrivalGapUs <= BURST_US && arrivalUs - firstArrivalUs < MAX_BURST_US;
    }

    /** False where the receiver's clock has jumped: then all begins anew. */
    private boolean complete() {
        sendDeltaUs = lastSentUs - previousSentUs;
        arrivalDeltaUs = lastArrivalUs - previousArrivalUs;
        if (arrivalDeltaUs < 0 || Math.abs(arrivalDeltaUs - sendDeltaUs) > MAX_GAP_US) {
            reset();
            return false;
        }
        return true;
    }

    void reset() {
        hasPrevious = false;
        hasCurrent = false;
    }

    long sendDeltaUs() {
        return sendDeltaUs;
    }

    long arrivalDeltaUs() {
        return arrivalDeltaUs;
    }
}
