package org.anychat.relay.feedback;

import java.util.List;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;

/**
 * What one publisher is told: which packets to send again, when to send a key frame, how its packets arrive (RFC 3550
 * section 6.4.2; draft-holmer-rmcat-transport-wide-cc-extensions where it numbers them), and how much it may send at most
 * (draft-alvestrand-rmcat-remb).
 */
public final class PublisherFeedback {
    /** Time between two receiver reports. */
    static final long REPORT_INTERVAL_NS = 1_000_000_000;

    /** How long arrivals wait until they are told. */
    static final long ARRIVALS_INTERVAL_NS = 50_000_000;

    private static final int MAX_REPORTED_STREAMS = 31;

    private final int senderSsrc;
    private final long maxBitrateBps;
    private final RelayCounters counters;
    private final int[] missing = new int[64];
    private final TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
    private boolean reportedBefore;
    private long reportedNs;
    private boolean hasNewArrivals;
    private long firstNewArrivalNs;

    /**
     * Makes the feedback of a publisher.
     *
     * @param senderSsrc the relay's own SSRC towards it
     * @param maxBitrateBps what it may send
     * @param counters of the loop
     */
    public PublisherFeedback(int senderSsrc, long maxBitrateBps, RelayCounters counters) {
        this.senderSsrc = senderSsrc;
        this.maxBitrateBps = maxBitrateBps;
        this.counters = counters;
    }

    /**
     * Takes note of a packet with a transport-wide sequence number, whatever it carries.
     *
     * @param sequenceNumber transport-wide, 0 to 65535
     * @param nowNs when it came
     */
    public void onArrival(int sequenceNumber, long nowNs) {
        if (!hasNewArrivals) {
            hasNewArrivals = true;
            firstNewArrivalNs = nowNs;
        }
        arrivals.onPacket(sequenceNumber, nowNs);
    }

    /**
     * Writes what is due.
     *
     * @param streams what the publisher sends
     * @param batch takes the packets
     * @param nowNs the time
     */
    public void onTimer(List<IncomingStream> streams, RtcpBatch batch, long nowNs) {
        if (!streams.isEmpty() && (!reportedBefore || nowNs - reportedNs >= REPORT_INTERVAL_NS)) {
            reportedBefore = true;
            reportedNs = nowNs;
            report(streams, batch, nowNs);
        }
        if (hasNewArrivals && !streams.isEmpty() && nowNs - firstNewArrivalNs >= ARRIVALS_INTERVAL_NS) {
            tellArrivals(streams.get(0).ssrc(), batch);
        }
        for (int i = 0; i < streams.size(); i++) {
            ask(streams.get(i), batch, nowNs);
        }
    }

    private void report(List<IncomingStream> streams, RtcpBatch batch, long nowNs) {
        int count = Math.min(MAX_REPORTED_STREAMS, streams.size());
        int[] ssrcs = new int[count];
        for (int i = 0; i < count; i++) {
            ssrcs[i] = streams.get(i).ssrc();
        }
        batch.add(writer -> receiverReport(streams, count, writer, nowNs));
        batch.add(writer -> writer.remb(senderSsrc, maxBitrateBps, ssrcs, count));
    }

    private boolean receiverReport(List<IncomingStream> streams, int count, RtcpWriter writer, long nowNs) {
        boolean fitted = writer.receiverReport(senderSsrc);
        for (int i = 0; fitted && i < count; i++) {
            IncomingStream stream = streams.get(i);
            fitted = writer.reportBlock(stream.ssrc(), stream.statistics(), nowNs);
        }
        return fitted;
    }

    private void tellArrivals(int mediaSsrc, RtcpBatch batch) {
        hasNewArrivals = false;
        batch.add(writer -> arrivals.append(writer, senderSsrc, mediaSsrc));
    }

    private void ask(IncomingStream stream, RtcpBatch batch, long nowNs) {
        int count = stream.collectMissing(nowNs, missing);
        if (count > 0) {
            counters.add(RelayCounter.NACKS_TO_PUBLISHERS, count);
            batch.add(writer -> writer.nack(senderSsrc, stream.ssrc(), missing, count));
        }
        if (stream.isKeyFrameDue(nowNs)) {
            counters.add(RelayCounter.KEY_FRAME_REQUESTS_TO_PUBLISHERS);
            batch.add(writer -> writer.pli(senderSsrc, stream.ssrc()));
        }
    }
}
