package org.anychat.relay.feedback;

import org.anychat.relay.feedback.NackGenerator.Arrival;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.webrtc.rtp.ReceptionStatistics;

/** One SSRC that a publisher sends: which encoding it is, what of it is missing, what is reported about it. */
public final class IncomingStream {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Publication publication;
    private final Encoding encoding;
    private final int ssrc;
    private final boolean nackNegotiated;
    private final NackGenerator nackGenerator = new NackGenerator();
    private final KeyFrameRequester keyFrameRequester = new KeyFrameRequester();
    private final KeyFrameInterval keyFrameInterval = new KeyFrameInterval();
    private final ReceptionStatistics statistics;
    private final StreamMeter meter = new StreamMeter();

    /**
     * Makes a stream that has had no packet.
     *
     * @param publication the track
     * @param encoding its layer that the stream carries
     * @param ssrc of the stream
     * @param nackNegotiated whether the publisher answers NACKs for it
     */
    public IncomingStream(Publication publication, Encoding encoding, int ssrc, boolean nackNegotiated) {
        this.publication = publication;
        this.encoding = encoding;
        this.ssrc = ssrc;
        this.nackNegotiated = nackNegotiated;
        this.statistics = new ReceptionStatistics(publication.format().clockRateHz());
    }

    /**
     * Takes note of a packet of the stream itself.
     *
     * @param sequenceNumber 0 to 65535
     * @param timestamp the packet's
     * @param payloadLength in bytes
     * @param nowNs the time
     * @return what it is to the stream
     */
    public Arrival onPacket(int sequenceNumber, int timestamp, int payloadLength, long nowNs) {
        meter.onPayload(payloadLength);
        statistics.onPacket(sequenceNumber, timestamp, nowNs);
        keyFrameInterval.onPacket(timestamp);
        return nackGenerator.onPacket(sequenceNumber, nowNs);
    }

    /**
     * Takes note of a packet that came again as RTX; it does not count as received (RFC 4588 section 6.3).
     *
     * @param sequenceNumber of the original, 0 to 65535
     * @param nowNs the time
     * @return what it is to the stream
     */
    public Arrival onRetransmission(int sequenceNumber, long nowNs) {
        return nackGenerator.onPacket(sequenceNumber, nowNs);
    }

    /**
     * Takes note of a packet that a later one has brought along, before that one itself; it does not count as received.
     *
     * @param sequenceNumber of the packet, 0 to 65535
     * @param nowNs the time
     * @return whether it was missing
     */
    public boolean onRestored(int sequenceNumber, long nowNs) {
        return nackGenerator.onRestored(sequenceNumber, nowNs);
    }

    /**
     * Takes note of how loud a packet's sound is.
     *
     * @param level 0 (loudest) to 127 (silence), RFC 6464
     */
    public void onAudioLevel(int level) {
        meter.onAudioLevel(level);
    }

    /**
     * Takes note of the picture's size.
     *
     * @param size width in the low 16 bits, height in the high 16
     */
    public void onPictureSize(int size) {
        meter.onPictureSize(size);
    }

    /**
     * Ends an interval of {@link #rate}.
     *
     * @param nowNs the time
     */
    public void measure(long nowNs) {
        meter.measure(statistics.packetsExpected(), statistics.packetsReceived(), nackGenerator.lost(), nowNs);
    }

    /**
     * What has come in the last interval.
     *
     * @return nothing before the second interval
     */
    public StreamRate rate() {
        return meter.rate();
    }

    /**
     * How irregularly packets come (RFC 3550 section 6.4.1).
     *
     * @return microseconds
     */
    public int jitterUs() {
        return (int)
                (MICROS_PER_SECOND * statistics.jitter() / publication.format().clockRateHz());
    }

    /** A key frame has begun. */
    public void onKeyFrame() {
        keyFrameRequester.onKeyFrame();
        keyFrameInterval.onKeyFrame();
    }

    /**
     * Sets how often the publisher is asked for a key frame that no viewer needs.
     *
     * @param frames from one key frame to the next; 0 for never
     */
    public void gop(int frames) {
        keyFrameInterval.frames(frames);
    }

    /**
     * Takes the publisher's sender report.
     *
     * @param ntpTimestamp as it is in the report
     * @param unixNs the same in nanoseconds since 1970
     * @param timestamp the same moment in the stream's clock
     * @param clock of the publisher
     * @param nowNs when the report came
     */
    public void onSenderReport(long ntpTimestamp, long unixNs, int timestamp, PublisherClock clock, long nowNs) {
        statistics.onSenderReport(ntpTimestamp, nowNs);
        clock.onSenderReport(unixNs, nowNs);
        encoding.onSenderReport(unixNs, timestamp);
    }

    /**
     * Collects what to ask for again.
     *
     * @param nowNs the time
     * @param due takes the numbers
     * @return how many
     */
    int collectMissing(long nowNs, int[] due) {
        int count = nackGenerator.collect(nowNs, due);
        return nackNegotiated ? count : 0;
    }

    /**
     * Whether to ask for a key frame now: a viewer wants one, packets are lost for good, or it is time for one. Before the
     * first packet there is nobody who could hear it.
     */
    boolean isKeyFrameDue(long nowNs) {
        boolean lost = nackGenerator.takeGaveUp();
        boolean wanted = encoding.takeKeyFrameWanted();
        if (!publication.format().isVideo()) {
            return false;
        }
        if (wanted || (lost && publication.subscriptions().length > 0)) {
            keyFrameRequester.want();
        }
        if (keyFrameInterval.takeDue()) {
            keyFrameRequester.wantOnce();
        }
        return encoding.hasReceived() && keyFrameRequester.isDue(nowNs);
    }

    /**
     * The track.
     *
     * @return the publication
     */
    public Publication publication() {
        return publication;
    }

    /**
     * The layer.
     *
     * @return the encoding
     */
    public Encoding encoding() {
        return encoding;
    }

    /**
     * The stream's source.
     *
     * @return the 32 bits
     */
    public int ssrc() {
        return ssrc;
    }

    /**
     * Packets given up so far.
     *
     * @return the count
     */
    public long lost() {
        return nackGenerator.lost();
    }

    ReceptionStatistics statistics() {
        return statistics;
    }
}
