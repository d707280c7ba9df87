package org.anychat.relay.media;

import org.anychat.relay.feedback.Resender;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.SendBuffer;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Rtx;
import org.anychat.webrtc.transport.DatagramReceiver;

/** What happens to one packet on its way to one viewer. One per loop; its scratch buffer serves all viewers. */
final class EgressPipeline implements Resender {
    /** The longest packet that is forwarded; behind it there is room for RTX and SRTP. */
    static final int MAX_PACKET_BYTES = 1600;

    private final byte[] copy = new byte[MAX_PACKET_BYTES + Rtx.OVERHEAD + DatagramReceiver.TAIL_ROOM];
    private final RtpPacket retransmission = new RtpPacket();
    private final RelayCounters counters;

    EgressPipeline(RelayCounters counters) {
        this.counters = counters;
    }

    /** The way of a new packet. */
    void forward(Subscription viewer, Encoding encoding, boolean isStart, RtpPacket packet, long nowNs) {
        if (!viewer.sink().isOpen() || !viewer.selects(encoding, isStart, packet, nowNs)) {
            return;
        }
        if (!viewer.number(packet, nowNs)) {
            counters.add(RelayCounter.DROP_STALE);
            return;
        }
        int length = copyOf(packet.buffer(), packet.offset(), packet.length());
        viewer.stamp(copy, 0, length);
        send(viewer, length);
    }

    /** The way of a packet that the viewer has lost. */
    @Override
    public boolean resend(Subscription viewer, int segment, int viewerSequenceNumber, Encoding encoding, int slot) {
        SendBuffer buffer = encoding.sendBuffer();
        int length = copyOf(buffer.data(), buffer.offset(slot), buffer.length(slot));
        viewer.stampAgain(segment, viewerSequenceNumber, copy, 0, length);
        return send(viewer, viewer.format().hasRtx() ? encapsulate(viewer, length) : length);
    }

    private int copyOf(byte[] data, int offset, int length) {
        System.arraycopy(data, offset, copy, 0, length);
        return length;
    }

    private int encapsulate(Subscription viewer, int length) {
        retransmission.wrap(copy, 0, length);
        return Rtx.encapsulate(
                retransmission,
                viewer.format().rtxPayloadType(),
                viewer.format().rtxSsrc(),
                viewer.nextRtxSequenceNumber());
    }

    private boolean send(Subscription viewer, int length) {
        if (viewer.isVideo() && viewer.sink().isCrowded()) {
            counters.add(RelayCounter.DROP_CROWDED);
            return false;
        }
        if (!viewer.sink().sendRtp(copy, 0, length)) {
            counters.add(RelayCounter.DROP_NOT_SENT);
            return false;
        }
        counters.add(RelayCounter.RTP_OUT);
        counters.add(RelayCounter.RTP_BYTES_OUT, length);
        return true;
    }
}
