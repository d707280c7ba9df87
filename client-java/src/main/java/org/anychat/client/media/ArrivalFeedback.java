package org.anychat.client.media;

import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * Tells a sender that numbers its packets how they arrive (draft-holmer-rmcat-transport-wide-cc-extensions), by which it knows
 * how much the path takes: without it browsers stay at the bitrate with which they begin. For the connection's loop.
 */
final class ArrivalFeedback {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int RTCP_LENGTH = 1200;
    private static final int RTCP_BUFFER_LENGTH = 1500;
    /** A sender whose numbers jump has no more packets sent for it; what is left over goes with the next. */
    private static final int MOST_AT_ONCE = 8;

    private final PeerConnection connection;
    private final int ownSsrc;
    private final int extensionId;
    private final TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] buffer = new byte[RTCP_BUFFER_LENGTH];
    private boolean hasNew;
    private long firstNewNs;
    private int mediaSsrc;

    /** {@code extensionId} is that of the numbers, 0 where there are none. */
    ArrivalFeedback(PeerConnection connection, int ownSsrc, int extensionId) {
        this.connection = connection;
        this.ownSsrc = ownSsrc;
        this.extensionId = extensionId;
    }

    void onRtp(RtpPacket packet, long nowNs) {
        if (extensionId == 0 || packet.extensions().lengthOf(extensionId) != Short.BYTES) {
            return;
        }
        if (!hasNew) {
            hasNew = true;
            firstNewNs = nowNs;
        }
        mediaSsrc = packet.ssrc();
        arrivals.onPacket(
                NetworkOrder.uint16(packet.buffer(), packet.extensions().find(extensionId)), nowNs);
    }

    void onTimer(long nowNs) {
        if (!hasNew || nowNs - firstNewNs < INTERVAL_NS) {
            return;
        }
        hasNew = false;
        for (int count = 0; count < MOST_AT_ONCE; count++) {
            writer.wrap(buffer, 0, RTCP_LENGTH);
            if (!arrivals.append(writer, ownSsrc, mediaSsrc)) {
                return;
            }
            connection.sendRtcp(buffer, 0, writer.length());
        }
    }
}
