package org.anychat.webrtc.congestion;

import org.anychat.webrtc.rtcp.TransportFeedback;

/**
 * How much the path to one receiver carries, by its transport-wide feedback: the smaller of what the delays and what the
 * losses allow, with probes to find more where more is wanted. Rates count whole datagrams: IP, UDP and SRTP included.
 *
 * <p>The receiver is not trusted: feedback about packets that were never sent, or that was there before, changes nothing
 * and costs little; no feedback whatever raises the estimate above one and a half times what was really sent.
 */
public final class BandwidthEstimator {
    /** What a packet takes on the wire beyond its RTP: IPv4, UDP, and the tag of AES-GCM. */
    public static final int OVERHEAD_BYTES = 20 + 8 + 16;

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int METER_SLOTS = 25;
    private static final long METER_SLOT_US = 20_000;
    private static final int PEAK_SLOTS = 5;
    private static final int RECENT_SLOTS = 15;
    private static final long SILENCE_US = 1_500_000;
    private static final long SILENCE_STEP_US = 500_000;
    private static final double SILENCE_BACK_OFF = 0.8;
    private static final int SILENT_PACKETS = 20;
    private static final double ROOM_FOR_WHAT_IS_IN_USE = 1.15;
    private static final long STANDING_QUEUE_US = 30_000;
    /** Whatever still waits then is there for another reason. */
    private static final long DRAINED_US = 10_000_000;

    /** How often a receiver may make this side look at one packet. */
    private static final int LOOKS_PER_PACKET = 4;

    private final double floorBps;
    private final double ceilingBps;
    private final SendHistory history = new SendHistory();
    private final PacketGroups groups = new PacketGroups();
    private final DelayTrend trend = new DelayTrend();
    private final DelayBasedRate delayBased;
    private final LossBasedRate lossBased;
    private final Prober prober = new Prober();
    private final RateMeter arrivals = new RateMeter(METER_SLOTS, METER_SLOT_US);
    private final RateMeter departures = new RateMeter(METER_SLOTS, METER_SLOT_US);
    private final Visitor visitor = new Visitor();
    private double estimateBps;
    private double wantedBps;
    private long looksLeft;
    private long heardUs;
    private long sentWhenHeard;
    /** Each step down for silence takes packets that were sent after the one before. */
    private long sentWhenJudged;

    private boolean loweredBefore;
    private long loweredUs;
    private boolean probedSinceFull;
    private long fullSinceUs;
    private boolean arrivedBefore;
    private long latestArrivalUs;
    private long roundTripUs;
    private long emptyRoundTripUs;

    /**
     * The bounds of an estimate.
     *
     * @param startBps before anything is known
     * @param floorBps what is taken to be there in any case
     * @param ceilingBps what it never exceeds
     */
    public record Limits(long startBps, long floorBps, long ceilingBps) {
        /** For viewers: a video of common size at once, sound always, many HD videos at most. */
        public static final Limits DEFAULT = new Limits(1_000_000, 50_000, 50_000_000);

        /**
         * Checks the order.
         *
         * @param startBps from the floor to the ceiling
         * @param floorBps above 0
         * @param ceilingBps not below the floor
         */
        public Limits {
            if (floorBps <= 0 || startBps < floorBps || ceilingBps < startBps) {
                throw new IllegalArgumentException("0 < floor <= start <= ceiling does not hold");
            }
        }
    }

    /**
     * Makes an estimator that has sent nothing.
     *
     * @param limits the bounds
     */
    public BandwidthEstimator(Limits limits) {
        this.floorBps = limits.floorBps();
        this.ceilingBps = limits.ceilingBps();
        this.estimateBps = limits.startBps();
        this.delayBased = new DelayBasedRate(limits.startBps());
        this.lossBased = new LossBasedRate(ceilingBps);
    }

    /**
     * The transport-wide number that the next packet is to carry.
     *
     * @return 0 to 65535; the same until {@link #onSent}
     */
    public int nextSequenceNumber() {
        return history.nextSequenceNumber();
    }

