package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * Which frames of a layer a viewer gets by their temporal layers: those up to a limit. It goes down at any frame, and up where
 * nothing that follows depends on what the viewer has not got: at a key frame; in VP8 (RFC 7741 section 4.2), by one, at a frame
 * of the next temporal layer that depends on the lowest one alone (Y); in VP9 (RFC 9628 section 4.2) behind a frame that says
 * so (U). A frame, in VP9 a picture with all its spatial layers, is left out whole or not at all.
 *
 * <p>Numbers close up behind what is left out. What was missing when that was decided has its number: where it comes late, and
 * is of a temporal layer that was left out then, an empty packet takes its place ({@link #isLeftOut}), so that the viewer asks
 * for nothing that it is not to get.
 */
final class TemporalFilter {
    /** No limit. */
    static final int ALL = TemporalLayer.HIGHEST;

    private final VideoCodec codec;
    private final SequenceRewriter rewriter;

    /** Of VP8, otherwise null: VP9's receivers know by their picture ids which pictures have been left out. */
    private final Vp8PictureRewriter pictures;

    private final TemporalLayer temporalLayer = new TemporalLayer();
    /** Of each segment of the rewriter. */
    private final byte[] limits;

    private int wanted = ALL;
    private int limit = ALL;
    private int newestSequence;
    private int newestTimestamp;
    private boolean leavesOut;
    private boolean opensBehind;

    TemporalFilter(VideoCodec codec, SequenceRewriter rewriter, Vp8PictureRewriter pictures) {
        this.codec = codec;
        this.rewriter = rewriter;
        this.pictures = pictures;
        this.limits = new byte[rewriter.capacity()];
    }

    /** Where the publication's packets name temporal layers, otherwise null. */
    static TemporalFilter of(Publication publication, SequenceRewriter rewriter, Vp8PictureRewriter pictures) {
        return publication.hasTemporalLayers()
                ? new TemporalFilter(publication.format().codec(), rewriter, pictures)
                : null;
    }

    /** A segment has begun with the first packet of a key frame. */
    void begin(RtpPacket first, int highest) {
        wanted = highest;
        limit = highest;
        limits[rewriter.current()] = (byte) highest;
        newestSequence = first.sequenceNumber() - 1;
        newestTimestamp = first.timestamp() - 1;
        leavesOut = false;
        opensBehind = false;
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
        if (leavesOut && newFrame && pictures != null) {
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
        int temporal = temporalLayer.read(codec, packet);
        if (wanted < limit) {
            limit(wanted, newestSequence + 1);
        } else if (isStart || opensBehind) {
            limit(wanted, packet.sequenceNumber());
        } else if (temporal == limit + 1 && temporal <= wanted && temporalLayer.isSync()) {
            limit(temporal, packet.sequenceNumber());
        }
        opensBehind = temporal <= limit && temporalLayer.isSwitchingUp();
        return temporal > limit;
    }

    /** What is missing between two frames is judged by the lower limit of both, so that of neither only a part is sent. */
    private void limit(int changed, int fromSequenceNumber) {
        limit = changed;
        move(rewriter.current(), rewriter.cut(fromSequenceNumber));
    }

    private void move(int before, int segment) {
        if (segment != before && pictures != null) {
            pictures.continueAs(segment, before);
        }
        limits[segment] = (byte) limit;
    }

    /**
     * Whether a packet is of a temporal layer that was left out when it should have come.
     *
     * @param segment that has its number
     * @param packet the packet
     */
    boolean isLeftOut(int segment, RtpPacket packet) {
        return limits[segment] < ALL && temporalLayer.read(codec, packet) > limits[segment];
    }
}
