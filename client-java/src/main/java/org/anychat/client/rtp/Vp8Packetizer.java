package org.anychat.client.rtp;

/** VP8 by RFC 7741 with a 15-bit PictureID. All partitions of a frame are sent as partition 0, which section 4.4 allows. */
public final class Vp8Packetizer implements Packetizer {
    static final int EXTENDED = 0x80;
    static final int START_OF_PARTITION = 0x10;
    static final int PICTURE_ID_PRESENT = 0x80;
    static final int LONG_PICTURE_ID = 0x80;

    private static final int DESCRIPTOR_LENGTH = 4;
    private static final int PICTURE_ID_MASK = 0x7FFF;

    private final byte[] scratch;
    private int pictureId;

    /**
     * A packetizer.
     *
     * @param maximumPayloadLength largest payload in bytes, more than 4.
     * @param firstPictureId       PictureID of the first frame, 0 to 32767; RFC 7741 section 4.2 wants a random one.
     */
    public Vp8Packetizer(int maximumPayloadLength, int firstPictureId) {
        if (maximumPayloadLength <= DESCRIPTOR_LENGTH) {
            throw new IllegalArgumentException("No room for a payload in " + maximumPayloadLength + " bytes");
        }
        scratch = new byte[maximumPayloadLength];
        pictureId = firstPictureId & PICTURE_ID_MASK;
    }

    @Override
    public void packetize(byte[] frame, int offset, int length, PayloadConsumer consumer) {
        int end = offset + length;
        int at = offset;
        scratch[0] = (byte) (EXTENDED | START_OF_PARTITION);
        scratch[1] = (byte) PICTURE_ID_PRESENT;
        scratch[2] = (byte) (LONG_PICTURE_ID | (pictureId >>> 8));
        scratch[3] = (byte) pictureId;
        while (at < end) {
            int chunk = Math.min(scratch.length - DESCRIPTOR_LENGTH, end - at);
            System.arraycopy(frame, at, scratch, DESCRIPTOR_LENGTH, chunk);
            at += chunk;
            consumer.onPayload(scratch, 0, DESCRIPTOR_LENGTH + chunk, at == end);
            scratch[0] = (byte) EXTENDED;
        }
        pictureId = (pictureId + 1) & PICTURE_ID_MASK;
    }
}
