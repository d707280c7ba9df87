package org.anychat.relay.feedback;

/**
 * Counts a stream's frames since its last key frame, by their timestamps: browsers send key frames on request only, so
 * the ini's {@code VideoGOPSize} is the relay's to keep. Counting frames, not time, lets a stream that stands still rest.
 */
public final class KeyFrameInterval {
    private int frames;
    private boolean started;
    private int newestTimestamp;
    private int framesSinceKeyFrame;
    private boolean frameIsNew;

    /**
     * Makes an interval without an end.
     */
    public KeyFrameInterval() {}

    /**
     * Sets the length.
     *
     * @param count frames from one key frame to the next; 0 for no end
     */
    public void frames(int count) {
        frames = count;
    }

    /**
     * Takes note of a packet.
     *
     * @param timestamp its RTP timestamp; packets of one frame share it
     */
    public void onPacket(int timestamp) {
        if (started && timestamp - newestTimestamp <= 0) {
            return;
        }
        started = true;
        newestTimestamp = timestamp;
        framesSinceKeyFrame++;
        frameIsNew = true;
    }

    /** A key frame has begun, with the packet that was noted last. */
    public void onKeyFrame() {
        framesSinceKeyFrame = 0;
        frameIsNew = false;
    }

    /**
     * Tells, once per frame, whether the next one should be a key frame.
     *
     * @return true from the last frame of the interval on
     */
    public boolean takeDue() {
        boolean due = frameIsNew && frames > 0 && framesSinceKeyFrame >= frames - 1;
        frameIsNew = false;
        return due;
    }
}
