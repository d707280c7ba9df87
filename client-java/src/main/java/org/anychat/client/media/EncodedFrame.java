package org.anychat.client.media;

/** One encoded frame: an H.264 access unit as a byte stream (Annex B), a VP8 frame or an Opus packet. Immutable as long as nobody changes its array. */
public final class EncodedFrame {
    private final byte[] data;
    private final long timeUs;
    private final boolean keyFrame;

    /**
     * A frame.
     *
     * @param data     the whole array is the frame; kept, not copied.
     * @param timeUs   when it is to be shown or heard, in microseconds on the track's own time line.
     * @param keyFrame whether it can be decoded without any other; true for every Opus packet.
     */
    public EncodedFrame(byte[] data, long timeUs, boolean keyFrame) {
        this.data = data;
        this.timeUs = timeUs;
        this.keyFrame = keyFrame;
    }

    /**
     * The bytes.
     *
     * @return the array itself, which may be shared: do not change it.
     */
    public byte[] data() {
        return data;
    }

    /**
     * When it is to be shown or heard.
     *
     * @return microseconds on the track's own time line.
     */
    public long timeUs() {
        return timeUs;
    }

    /**
     * Whether it can be decoded without any other.
     *
     * @return true for H.264 IDR pictures, VP8 key frames and all audio.
     */
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public String toString() {
        return "EncodedFrame[" + data.length + " bytes, timeUs=" + timeUs + (keyFrame ? ", key frame]" : "]");
    }
}
