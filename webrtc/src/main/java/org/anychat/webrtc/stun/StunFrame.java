package org.anychat.webrtc.stun;

/** Raw access to a STUN message's bytes, which the checks over these bytes need. */
final class StunFrame {
    private StunFrame() {}

    static int uint16(byte[] buffer, int offset) {
        return ((buffer[offset] & 0xFF) << 8) | (buffer[offset + 1] & 0xFF);
    }

    static int int32(byte[] buffer, int offset) {
        return (uint16(buffer, offset) << 16) | uint16(buffer, offset + 2);
    }

    static void uint16(byte[] buffer, int offset, int value) {
        buffer[offset] = (byte) (value >> 8);
        buffer[offset + 1] = (byte) value;
    }

    static void int32(byte[] buffer, int offset, int value) {
        uint16(buffer, offset, value >>> 16);
        uint16(buffer, offset + 2, value);
    }

    /** Writes the header's length field of the message at an offset. */
    static void length(byte[] buffer, int offset, int attributesLength) {
        uint16(buffer, offset + 2, attributesLength);
    }

    /** Where the first attribute of a type begins, or -1; never beyond the message, however wrong its lengths are. */
    static int find(int type, byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = offset + StunMessage.HEADER_LENGTH;
        while (at + StunMessage.ATTRIBUTE_HEADER_LENGTH <= end) {
            int next = at + StunMessage.ATTRIBUTE_HEADER_LENGTH + ((uint16(buffer, at + 2) + 3) & ~3);
            if (next > end) {
                return -1;
            }
            if (uint16(buffer, at) == type) {
                return at;
            }
            at = next;
        }
        return -1;
    }
}
