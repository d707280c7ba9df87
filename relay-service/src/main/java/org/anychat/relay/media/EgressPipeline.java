package org.anychat.relay.media;

import java.util.Arrays;
import org.anychat.relay.feedback.Resender;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.SendBuffer;
import org.anychat.relay.forward.SequenceRewriter;
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

    private static final int ROOM = Rtx.OVERHEAD + RtpPacket.EXTENSION_16_ROOM + DatagramReceiver.TAIL_ROOM;
    private static final int VERSION_2_WITH_PADDING = 0xA0;
    private static final int MAX_PADDING = 255;
    /** One packet of sound after the other comes within that; what is older would only make the viewer's buffer longer. */
    private static final long NEW_SOUND_NS = 60_000_000;

    private final byte[] copy = new byte[MAX_PACKET_BYTES + ROOM];
    private final RtpPacket retransmission = new RtpPacket();
    private final RtpPacket numbered = new RtpPacket();
    private final RtpPacket newest = new RtpPacket();
    private final RelayCounters counters;

    EgressPipeline(RelayCounters counters) {
        this.counters = counters;
    }

    /** The way of a new packet. */
    void forward(Subscription viewer, Encoding encoding, boolean isStart, RtpPacket packet, long nowNs) {
        if (!viewer.sink().isOpen() || isHeldUp(viewer, encoding, packet) || isUnheard(viewer, nowNs)) {
            return;
        }
        if (!viewer.selects(encoding, isStart, packet, nowNs)) {
            return;
        }
        if (viewer.leavesOut(isStart, packet)) {
            counters.add(RelayCounter.THINNED_OUT);
            return;
        }
        if (!viewer.number(packet, nowNs)) {
            counters.add(RelayCounter.DROP_STALE);
            return;
        }
        if (viewer.isVideo() && viewer.sink().defer(viewer, viewer.newestSequenceNumber(), packet.length(), nowNs)) {
            return;
        }
        int length = viewer.stamp(copy, 0, copyOf(packet.buffer(), packet.offset(), packet.length()));
        send(viewer, length, nowNs);
    }

    /**
     * A viewer begins with the newest packet of a sound, and does not wait for the next one.
     *
     * @param sinceNs before that it was to get none of it
     */
    void begin(Subscription viewer, long sinceNs, long nowNs) {
        Encoding encoding = viewer.publication().encoding(0);
        SendBuffer buffer = encoding.sendBuffer();
        int slot =
                viewer.isVideo() ? SendBuffer.MISSING : buffer.newest(Math.min(NEW_SOUND_NS, nowNs - sinceNs), nowNs);
        if (slot != SendBuffer.MISSING && newest.wrap(buffer.data(), buffer.offset(slot), buffer.length(slot))) {
            forward(viewer, encoding, true, newest, nowNs);
        }
    }

    /**
     * Whether a video has to wait for its way out. It stops with the first packet that is left out, until a key frame: what
     * comes in between could not be decoded, and would only keep the sound behind it waiting. A frame is not cut in two
     * where there is room for all of it.
     */
    private boolean isHeldUp(Subscription viewer, Encoding encoding, RtpPacket packet) {
        if (!viewer.isVideo() || !viewer.sink().isCrowded()) {
            return false;
        }
        if (viewer.sink().hasRoom() && viewer.continuesFrame(encoding, packet)) {
            return false;
        }
        if (viewer.stop(encoding)) {
            counters.add(RelayCounter.DROP_CROWDED);
        }
        return true;
    }

    /** Whether a sound gives way to others. Whoever begins to speak may be heard from that packet on. */
    private static boolean isUnheard(Subscription viewer, long nowNs) {
        return viewer.isHeld()
                && (!viewer.publication().loudness().isBeginning()
                        || !viewer.sink().admit(viewer, nowNs));
    }

    /** The way of a packet that the viewer has lost. */
    @Override
    public boolean resend(
            Subscription viewer, int segment, int viewerSequenceNumber, Encoding encoding, int slot, long nowNs) {
        if (!viewer.mayResend()) {
            counters.add(RelayCounter.NACKS_MISSED);
            return false;
        }
        if (viewer.sink().isCrowded()) {
            counters.add(RelayCounter.DROP_CROWDED);
            return false;
        }
        if (viewer.sink()
                .deferAgain(viewer, viewerSequenceNumber, encoding.sendBuffer().length(slot), nowNs)) {
            return false;
        }
        return resendNow(viewer, segment, viewerSequenceNumber, encoding.sendBuffer(), slot, nowNs) > 0;
    }

    private int resendNow(
            Subscription viewer, int segment, int viewerSequenceNumber, SendBuffer buffer, int slot, long nowNs) {
        int stored = copyOf(buffer.data(), buffer.offset(slot), buffer.length(slot));
        int length = viewer.stampAgain(segment, viewerSequenceNumber, copy, 0, stored);
        int whole = viewer.format().hasRtx() ? encapsulate(viewer, length) : length;
        return send(viewer, whole, nowNs) ? whole : 0;
    }

    /**
     * The way of a packet that has waited, for the first time or once more.
     *
     * @return its bytes of RTP, or 0 where it is not there any more or could not be sent
     */
    int sendWaiting(Subscription viewer, int viewerSequenceNumber, boolean again, long nowNs) {
        int segment = viewer.trace(viewerSequenceNumber);
        SendBuffer buffer = segment == SequenceRewriter.UNKNOWN
                ? null
                : viewer.tracedEncoding(segment).sendBuffer();
        int slot = buffer == null
                ? SendBuffer.MISSING
                : buffer.find(viewer.tracedSequenceNumber(segment, viewerSequenceNumber), nowNs);
        if (slot == SendBuffer.MISSING) {
            counters.add(RelayCounter.DROP_WAITED);
            if (!again) {
                // Its number is given out, and nobody has its bytes any more to send them again.
                viewer.onKeyFrameRequest();
            }
            return 0;
        }
        if (again) {
            int resent = resendNow(viewer, segment, viewerSequenceNumber, buffer, slot, nowNs);
            counters.add(RelayCounter.RETRANSMISSIONS_OUT, resent > 0 ? 1 : 0);
            return resent;
        }
        int stored = copyOf(buffer.data(), buffer.offset(slot), buffer.length(slot));
        int length = viewer.stampLater(segment, viewerSequenceNumber, copy, 0, stored);
        return send(viewer, length, nowNs) ? length : 0;
    }

    /**
     * Sends a packet of the viewer's retransmission stream that holds nothing but padding.
     *
     * @return its bytes of RTP, or 0 where it could not be sent
     */
    int pad(Subscription viewer, long nowNs) {
        if (viewer.sink().isCrowded() || viewer.sink().isWaiting()) {
            return 0;
        }
        int length = RtpPacket.FIXED_HEADER_LENGTH + MAX_PADDING;
        Arrays.fill(copy, 0, length, (byte) 0);
        copy[0] = (byte) VERSION_2_WITH_PADDING;
        copy[length - 1] = (byte) MAX_PADDING;
        retransmission.wrap(copy, 0, length);
        retransmission.payloadType(viewer.format().rtxPayloadType());
        retransmission.sequenceNumber(viewer.nextRtxSequenceNumber());
        retransmission.timestamp(viewer.newestTimestamp());
        retransmission.ssrc(viewer.format().rtxSsrc());
        boolean sent = send(viewer, length, nowNs);
        counters.add(RelayCounter.PADDING_OUT, sent ? 1 : 0);
        return sent ? length : 0;
    }

    /** To read a packet by while it gets its transport-wide number; the next viewer's has it after that. */
    RtpPacket numbered() {
        return numbered;
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

    private boolean send(Subscription viewer, int length, long nowNs) {
        if (!viewer.sink().sendRtp(copy, 0, length, viewer.format().transportSequenceId(), nowNs)) {
            counters.add(RelayCounter.DROP_NOT_SENT);
            return false;
        }
        counters.add(RelayCounter.RTP_OUT);
        counters.add(RelayCounter.RTP_BYTES_OUT, length);
        return true;
    }
}
