package org.anychat.client.rtp;

/** VP8 by RFC 7741: strips payload descriptors. */
public final class Vp8Depacketizer implements Depacketizer {
    private static final int PARTITION_MASK = 0x07;
    private static final int TL0_PRESENT = 0x40;
    private static final int TID_OR_KEYIDX_PRESENT = 0x30;
    private static final int INVERSE_KEY_FRAME = 0x01;

    /** A depacketizer. */
    public Vp8Depacketizer() {}

    @Override
    public boolean startsFrame(byte[] payload, int offset, int length) {
        boolean start = length > 0
                && (payload[offset] & Vp8Packetizer.START_OF_PARTITION) != 0
                && (payload[offset] & PARTITION_MASK) == 0;
        return start && descriptorLength(payload, offset, length) < length;
    }

    @Override
    public boolean append(byte[] payload, int offset, int length, FrameBuffer frame) {
        int descriptor = descriptorLength(payload, offset, length);
        return descriptor < length && frame.append(payload, offset + descriptor, length - descriptor);
    }

    @Override
    public boolean keyFrame(FrameBuffer frame) {
        return frame.length() > 0 && (frame.array()[0] & INVERSE_KEY_FRAME) == 0;
    }

    @Override
    public void reset() {
        // A payload does not depend on the one before.
    }

    /** Length of the payload descriptor (section 4.2), or {@code length} if it does not end inside the payload. */
    private static int descriptorLength(byte[] payload, int offset, int length) {
        if (length < 1 || (payload[offset] & Vp8Packetizer.EXTENDED) == 0) {
            return Math.min(1, length);
        }
        if (length < 2) {
            return length;
        }
        int extensions = payload[offset + 1];
        int descriptor = 2;
        if ((extensions & Vp8Packetizer.PICTURE_ID_PRESENT) != 0) {
            if (descriptor >= length) {
                return length;
            }
            descriptor += (payload[offset + descriptor] & Vp8Packetizer.LONG_PICTURE_ID) == 0 ? 1 : 2;
        }
        descriptor += (extensions & TL0_PRESENT) == 0 ? 0 : 1;
        descriptor += (extensions & TID_OR_KEYIDX_PRESENT) == 0 ? 0 : 1;
        return Math.min(descriptor, length);
    }
}
