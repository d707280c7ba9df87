package org.anychat.relay.feedback;

import java.util.List;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtcp.RtcpWriter;

/**
 * What one publisher is told: which packets to send again, when to send a key frame, how its packets arrive (RFC 3550
 * section 6.4.2), and how much it may send (draft-alvestrand-rmcat-remb). The estimate is the configured ceiling; it
 * keeps a browser's sender from starving for want of any feedback.
 */
public final class PublisherFeedback {
    /** Time between two receiver reports. */
    static final long REPORT_INTERVAL_NS = 1_000_000_000;

    private static final int MAX_REPORTED_STREAMS = 31;

    private final int senderSsrc;
    private final long maxBitrateBps;
    private final RelayCounters counters;
    private final int[] missing = new int[64];
    private boolean reportedBefore;
    private long reportedNs;

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
