package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * Which frames of a layer a viewer gets by their temporal layers: those up to a limit. It goes down at any frame, and up where
 * nothing that follows depends on what the viewer has not got: at a key frame; in VP8 (RFC 7741 section 4.2), by one, at a frame
 * of the next temporal layer that depends on the lowest one alone (Y); in VP9 (RFC 9628 section 4.2) behind a frame that says
 * so (U). A frame, in VP9 a picture with all its spatial layers, is left out whole or not at all, in whatever order its packets
 * come.
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

    private final TemporalLayer temporalLayer = new TemporalLayer();
    /** Of each segment of the rewriter. */
    private final byte[] limits;

    /** Of each segment the timestamp of a frame that is sent for what was decided before, or behind, it. */
    private final int[] excepted;

    private final boolean[] hasExcepted;

    private int wanted = ALL;
    private int limit = ALL;
    private int newestSequence;
    private int newestTimestamp;
    private boolean leavesOut;
    private boolean opensBehind;

    TemporalFilter(VideoCodec codec, SequenceRewriter rewriter) {
        this.codec = codec;
        this.rewriter = rewriter;
        this.limits = new byte[rewriter.capacity()];
        this.excepted = new int[rewriter.capacity()];
        this.hasExcepted = new boolean[rewriter.capacity()];
    }

    /** Where the publication's packets name temporal layers, otherwise null. */
    static TemporalFilter of(Publication publication, SequenceRewriter rewriter) {
        return publication.hasTemporalLayers()
                ? new TemporalFilter(publication.format().codec(), rewriter)
                : null;
    }

    /** A segment has begun with the first packet of a key frame. */
    void begin(RtpPacket first, int highest) {
        wanted = highest;
        limit = highest;
        note(rewriter.current());
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
            note(rewriter.leaveOut(packet.sequenceNumber(), newFrame ? 1 : ahead));
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
            lower();
        } else if (wanted > limit && isStart) {
            limit(wanted, packet.sequenceNumber());
        } else if (wanted > limit && opensBehind) {
            limit(wanted, newestSequence + 1);
        } else if (temporal == limit + 1 && temporal <= wanted && temporalLayer.isSync()) {
            raise(temporal, packet);
        }
        opensBehind = temporal <= limit && temporalLayer.isSwitchingUp();
        return temporal > limit;
    }

    /** What is missing between two frames is judged by the lower limit, but for the rest of the frame that is sent. */
    private void lower() {
        boolean sent = !leavesOut;
        limit(wanted, newestSequence + 1);
        if (sent) {
            except(newestTimestamp);
        }
    }

    /** Before the packet, of what is missing its own frame alone is of the upper limit. */
    private void raise(int temporal, RtpPacket packet) {
        limit(limit, newestSequence + 1);
        except(packet.timestamp());
        limit(temporal, packet.sequenceNumber());
    }

    private void limit(int changed, int fromSequenceNumber) {
        limit = changed;
        note(rewriter.cut(fromSequenceNumber));
    }

    /** The rewriter has gone on with another segment by itself. */
    void follow(int segment) {
        note(segment);
    }

    private void note(int segment) {
        limits[segment] = (byte) limit;
        hasExcepted[segment] = false;
    }

    private void except(int timestamp) {
        excepted[rewriter.current()] = timestamp;
        hasExcepted[rewriter.current()] = true;
    }

    /**
     * Whether a packet is of a frame that was left out when it should have come.
     *
     * @param segment that has its number
     * @param packet the packet, with the publisher's timestamp
     */
    boolean isLeftOut(int segment, RtpPacket packet) {
        return limits[segment] < ALL
                && !(hasExcepted[segment] && excepted[segment] == packet.timestamp())
                && temporalLayer.read(codec, packet) > limits[segment];
    }
}
