package org.anychat.relay.allocation;

import java.util.List;

/**
 * Shares what a viewer's path carries among its videos. By rank each gets its lowest layer, with the fewest frames where there
 * are temporal layers; what is left gives all of them, in turns, the frames of that layer; then it raises the favoured ones as
 * far as it goes, and the others in turns. What is sent already is kept until it is clearly too much, and
 * what is not sent is begun only with room to spare, so that an estimate that swings moves nothing. A video that has just
 * come gets its lowest layer as if it had been there.
 */
public final class BandwidthAllocator {
    /** Videos of a rank below this are raised before all others. */
    public static final int FIRST_ORDINARY_RANK = 1_000;

    /** How long a video that was lowered stays so, at least. */
    static final long MIN_REST_NS = 2_000_000_000L;

    /** The same after raises that did not last. */
    static final long MAX_REST_NS = 10_000_000_000L;

    /** A raise that held for so long was right. */
    static final long LASTING_NS = 8_000_000_000L;

    /** An estimate backs off to 0.85 of what arrives and comes again; what arrives need not go for it. */
    private static final double KEEP = 0.85;

    private static final double ROOM_TO_SPARE = 1.15;

    private double leftBps;
    private double wantedBps;
    private double grantedBps;

    /** Makes an allocator. */
    public BandwidthAllocator() {}

    /**
     * Decides what each video gets, told by {@link VideoStream#granted}.
     *
     * @param streams in the order of their ranks
     * @param budgetBps for all of them
     * @param nowNs the time
     */
    public void allocate(List<VideoStream> streams, long budgetBps, long nowNs) {
        leftBps = budgetBps;
        wantedBps = 0;
        grantedBps = 0;
        for (int i = 0; i < streams.size(); i++) {
            VideoStream stream = streams.get(i);
            stream.begin();
            wantedBps += ROOM_TO_SPARE * stream.bps(stream.best());
            tryStep(stream, stream.lowest(), nowNs);
        }
        completeLowestLayers(streams, nowNs);
        for (int i = 0; i < streams.size() && streams.get(i).rank() < FIRST_ORDINARY_RANK; i++) {
            boolean raised = true;
            while (raised) {
                raised = raise(streams.get(i), nowNs);
            }
        }
        boolean raised = true;
        while (raised) {
            raised = raiseAllOnce(streams, nowNs);
        }
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).settle(nowNs);
        }
    }

    private void completeLowestLayers(List<VideoStream> streams, long nowNs) {
        boolean raised = true;
        while (raised) {
            raised = false;
            for (int i = 0; i < streams.size(); i++) {
                VideoStream stream = streams.get(i);
                raised |= isGranted(stream) && tryStep(stream, stream.aboveInLowestLayer(stream.grantedStep()), nowNs);
            }
        }
    }

    private static boolean isGranted(VideoStream stream) {
        return stream.grantedStep() != VideoStream.NONE;
    }

    private boolean raiseAllOnce(List<VideoStream> streams, long nowNs) {
        boolean raised = false;
        for (int i = 0; i < streams.size(); i++) {
            raised |= raise(streams.get(i), nowNs);
        }
        return raised;
    }

    private boolean raise(VideoStream stream, long nowNs) {
        return isGranted(stream) && tryStep(stream, stream.above(stream.grantedStep()), nowNs);
    }

    private boolean tryStep(VideoStream stream, int step, long nowNs) {
        if (step == VideoStream.NONE) {
            return false;
        }
        boolean first = isFirst(stream);
        boolean lowest = !isGranted(stream);
        boolean kept = lowest ? keepsLowest(stream, step) : step <= stream.current();
        double grantedStepBps = stream.bps(stream.grantedStep());
        double moreBps = Math.max(0, stream.bps(step) - grantedStepBps);
        double needsBps = kept ? KEEP * stream.bps(step) - grantedStepBps : ROOM_TO_SPARE * moreBps;
        if (needsBps > leftBps || (!kept && !first && stream.rests(nowNs))) {
            return false;
        }
        stream.grant(step);
        leftBps -= moreBps;
        grantedBps += moreBps;
        return true;
    }

    private static boolean isFirst(VideoStream stream) {
        return stream.current() == VideoStream.NONE && !stream.isStarved();
    }

    private static boolean keepsLowest(VideoStream stream, int step) {
        return step <= stream.current() || isFirst(stream) || stream.sendsLayerOf(step);
    }

    /**
     * Whether with less room one of the videos would be paused that is sent, or comes back, with all of it. Changes nothing.
     *
     * @param streams in the order of their ranks
     * @param budgetBps for all of them
     * @param lessBps what would be missing of that
     * @param nowNs the time
     * @return false where each gets its lowest layer, or none does, with either
     */
    public boolean pausesAny(List<VideoStream> streams, long budgetBps, long lessBps, long nowNs) {
        double left = budgetBps;
        for (int i = 0; i < streams.size(); i++) {
            VideoStream stream = streams.get(i);
            int step = stream.lowest();
            boolean kept = keepsLowest(stream, step);
            double needsBps = (kept ? KEEP : ROOM_TO_SPARE) * stream.bps(step);
            boolean fits = stream.isThere() && needsBps <= left && (kept || !stream.rests(nowNs));
            if (fits && needsBps > left - lessBps) {
                return true;
            }
            left -= fits ? stream.bps(step) : 0;
        }
        return false;
    }

    /**
     * What the last allocation would have granted with room for everything, the room to spare included.
     *
     * @return bits per second
     */
    public double wantedBps() {
        return wantedBps;
    }

    /**
     * What the last allocation has granted.
     *
     * @return bits per second
     */
    public double grantedBps() {
        return grantedBps;
    }
}
