package org.anychat.webrtc.stun;

import java.util.zip.CRC32;

/** FINGERPRINT: tells STUN from other protocols on a port (RFC 8489 section 14.7). Not a protection against anybody. */
public final class Fingerprint {
    static final int ATTRIBUTE_LENGTH = 8;

    private static final int XOR = 0x5354554E;

    private Fingerprint() {}

    /**
     * Whether a well-formed message ends with this attribute.
     *
     * @param buffer holds the message
     * @param offset of its first byte
     * @param length in bytes
     * @return false also where the bytes are too short
     */
    public static boolean isPresent(byte[] buffer, int offset, int length) {
        // The last bytes of any other attribute's value may look like one.
        int at = StunFrame.find(StunAttributeCodec.FINGERPRINT, buffer, offset, length);
        return at >= 0 && at == offset + length - ATTRIBUTE_LENGTH;
    }

    static boolean matches(byte[] buffer, int offset, int length) {
        return StunFrame.int32(buffer, offset + length - 4) == value(buffer, offset, length - ATTRIBUTE_LENGTH);
    }

    static int append(byte[] buffer, int offset, int length) {
        StunFrame.length(buffer, offset, length + ATTRIBUTE_LENGTH - StunMessage.HEADER_LENGTH);
        int at = offset + length;
        StunFrame.uint16(buffer, at, StunAttributeCodec.FINGERPRINT);
        StunFrame.uint16(buffer, at + 2, 4);
        StunFrame.int32(buffer, at + 4, value(buffer, offset, length));
        return length + ATTRIBUTE_LENGTH;
    }

    private static int value(byte[] buffer, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(buffer, offset, length);
        return (int) crc.getValue() ^ XOR;
    }
}
