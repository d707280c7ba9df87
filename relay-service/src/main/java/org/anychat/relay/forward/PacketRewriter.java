package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * Makes a publisher's packets one viewer's: numbers, timestamps, payload type, extension ids, VP8's picture ids, and what of a
 * packet is left. What a packet becomes depends on its segment of the {@link SequenceRewriter} alone, so that it is the same
 * whenever it is sent.
 */
final class PacketRewriter {
    private final SubscriptionFormat format;
    private final SubscriptionNumbers numbers;
    private final SequenceRewriter rewriter;
    /** Of VP8, otherwise null. */
    private final Vp8PictureRewriter pictures;

    /** Of video, otherwise null. */
    private final FrameFilter frames;

    private final ViewerRedundancy redundancy;
    /** The publication's, for all its viewers: they take it one after the other. */
    private final RtpPacket stamped;

    /** Makes one that goes on with numbers of before. */
    PacketRewriter(Publication publication, SubscriptionFormat format, SubscriptionNumbers numbers) {
        this.format = format;
        this.numbers = numbers;
        this.stamped = publication.stamped();
        this.rewriter = numbers.rewriter();
        rewriter.changeOrigin();
        this.pictures = publication.format().codec() == VideoCodec.VP8 ? numbers.pictures() : null;
        this.frames = FrameFilter.of(publication, rewriter, pictures);
        this.redundancy = new ViewerRedundancy(publication.format(), format);
    }

    /** Which frames the viewer gets; null for sound. */
    FrameFilter frames() {
        return frames;
    }

    ViewerRedundancy redundancy() {
        return redundancy;
    }

    /** A layer begins with the first packet of a key frame, or a sound with any. */
    void begin(Encoding encoding, RtpPacket packet, int highestSpatial, int highestTemporal, long nowNs) {
        int before = rewriter.current();
        boolean sameSource = rewriter.started() && rewriter.source(before) == encoding.index();
        rewriter.begin(encoding.index(), packet.sequenceNumber(), packet.timestamp(), nowNs);
        if (frames == null) {
            return;
        }
        frames.begin(packet, encoding.dependencies(), highestSpatial, highestTemporal);
        if (pictures != null && sameSource) {
            pictures.continueAs(rewriter.current(), before);
        } else if (pictures != null) {
            pictures.begin(rewriter.current(), packet);
        }
    }

    /** Whether a packet is of layers that the viewer does not get. To be asked once for each. */
    boolean leavesOut(boolean isStart, RtpPacket packet) {
        return frames != null && frames.leavesOut(packet, isStart);
    }

    /** Finds a packet's numbers; false where it is too old. */
    boolean number(RtpPacket packet, long nowNs) {
        int before = rewriter.current();
        boolean numbered = rewriter.rewrite(packet.sequenceNumber(), packet.timestamp(), nowNs);
        if (frames != null) {
            frames.follow(before);
        }
        if (!numbered) {
            return false;
        }
        redundancy.decide(nowNs);
        if (pictures != null) {
            pictures.note(rewriter.segment(), packet);
        }
        return true;
    }

    /** Writes a copy of the packet that {@link #number} was about, and returns its length. */
    int stamp(byte[] copy, int offset, int length) {
        stamped.wrap(copy, offset, length);
        stamp(rewriter.segment(), rewriter.sequenceNumber(), rewriter.timestamp(), redundancy.isDecided());
        numbers.onSent(stamped.payloadLength());
        return stamped.length();
    }

    /** Writes a copy of a packet that was sent before, and returns its length. */
    int stampAgain(int segment, int viewerSequenceNumber, byte[] copy, int offset, int length) {
        stamped.wrap(copy, offset, length);
        stamp(segment, viewerSequenceNumber, rewriter.timestamp(segment, stamped.timestamp()), redundancy.isAlways());
        return stamped.length();
    }

    /** Writes a copy of a packet of video that was numbered before and is sent now, and returns its length. */
    int stampLater(int segment, int viewerSequenceNumber, byte[] copy, int offset, int length) {
        stampAgain(segment, viewerSequenceNumber, copy, offset, length);
        numbers.onSent(stamped.payloadLength());
        return stamped.length();
    }

    /** Whether what is sent again under its own number is the same each time. */
    boolean mayResend() {
        return format.hasRtx() || (format.transportSequenceId() == 0 && !redundancy.isSometimes());
    }

    private void stamp(int segment, int sequenceNumber, int timestamp, boolean withRedundancy) {
        redundancy.apply(stamped, withRedundancy);
        DependencyDescriptor descriptor = frames == null ? null : frames.read(segment, stamped);
        boolean leftOut = frames != null && frames.isLeftOut(segment, stamped, descriptor);
        stamped.sequenceNumber(sequenceNumber);
        stamped.timestamp(timestamp);
        stamped.ssrc(format.ssrc());
        stamped.extensions().renumber(format.extensionIds());
        if (frames == null && rewriter.isFirst(segment, sequenceNumber)) {
            // Where a sound goes on after a pause, jitter buffers may adapt (RFC 3551 section 4.1).
            stamped.marker(true);
        }
        if (leftOut) {
            stamped.removePayload();
            return;
        }
        if (frames != null && frames.endsPicture(segment, descriptor)) {
            stamped.marker(true);
        }
        if (pictures != null) {
            pictures.rewrite(segment, stamped);
        }
    }
}
