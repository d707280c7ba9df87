package org.anychat.client.media;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Rtx;

/** The tracks that a connection receives, by their sources, and what the other side is told of them. For the connection's loop. */
final class ReceiverFeedback {
    private static final int RTCP_LENGTH = 1200;
    private static final int RTCP_BUFFER_LENGTH = 1500;
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] CNAME = "anychat".getBytes(StandardCharsets.US_ASCII);

    private final PeerConnection connection;
    private final int ownSsrc;
    private final Map<Integer, TrackReceiver> receiverBySsrc = new LinkedHashMap<>();
    private final Map<Integer, Retransmission> retransmissionBySsrc = new HashMap<>();
    private final RtcpReader rtcp = new RtcpReader();
    private final RtcpWriter feedback = new RtcpWriter();
    private final byte[] feedbackBuffer = new byte[RTCP_BUFFER_LENGTH];
    private long reportedNs;

    /** A retransmission stream (RFC 4588): whose packets it repeats, and under which payload type they were sent. */
    private record Retransmission(TrackReceiver receiver, int payloadType) {}

    /** {@code ownSsrc} is the source of what this side tells. */
    ReceiverFeedback(PeerConnection connection, int ownSsrc) {
        this.connection = connection;
        this.ownSsrc = ownSsrc;
    }

    int ownSsrc() {
        return ownSsrc;
    }

    void clear() {
        receiverBySsrc.clear();
        retransmissionBySsrc.clear();
    }

    void add(TrackReceiver receiver) {
        receiverBySsrc.put(receiver.ssrc(), receiver);
    }

    /** What comes from a source repeats packets of a receiver, sent under a payload type. */
    void addRetransmission(int ssrc, TrackReceiver receiver, int payloadType) {
        retransmissionBySsrc.put(ssrc, new Retransmission(receiver, payloadType));
    }

    Map<Integer, TrackReceiver> bySsrc() {
        return receiverBySsrc;
    }

    Collection<TrackReceiver> receivers() {
        return receiverBySsrc.values();
    }

    List<TrackStatistics> statistics() {
        return receiverBySsrc.values().stream().map(TrackReceiver::statistics).toList();
    }

    void onConnected() {
        reportedNs = System.nanoTime() - REPORT_INTERVAL_NS;
    }

    /** Takes a packet, which is dropped where nothing is known of its source. */
    void onRtp(RtpPacket packet, long nowNs) {
        TrackReceiver receiver = receiverBySsrc.get(packet.ssrc());
        if (receiver != null) {
            receiver.onRtp(packet, nowNs);
            return;
        }
        Retransmission retransmission = retransmissionBySsrc.get(packet.ssrc());
        if (retransmission != null) {
            onRetransmission(packet, retransmission, nowNs);
        }
    }

    private static void onRetransmission(RtpPacket packet, Retransmission retransmission, long nowNs) {
        TrackReceiver receiver = retransmission.receiver();
        if (Rtx.decapsulate(packet, retransmission.payloadType(), receiver.ssrc())) {
            receiver.onRetransmission(packet, nowNs);
        }
    }

    /** Takes a compound packet of the other side. */
    void onRtcp(byte[] data, int offset, int length, long nowNs) {
        if (!rtcp.wrap(data, offset, length)) {
            return;
        }
        while (rtcp.next()) {
            if (rtcp.kind() == RtcpKind.SENDER_REPORT) {
                TrackReceiver receiver = receiverBySsrc.get(rtcp.senderSsrc());
                if (receiver != null) {
                    receiver.onSenderReport(rtcp.ntpTimestamp(), rtcp.rtpTimestamp(), nowNs);
                }
            }
        }
    }

    /** Tells what is due. */
    void onTimer(long nowNs) {
        if (nowNs - reportedNs >= REPORT_INTERVAL_NS) {
            reportedNs = nowNs;
            sendReports(nowNs);
        }
        feedback.wrap(feedbackBuffer, 0, RTCP_LENGTH);
        for (TrackReceiver receiver : receiverBySsrc.values()) {
            receiver.onTimer(nowNs, ownSsrc, feedback);
        }
        flush();
    }

    /** Reports of all streams that have begun, in as many packets as they need. */
    private void sendReports(long nowNs) {
        beginReport();
        for (TrackReceiver receiver : receiverBySsrc.values()) {
            if (receiver.started() && !feedback.reportBlock(receiver.ssrc(), receiver.reception(), nowNs)) {
                endReport();
                beginReport();
                feedback.reportBlock(receiver.ssrc(), receiver.reception(), nowNs);
            }
        }
        endReport();
    }

    private void beginReport() {
        feedback.wrap(feedbackBuffer, 0, RTCP_LENGTH);
        feedback.receiverReport(ownSsrc);
    }

    private void endReport() {
        feedback.sourceDescription(ownSsrc, CNAME);
        flush();
    }

    private void flush() {
        if (feedback.length() > 0) {
            connection.sendRtcp(feedbackBuffer, 0, feedback.length());
        }
    }
}
