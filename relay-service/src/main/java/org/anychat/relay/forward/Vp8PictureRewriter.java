package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Vp8Descriptor;

/**
 * Keeps VP8's picture id and TL0PICIDX going over switches between simulcast layers, which number their pictures each
 * on its own, and over pictures that are left out (RFC 7741 section 4.2). Runs along the segments of a {@link
 * SequenceRewriter}.
 */
final class Vp8PictureRewriter {
    private static final int PICTURE_ID_MASK = 0x7FFF;
    private static final int SHORT_PICTURE_ID_MASK = 0x7F;
    private static final int SHORT_PICTURE_ID_BITS = 7;
    private static final int TL0_MASK = 0xFF;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final int[] pictureShift;
    private final int[] tl0Shift;
    private boolean started;
    private int newestPictureId;
    private int newestTl0;

    /** Makes one that has seen no picture, for so many segments. */
    Vp8PictureRewriter(int segments) {
        this.pictureShift = new int[segments];
        this.tl0Shift = new int[segments];
    }

    /** Begins a segment with its first packet, which goes on where the last one ended. */
    void begin(int segment, RtpPacket first) {
        if (!descriptor.wrap(first) || !started) {
            pictureShift[segment] = 0;
            tl0Shift[segment] = 0;
            return;
        }
        pictureShift[segment] = newestPictureId + 1 - descriptor.pictureId();
        tl0Shift[segment] = newestTl0 + 1 - descriptor.tl0PicIdx();
    }

    /** Continues a segment's numbers as they are: the layer is the same as before. */
    void continueAs(int segment, int previousSegment) {
        pictureShift[segment] = pictureShift[previousSegment];
        tl0Shift[segment] = tl0Shift[previousSegment];
    }

    /** A picture is left out, and is not one of the lowest temporal layer: what a segment holds moves up by one. */
    void leaveOut(int segment) {
        pictureShift[segment]--;
    }

    /**
     * Notes a publisher's packet that has got its number: the next segment goes on behind the newest of them, whether they
     * are rewritten by then or wait.
     */
    void note(int segment, RtpPacket packet) {
        if (!wrap(packet)) {
            return;
        }
        int mask = mask();
        int pictureId = shiftedPictureId(segment);
        boolean newer = ((pictureId - newestPictureId) & mask) < (mask + 1) / 2;
        if (!started || newer) {
            newestPictureId = pictureId;
            newestTl0 = shiftedTl0(segment);
        }
        started = true;
    }

    /** Rewrites a packet in place. */
    void rewrite(int segment, RtpPacket packet) {
        boolean isShifted = pictureShift[segment] != 0 || tl0Shift[segment] != 0;
        if (isShifted && wrap(packet)) {
            int tl0 = shiftedTl0(segment);
            descriptor.pictureId(shiftedPictureId(segment));
            descriptor.tl0PicIdx(tl0);
        }
    }

    private boolean wrap(RtpPacket packet) {
        return descriptor.wrap(packet) && descriptor.pictureId() != Vp8Descriptor.ABSENT;
    }

    private int mask() {
        return descriptor.pictureIdBits() == SHORT_PICTURE_ID_BITS ? SHORT_PICTURE_ID_MASK : PICTURE_ID_MASK;
    }

    private int shiftedPictureId(int segment) {
        return (descriptor.pictureId() + pictureShift[segment]) & mask();
    }

    private int shiftedTl0(int segment) {
        return (descriptor.tl0PicIdx() + tl0Shift[segment]) & TL0_MASK;
    }
}
