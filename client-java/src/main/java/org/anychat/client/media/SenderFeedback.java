package org.anychat.client.media;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;

/** The tracks that a connection sends, what the other side says of them, and what it is told. For the connection's loop. */
final class SenderFeedback<T extends SentTrack> {
    private static final int RTCP_LENGTH = 512;
    private static final int RTCP_BUFFER_LENGTH = 1024;
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final PeerConnection connection;
    private final byte[] cname;
    private final List<T> senders = new ArrayList<>();
    private final RtcpReader rtcp = new RtcpReader();
    private final RtcpWriter reports = new RtcpWriter();
    private final byte[] reportBuffer = new byte[RTCP_BUFFER_LENGTH];
    private long reportedNs;

    /** {@code cname} is that of all tracks. */
    SenderFeedback(PeerConnection connection, String cname) {
        this.connection = connection;
        this.cname = cname.getBytes(StandardCharsets.US_ASCII);
    }

    void add(T sender) {
        senders.add(sender);
    }

    List<T> senders() {
        return senders;
    }

    /** Takes a compound packet of the other side. */
    void onRtcp(byte[] data, int offset, int length, long nowNs) {
        if (rtcp.wrap(data, offset, length)) {
            while (rtcp.next()) {
                onFeedback(nowNs);
            }
        }
    }

    /** Sends what is due. */
    void onTimer(long nowNs) {
        for (SentTrack sender : senders) {
            sender.onTimer(nowNs);
        }
        if (nowNs - reportedNs >= REPORT_INTERVAL_NS) {
            reportedNs = nowNs;
            report(nowNs);
        }
    }

    private void onFeedback(long nowNs) {
        switch (rtcp.kind()) {
            case NACK -> {
                SentTrack sender = senderOf(rtcp.mediaSsrc());
                if (sender != null) {
                    rtcp.forEachNacked(sender::onNack);
                }
            }
            case PLI -> requestKeyFrame(rtcp.mediaSsrc(), nowNs);
            case FIR -> {
                for (int index = 0; index < rtcp.firCount(); index++) {
                    requestKeyFrame(rtcp.firSsrc(index), nowNs);
                }
            }
            default -> {
                // Reports and bandwidth estimates change nothing about media that is encoded already.
            }
        }
    }

    private void requestKeyFrame(int ssrc, long nowNs) {
        SentTrack sender = senderOf(ssrc);
        if (sender != null) {
            sender.onKeyFrameRequest(nowNs);
        }
    }

    private SentTrack senderOf(int ssrc) {
        for (SentTrack sender : senders) {
            if (sender.ssrc() == ssrc) {
                return sender;
            }
        }
        return null;
    }

    private void report(long nowNs) {
        long unixNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        reports.wrap(reportBuffer, 0, RTCP_LENGTH);
        for (SentTrack sender : senders) {
            sender.report(reports, cname, nowNs, unixNs);
        }
        if (reports.length() > 0) {
            connection.sendRtcp(reportBuffer, 0, reports.length());
        }
    }
}
