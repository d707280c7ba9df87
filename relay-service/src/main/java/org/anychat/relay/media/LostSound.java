package org.anychat.relay.media;

import org.anychat.relay.feedback.IncomingStream;
import org.anychat.webrtc.rtp.Red;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * Finds in a publisher's packets with redundancy (RED, RFC 2198) those before them that were lost on the way here. One per
 * loop.
 */
final class LostSound {
    private final Red red = new Red();
    private final byte[] bytes = new byte[EgressPipeline.MAX_PACKET_BYTES];
    private final RtpPacket restored = new RtpPacket();
    private int payloadType;
    private int next;

    /** Reads the blocks of a packet; false where they are not what was negotiated. */
    boolean read(RtpPacket packet, int codecPayloadType) {
        payloadType = codecPayloadType;
        next = 0;
        return red.wrap(packet) && red.carriesOnly(codecPayloadType);
    }

    /** How much longer than without redundancy the packet is. */
    int overheadBytes() {
        return red.overheadBytes();
    }

    /** The next lost packet, the oldest first, as one without redundancy, good until the next call; null where there is none. */
    RtpPacket next(IncomingStream stream, long nowNs) {
        while (next < red.redundantCount()) {
            int block = next++;
            if (red.isRestorable(block) && stream.onRestored(red.sequenceNumber(block), nowNs)) {
                int length = red.restore(block, payloadType, bytes);
                return restored.wrap(bytes, 0, length) ? restored : null;
            }
        }
        return null;
    }
}