    /**
     * Takes note of a packet that carries {@link #nextSequenceNumber} and is on its way.
     *
     * @param rtpBytes its length before encryption
     * @param nowNs the time
     */
    public void onSent(int rtpBytes, long nowNs) {
        long nowUs = nowNs / NANOS_PER_MICRO;
        int bytes = rtpBytes + OVERHEAD_BYTES;
        if (history.sent() == sentWhenHeard) {
            // Nothing was under way that could have been acknowledged: silence begins here at the earliest.
            heardUs = nowUs;
        }
        int cluster = prober.current(nowUs);
        history.onSent(bytes, cluster, nowUs);
        if (cluster != Prober.NONE) {
            prober.onSent(bytes);
        }
        looksLeft = Math.min(looksLeft + LOOKS_PER_PACKET, (long) LOOKS_PER_PACKET * SendHistory.MAX_PACKETS);
    }

    /**
     * Takes in what became of the packets.
     *
     * @param feedback from the receiver
     * @param nowNs when it came
     * @return false where it tells of packets that were never sent, or of the same ones too often; nothing has changed
     */
    public boolean onFeedback(TransportFeedback feedback, long nowNs) {
        long nowUs = nowNs / NANOS_PER_MICRO;
        int count = feedback.statusCount();
        boolean plausible = count > 0
                && count <= Math.min(history.remembered(), looksLeft)
                && history.find((feedback.baseSequenceNumber() + count - 1) & 0xFFFF) != SendHistory.UNKNOWN;
        if (!plausible) {
            return false;
        }
        looksLeft -= count;
        visitor.begin(nowUs);
        feedback.forEach(visitor);
        if (visitor.news) {
            heardUs = nowUs;
            sentWhenHeard = history.sent();
            sentWhenJudged = sentWhenHeard;
            update(nowUs);
        }
        return true;
    }

    /** What feedback says of one packet after the other. */
    private final class Visitor implements TransportFeedback.Visitor {
        private long nowUs;
        private boolean news;
        private Usage usage;

        void begin(long feedbackUs) {
            nowUs = feedbackUs;
            news = false;
            usage = trend.usage() == Usage.OVERUSE ? Usage.NORMAL : trend.usage();
        }

        @Override
        public void onReceived(int sequenceNumber, long wrappedUs) {
            long sequence = history.find(sequenceNumber);
            if (sequence == SendHistory.UNKNOWN || history.hasArrived(sequence)) {
                return;
            }
            news = true;
            if (history.isMissed(sequence)) {
                lossBased.onFound();
            } else {
                lossBased.onArrived();
            }
            history.markArrived(sequence);
            onArrived(sequence, unwrapped(wrappedUs));
        }

        private void onArrived(long sequence, long arrivalUs) {
            int bytes = history.bytes(sequence);
            long sentUs = history.sentUs(sequence);
            arrivals.add(bytes, arrivalUs);
            departures.add(bytes, sentUs);
            learnRoundTrip(nowUs - sentUs);
            if (history.cluster(sequence) != Prober.NONE) {
                prober.onArrived(history.cluster(sequence), bytes, arrivalUs);
            }
            if (prober.disturbs(sentUs)) {
                groups.reset();
            } else if (groups.onPacket(sentUs, arrivalUs)) {
                trend.onGroup(groups.sendDeltaUs(), groups.arrivalDeltaUs());
                usage = trend.usage() == Usage.OVERUSE || usage != Usage.OVERUSE ? trend.usage() : usage;
            }
        }

        @Override
        public void onMissing(int sequenceNumber) {
            long sequence = history.find(sequenceNumber);
            if (sequence != SendHistory.UNKNOWN && !history.hasArrived(sequence) && !history.isMissed(sequence)) {
                news = true;
                history.markMissed(sequence);
                lossBased.onMissing();
            }
        }
    }

    /** The time nearest to the one before that the receiver can have meant, whose clock wraps. */
    private long unwrapped(long arrivalUs) {
        long wraps = arrivedBefore
                ? Math.floorDiv(latestArrivalUs - arrivalUs + TransportFeedback.WRAP_US / 2, TransportFeedback.WRAP_US)
                : 0;
        arrivedBefore = true;
        latestArrivalUs = arrivalUs + wraps * TransportFeedback.WRAP_US;
        return latestArrivalUs;
    }

    /** Feedback waits to be sent, so the shortest of late counts most; that of empty queues is the shortest of long. */
    private void learnRoundTrip(long sampleUs) {
        roundTripUs =
                roundTripUs == 0 || sampleUs < roundTripUs ? sampleUs : roundTripUs + (sampleUs - roundTripUs) / 64;
        emptyRoundTripUs = emptyRoundTripUs == 0 || sampleUs < emptyRoundTripUs
                ? sampleUs
                : emptyRoundTripUs + (sampleUs - emptyRoundTripUs) / 2048;
    }

