package org.anychat.relay.forward;

import java.util.concurrent.TimeUnit;

/**
 * One stream of a publication: the only one, or one layer of simulcast. Holds what viewers need of it: its recent
 * packets, whether it is alive, whether somebody waits for a key frame, and the relation of its timestamps to time.
 */
public final class Encoding {
    /** A layer without packets for so long is not sent any more. */
    static final long ALIVE_NS = 1_500_000_000;

    private static final int SLOTS_VIDEO = 1024;
    private static final int SLOTS_AUDIO = 256;

    private final int index;
    private final int clockRateHz;
    private final PublisherClock publisherClock;
    private final SendBuffer sendBuffer;
    private boolean received;
    private long lastPacketNs;
    private int lastTimestamp;
    private boolean reported;
    private long reportedUnixNs;
    private int reportedTimestamp;
    private boolean keyFrameWanted;

    Encoding(int index, PublicationFormat format, PublisherClock publisherClock, SendBufferLimits limits) {
        this.index = index;
        this.clockRateHz = format.clockRateHz();
        this.publisherClock = publisherClock;
        boolean video = format.isVideo();
        this.sendBuffer = new SendBuffer(
                video ? limits.videoBytes() : limits.audioBytes(),
                video ? SLOTS_VIDEO : SLOTS_AUDIO,
                TimeUnit.MILLISECONDS.toNanos(limits.maxAgeMs()));
    }

    /**
     * Takes note of a packet, in the order of arrival.
     *
     * @param timestamp the packet's
     * @param nowNs the time
     */
    public void onPacket(int timestamp, long nowNs) {
        received = true;
        lastPacketNs = nowNs;
        lastTimestamp = timestamp;
    }

    /**
     * Takes note of the publisher's sender report for this stream.
     *
     * @param unixNs the report's time on the publisher's clock
     * @param timestamp the same moment in the stream's clock
     */
    public void onSenderReport(long unixNs, int timestamp) {
        reported = true;
        reportedUnixNs = unixNs;
        reportedTimestamp = timestamp;
    }

    /**
     * The stream's timestamp at a moment, by the publisher's reports, or by the last packet while there are none.
     *
     * @param nowNs on the relay's clock
     * @return the 32 bits
     */
    public int timestampAt(long nowNs) {
        return reported
                ? reportedTimestamp + ticks(nowNs - publisherClock.toRelayNs(reportedUnixNs))
                : lastTimestamp + ticks(nowNs - lastPacketNs);
    }

    private int ticks(long durationNs) {
        return (int) (TimeUnit.NANOSECONDS.toMicros(durationNs) * clockRateHz / TimeUnit.SECONDS.toMicros(1));
    }

    /**
     * Whether a packet has ever come.
     *
     * @return false before the first one
     */
    public boolean hasStarted() {
        return received;
    }

    /**
     * Whether packets come now.
     *
     * @param nowNs the time
     * @return false before the first one, and where the last one is long ago
     */
    public boolean isAlive(long nowNs) {
        return received && nowNs - lastPacketNs < ALIVE_NS;
    }

    /**
     * Tells whether anything came yet; from then on the encoding keeps its SSRC, since viewers' numbers follow it.
     *
     * @return true after the first packet
     */
    public boolean hasReceived() {
        return received;
    }

    /**
     * The encoding's place among the layers.
     *
     * @return 0 for the lowest
     */
    public int index() {
        return index;
    }

    /**
     * The recent packets, as they are forwarded.
     *
     * @return the buffer
     */
    public SendBuffer sendBuffer() {
        return sendBuffer;
    }

    /** A viewer cannot go on without a key frame. */
    public void wantKeyFrame() {
        keyFrameWanted = true;
    }

    /**
     * Tells, once, whether a viewer wants a key frame.
     *
     * @return true where one has since the last call
     */
    public boolean takeKeyFrameWanted() {
        boolean result = keyFrameWanted;
        keyFrameWanted = false;
        return result;
    }
}
