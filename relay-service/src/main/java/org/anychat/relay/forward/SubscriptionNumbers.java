package org.anychat.relay.forward;

/**
 * Under which numbers a viewer gets what comes from one of its sources. They go on when another track comes from the same
 * source, so that the viewer notices nothing; one subscription at a time uses them.
 */
public final class SubscriptionNumbers {
    private final SequenceRewriter rewriter;
    /** Null until a track of VP8 needs it. */
    private Vp8PictureRewriter pictures;

    private int rtxSequenceNumber;
    private long packetsSent;
    private long octetsSent;

    SubscriptionNumbers(PublicationFormat format, int firstSequenceNumber) {
        int segments = format.isVideo() ? SequenceRewriter.SEGMENTS_WITH_GAPS : SequenceRewriter.SEGMENTS;
        rewriter = new SequenceRewriter(format.clockRateHz(), firstSequenceNumber, segments);
        rtxSequenceNumber = firstSequenceNumber;
    }

    SequenceRewriter rewriter() {
        return rewriter;
    }

    Vp8PictureRewriter pictures() {
        if (pictures == null) {
            pictures = new Vp8PictureRewriter(rewriter.capacity());
        }
        return pictures;
    }

    int nextRtxSequenceNumber() {
        int next = rtxSequenceNumber;
        rtxSequenceNumber = (next + 1) & 0xFFFF;
        return next;
    }

    void onSent(int payloadBytes) {
        packetsSent++;
        octetsSent += payloadBytes;
    }

    long packetsSent() {
        return packetsSent;
    }

    long octetsSent() {
        return octetsSent;
    }
}
