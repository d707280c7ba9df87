package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Vp8Descriptor;

/**
 * Which frames of a VP8 layer a viewer gets by their temporal layers (RFC 7741 section 4.2): those up to a limit. It goes
 * down at any frame; up at a key frame, and by one at a frame of the next temporal layer that depends on the lowest one alone
 * (Y), since others may depend on what the viewer has not got. A frame is left out whole or not at all.
 *
 * <p>Numbers close up behind what is left out. What was missing when that was decided has its number: where it comes late, and
 * is of a temporal layer that was left out then, an empty packet takes its place ({@link #isLeftOut}), so that the viewer asks
 * for nothing that it is not to get.
 */
final class TemporalFilter {
    /** No limit. */
    static final int ALL = 3;

    private final SequenceRewriter rewriter;
    private final Vp8PictureRewriter pictures;
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    /** Of each segment of the rewriter. */
    private final byte[] limits;

    private int wanted = ALL;
    private int limit = ALL;
    private int newestSequence;
    private int newestTimestamp;
    private boolean leavesOut;

    TemporalFilter(SequenceRewriter rewriter, Vp8PictureRewriter pictures) {
        this.rewriter = rewriter;
        this.pictures = pictures;
        this.limits = new byte[rewriter.capacity()];
    }

    /** A segment has begun with the first packet of a key frame. */
    void begin(RtpPacket first, int highest) {
        wanted = highest;
        limit = highest;
        limits[rewriter.current()] = (byte) highest;
        newestSequence = first.sequenceNumber() - 1;
        newestTimestamp = first.timestamp() - 1;
        leavesOut = false;
    }

    /** Says which temporal layer is to be sent at most. */
    void want(int highest) {
        wanted = highest;
    }

    /** The highest temporal layer that is sent. */
    int limit() {
        return limit;
    }

    /**
     * Whether a packet of the layer that is sent is left out. To be asked once for each, before it is numbered.
     *
     * @param packet the publisher's
     * @param isStart whether it is the first one of a key frame
     */
    boolean leavesOut(RtpPacket packet, boolean isStart) {
        int ahead = (short) (packet.sequenceNumber() - newestSequence);
        if (ahead <= 0) {
            return false;
        }
        boolean newFrame = packet.timestamp() != newestTimestamp;
        if (newFrame) {
            leavesOut = decide(packet, isStart);
        }
        if (leavesOut) {
            move(rewriter.current(), rewriter.leaveOut(packet.sequenceNumber(), newFrame ? 1 : ahead));
        }
        if (leavesOut && newFrame) {
            pictures.leaveOut(rewriter.current());
        }
        newestSequence = packet.sequenceNumber();
        newestTimestamp = packet.timestamp();
        return leavesOut;
    }

    private boolean decide(RtpPacket packet, boolean isStart) {
        if (limit == ALL && wanted == ALL) {
            return false;
        }
        int temporal = temporalLayer(packet);
        if (wanted < limit) {
            limit(wanted, newestSequence + 1);
        } else if (isStart || (temporal == limit + 1 && temporal <= wanted && descriptor.layerSync())) {
            limit(isStart ? wanted : temporal, packet.sequenceNumber());
        }
        return temporal > limit;
    }

    /** What is missing between two frames is judged by the lower limit of both, so that of neither only a part is sent. */
    private void limit(int changed, int fromSequenceNumber) {
        limit = changed;
        move(rewriter.current(), rewriter.cut(fromSequenceNumber));
    }

    private void move(int before, int segment) {
        if (segment != before) {
            pictures.continueAs(segment, before);
        }
        limits[segment] = (byte) limit;
    }

    private int temporalLayer(RtpPacket packet) {
        return descriptor.wrap(packet) ? descriptor.temporalLayer() : Vp8Descriptor.ABSENT;
    }

    /**
     * Whether a packet is of a temporal layer that was left out when it should have come.
     *
     * @param segment that has its number
     * @param packet the packet
     */
    boolean isLeftOut(int segment, RtpPacket packet) {
        return limits[segment] < ALL && temporalLayer(packet) > limits[segment];
    }
}
