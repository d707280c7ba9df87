package org.anychat.client.rtp;

/** Opus by RFC 7587: a payload is one Opus packet. */
public final class OpusDepacketizer implements Depacketizer {
    /** A depacketizer. */
    public OpusDepacketizer() {}

    @Override
    public boolean startsFrame(byte[] payload, int offset, int length) {
        return length > 0;
    }

    @Override
    public boolean append(byte[] payload, int offset, int length, FrameBuffer frame) {
        return length > 0 && frame.append(payload, offset, length);
    }

    @Override
    public boolean keyFrame(FrameBuffer frame) {
        return true;
    }

    @Override
    public void reset() {
        // A payload does not depend on the one before.
    }
}
