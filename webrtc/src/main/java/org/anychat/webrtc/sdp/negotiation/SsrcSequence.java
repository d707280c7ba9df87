package org.anychat.webrtc.sdp.negotiation;

import java.util.Random;

/**
 * The SSRCs of what is sent under one key. None comes twice, however many there are: a source that began again would
 * encrypt two packets alike (RFC 3711 section 9.1). A step that is odd passes through all 32-bit numbers before it comes
 * back, so that nothing has to be remembered of those that were drawn.
 */
final class SsrcSequence {
    private final int first;
    private final int step;
    private int next;
    private boolean drawn;

    SsrcSequence(Random random) {
        first = random.nextInt();
        step = random.nextInt() | 1;
        next = first;
    }

    /** Draws a number that is not 0. Fails when all are drawn, which at a thousand per second takes seven weeks. */
    int draw() {
        if (drawn && next == first) {
            throw new IllegalStateException("all SSRCs of this key are used up");
        }
        int ssrc = next;
        drawn = true;
        next += step;
        return ssrc == 0 ? draw() : ssrc;
    }
}
