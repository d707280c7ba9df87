package org.anychat.client.media;

import org.anychat.client.rtp.FrameBuffer;

/** Says which frames of a connection the application may have. For one thread. */
interface FrameCheck {
    /** What the relay sends is believed. */
    FrameCheck NONE = (codec, frame, keyFrame, whole) -> Verdict.GENUINE;

    /** What a frame is. */
    enum Verdict {
        /** The publisher's own, and the next that is wanted. */
        GENUINE,
        /** It has come before, or what follows it has. */
        REPEATED,
        /** It is not to be shown, and what refers to it cannot be decoded. */
        REFUSED
    }

    /**
     * Looks at a frame, and leaves of it what the publisher's encoder has made.
     *
     * @param keyFrame whether it can be decoded without any other
     * @param whole    whether its end was marked as such: where a stream comes another way in the midst of a frame, its rest is missing without a gap
     */
    Verdict check(MediaCodec codec, FrameBuffer frame, boolean keyFrame, boolean whole);

    /** Whether nothing more is taken, so that nothing may be passed on either. */
    default boolean isOver() {
        return false;
    }
}
