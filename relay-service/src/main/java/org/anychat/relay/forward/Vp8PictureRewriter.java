package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Vp8Descriptor;

/**
 * Keeps VP8's picture id and TL0PICIDX going over switches between simulcast layers, which number their pictures each
 * on its own (RFC 7741 section 4.2). Runs along the segments of a {@link SequenceRewriter}.
 */
final class Vp8PictureRewriter {
    private static final int PICTURE_ID_MASK = 0x7FFF;
    private static final int TL0_MASK = 0xFF;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final int[] pictureShift = new int[SequenceRewriter.SEGMENTS];
    private final int[] tl0Shift = new int[SequenceRewriter.SEGMENTS];
    private boolean started;
    private int newestPictureId;
    private int newestTl0;

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

    /** Rewrites a packet in place. */
    void rewrite(int segment, RtpPacket packet) {
        if (!descriptor.wrap(packet)) {
            return;
        }
        int pictureId = descriptor.pictureId();
        if (pictureId == Vp8Descriptor.ABSENT) {
            return;
        }
        int shifted = (pictureId + pictureShift[segment]) & PICTURE_ID_MASK;
        int tl0 = (descriptor.tl0PicIdx() + tl0Shift[segment]) & TL0_MASK;
        if (pictureShift[segment] != 0 || tl0Shift[segment] != 0) {
            descriptor.pictureId(shifted);
            descriptor.tl0PicIdx(tl0);
        }
        track(shifted, tl0);
    }

    private void track(int pictureId, int tl0) {
        boolean newer = ((pictureId - newestPictureId) & PICTURE_ID_MASK) < (PICTURE_ID_MASK + 1) / 2;
        if (!started || newer) {
            newestPictureId = pictureId;
            newestTl0 = tl0;
        }
        started = true;
    }
}