    private void update(long nowUs) {
        double fullBps = Math.max((double) acknowledgedBps(), (double) arrivals.peakBps(PEAK_SLOTS, RECENT_SLOTS));
        boolean lowered = delayBased.update(visitor.usage, fullBps, (double) acknowledgedBps(), roundTripUs, nowUs);
        lowered |= lossBased.update(estimateBps, emptyRoundTripUs, nowUs);
        if (lowered) {
            noteFull(nowUs);
        }
        takeProbe(nowUs);
        settle();
    }

    /** A path that is found full time and again is full since the first time, or the first one behind a probe. */
    private void noteFull(long nowUs) {
        if (!loweredBefore || probedSinceFull || nowUs - loweredUs >= DRAINED_US) {
            fullSinceUs = nowUs;
        }
        loweredBefore = true;
        loweredUs = nowUs;
        probedSinceFull = false;
        prober.onDecrease(nowUs, fullSinceUs + DRAINED_US);
    }

    /** A probe that found more raises the estimate; one that found less lowers it, but not below what arrives anyway. */
    private void takeProbe(long nowUs) {
        double shownBps = prober.takeResult(nowUs);
        if (shownBps > estimateBps) {
            delayBased.rateBps(shownBps);
            lossBased.atLeast(shownBps);
        } else if (shownBps > 0) {
            double inUseBps = ROOM_FOR_WHAT_IS_IN_USE * acknowledgedBps();
            delayBased.rateBps(Math.min(delayBased.rateBps(), Math.max(shownBps, inUseBps)));
        }
    }

    private void settle() {
        delayBased.rateBps(bounded(delayBased.rateBps()));
        lossBased.atLeast(floorBps);
        estimateBps = bounded(Math.min(delayBased.rateBps(), lossBased.rateBps()));
    }

    private double bounded(double bps) {
        return Math.max(floorBps, Math.min(ceilingBps, bps));
    }

    /**
     * Judges silence and probes; call it every ten milliseconds.
     *
     * @param nowNs the time
     */
    public void onTimer(long nowNs) {
        long nowUs = nowNs / NANOS_PER_MICRO;
        if (nowUs - heardUs >= SILENCE_US && history.sent() - sentWhenJudged >= SILENT_PACKETS) {
            heardUs = nowUs - SILENCE_US + SILENCE_STEP_US;
            sentWhenJudged = history.sent();
            delayBased.rateBps(Math.min(estimateBps, delayBased.rateBps()) * SILENCE_BACK_OFF);
            prober.onDecrease(nowUs, nowUs + DRAINED_US);
            settle();
        }
        takeProbe(nowUs);
        settle();
        if (!isFull(nowUs)) {
            probedSinceFull |= prober.consider(estimateBps, wantedBps, ceilingBps, nowUs);
        }
    }

    /**
     * Whether the path was found full of late and what waited there still does: a probe would find nothing but itself, or,
     * where its packets are held up and come together, more than there is.
     */
    private boolean isFull(long nowUs) {
        return loweredBefore && nowUs - fullSinceUs < DRAINED_US && roundTripUs - emptyRoundTripUs > STANDING_QUEUE_US;
    }

    /**
     * Says what would be sent if there were room for all of it; no more than that is looked for. Who cannot send padding
     * leaves it at 0.
     *
     * @param bps 0 for nothing more than what is sent
     */
    public void want(long bps) {
        wantedBps = bps;
    }

    /**
     * Padding that is to be sent now as part of a probe.
     *
     * @param nowNs the time
     * @return bytes on the wire, {@link #OVERHEAD_BYTES} of each packet included; 0 for none
     */
    public int paddingDue(long nowNs) {
        return prober.paddingDue(nowNs / NANOS_PER_MICRO);
    }

    /**
     * What the path carries.
     *
     * @return bits per second, within the limits
     */
    public long estimateBps() {
        return (long) estimateBps;
    }

    /**
     * What arrives, by feedback; never more than what was sent.
     *
     * @return bits per second in the last half second, 0 while unknown
     */
    public long acknowledgedBps() {
        return Math.min(arrivals.rateBps(), departures.rateBps());
    }

    /**
     * What is lost on the way.
     *
     * @return 0 to 1000, in the last interval that could be judged
     */
    public int lossPerMille() {
        return (int) (1000 * lossBased.lossShare());
    }
}
