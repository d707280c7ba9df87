package org.anychat.client.media;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Rtx;

/**
 * Sends again what the receiver of one sent stream lacks: no more in all than it has been sent, and {@value #MOST_AT_ONCE} packets. Who asks for more has something else in
 * mind. For one thread.
 */
final class Resender {
    private static final int MOST_AT_ONCE = 512;

    private final ResendBuffer kept = new ResendBuffer();
    private final RtpPacket retransmission = new RtpPacket();
    private final TrackSender.PacketOutput output;
    private int rtxSequenceNumber;
    private int allowed = MOST_AT_ONCE;
    private long resent;

    /** Of a retransmission stream with a first number. */
    Resender(TrackSender.PacketOutput output, int rtxSequenceNumber) {
        this.output = output;
        this.rtxSequenceNumber = rtxSequenceNumber;
    }

    /** A packet is being sent, the first {@code length} bytes of a buffer, before protection. */
    void keep(byte[] buffer, int length) {
        kept.keep(buffer, 0, length);
        allowed = Math.min(MOST_AT_ONCE, allowed + 1);
    }

    /** Whether a packet was sent, and can be sent again. */
    boolean has(int sequenceNumber) {
        return kept.has(sequenceNumber);
    }

    /** Sends a packet again, by RFC 4588 where that was agreed upon; {@code buffer} has room for it and for protection. A picture waits for nobody where there is no room. */
    void resend(int sequenceNumber, TrackSender.SendParameters parameters, boolean picture, byte[] buffer) {
        int length = kept.copy(sequenceNumber, buffer, 0);
        if (length == 0 || allowed == 0 || (picture && output.isCrowded())) {
            return;
        }
        allowed--;
        if (parameters.rtxPayloadType() >= 0 && retransmission.wrap(buffer, 0, length)) {
            int rtxSequence = rtxSequenceNumber++ & 0xFFFF;
            length = Rtx.encapsulate(retransmission, parameters.rtxPayloadType(), parameters.rtxSsrc(), rtxSequence);
        }
        resent++;
        output.send(buffer, 0, length);
    }

    /** How many packets were sent again. */
    long resent() {
        return resent;
    }
}
