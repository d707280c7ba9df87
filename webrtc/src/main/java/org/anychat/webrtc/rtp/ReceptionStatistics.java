package org.anychat.webrtc.rtp;

import java.util.concurrent.TimeUnit;

/**
 * What a receiver knows of one incoming stream and puts into its reports (RFC 3550 §6.4.1, A.1, A.3, A.8). Allocates
 * nothing after construction; for one thread at a time. Packets are authenticated before they come here, so there is no
 * probation (A.1 with MIN_SEQUENTIAL 1).
 */
public final class ReceptionStatistics {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int NO_BAD_SEQUENCE = -1;
    private static final long MAX_CUMULATIVE_LOST = 0x7F_FFFF;
    private static final long MIN_CUMULATIVE_LOST = -0x80_0000;

    private final int clockRateHz;
    private boolean started;
    private int baseSequence;
    private int maxSequence;
    private long cycles;
    private int badSequence = NO_BAD_SEQUENCE;
    private long received;
    private long expectedPrior;
    private long receivedPrior;
    private int transit;
    private long jitterQ4;
    private int lastSenderReport;
    private long lastSenderReportNs;

    /**
     * Starts with no packet seen.
     *
     * @param clockRateHz of the stream's timestamps
     */
    public ReceptionStatistics(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    /**
     * Takes in a packet, in the order of arrival. Retransmissions in a stream of their own do not belong here.
     *
     * @param sequenceNumber 0 to 65535
     * @param timestamp its RTP timestamp
     * @param arrivalNs when it came, in nanoseconds of any steady clock
     * @return false where the number is so far off that the packet does not count; two such in a row restart the count
     */
    public boolean onPacket(int sequenceNumber, int timestamp, long arrivalNs) {
        if (!started) {
            restart(sequenceNumber);
            transit = arrivalInClock(arrivalNs) - timestamp;
        } else if (!advance(sequenceNumber)) {
            return false;
        }
        received++;
        updateJitter(timestamp, arrivalNs);
        return true;
    }

    private boolean advance(int sequenceNumber) {
        int delta = (sequenceNumber - maxSequence) & 0xFFFF;
        if (delta < MAX_DROPOUT) {
            cycles += sequenceNumber < maxSequence ? 1 << 16 : 0;
            maxSequence = sequenceNumber;
            badSequence = NO_BAD_SEQUENCE;
        } else if (delta <= (1 << 16) - MAX_MISORDER) {
            if (sequenceNumber != badSequence) {
                badSequence = (sequenceNumber + 1) & 0xFFFF;
                return false;
            }
            restart(sequenceNumber);
        }
        return true;
    }

    private void restart(int sequenceNumber) {
        started = true;
        baseSequence = sequenceNumber;
        maxSequence = sequenceNumber;
        badSequence = NO_BAD_SEQUENCE;
        cycles = 0;
        received = 0;
        receivedPrior = 0;
        expectedPrior = 0;
    }

    private void updateJitter(int timestamp, long arrivalNs) {
        int newTransit = arrivalInClock(arrivalNs) - timestamp;
        long difference = Math.abs((long) (newTransit - transit));
        transit = newTransit;
        jitterQ4 += difference - ((jitterQ4 + 8) >> 4);
    }

    private int arrivalInClock(long arrivalNs) {
        long wholeSeconds = Math.floorDiv(arrivalNs, TimeUnit.SECONDS.toNanos(1));
        long restNs = Math.floorMod(arrivalNs, TimeUnit.SECONDS.toNanos(1));
        return (int) (wholeSeconds * clockRateHz + restNs * clockRateHz / TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * Takes in the stream's sender report.
     *
     * @param ntpTimestamp of the report, 32.32 fixed point
     * @param arrivalNs when it came, in nanoseconds of the same clock as the packets
     */
    public void onSenderReport(long ntpTimestamp, long arrivalNs) {
        lastSenderReport = (int) (ntpTimestamp >>> 16);
        lastSenderReportNs = arrivalNs;
    }

    /**
     * Packets that counted.
     *
     * @return since the count began
     */
    public long packetsReceived() {
        return received;
    }

    /**
     * Packets that should have come, lost ones included.
     *
     * @return since the count began
     */
    public long packetsExpected() {
        return expected();
    }

    /**
     * The highest sequence number with the count of wraps in the upper half.
     *
     * @return the 32 bits for the report
     */
    public int extendedHighestSequence() {
        return (int) (cycles + maxSequence);
    }

    /**
     * Packets expected less packets received.
     *
     * @return 24-bit signed for the report, negative where duplicates outnumber the losses
     */
    public int cumulativeLost() {
        return (int) Math.min(MAX_CUMULATIVE_LOST, Math.max(MIN_CUMULATIVE_LOST, expected() - received));
    }

    /**
     * The share lost since this was last asked, and starts the next interval.
     *
     * @return 0 to 255 in 1/256
     */
    public int takeFractionLost() {
        long expectedInterval = expected() - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        if (expectedInterval <= 0 || lostInterval <= 0) {
            return 0;
        }
        return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }

    private long expected() {
        return started ? cycles + maxSequence - baseSequence + 1 : 0;
    }

    /**
     * Interarrival jitter.
     *
     * @return in timestamp units
     */
    public int jitter() {
        return (int) (jitterQ4 >> 4);
    }

    /**
     * The middle 32 bits of the last sender report's NTP timestamp (LSR).
     *
     * @return the 32 bits, 0 where there was none
     */
    public int lastSenderReport() {
        return lastSenderReport;
    }

    /**
     * How long ago the last sender report came (DLSR).
     *
     * @param nowNs the time, of the same clock
     * @return in 1/65536 s, 0 where there was none
     */
    public int delaySinceLastSenderReport(long nowNs) {
        if (lastSenderReport == 0) {
            return 0;
        }
        long delayUs = TimeUnit.NANOSECONDS.toMicros(nowNs - lastSenderReportNs);
        return (int) ((delayUs << 16) / TimeUnit.SECONDS.toMicros(1));
    }
}
