package org.anychat.webrtc.stun;

import java.nio.charset.StandardCharsets;

/**
 * Finds whom a connectivity check is for before anything is verified: the local part of the USERNAME (RFC 8445 section
 * 7.2.2, RFC 8489 section 14.3). Reads hostile bytes and never beyond them.
 */
public final class StunUsername {
    private static final int BINDING_REQUEST = 0x0001;
    private static final int USERNAME = 0x0006;
    private static final int HEADER_LENGTH = 20;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;
    private static final int MAX_UFRAG_LENGTH = 64;

    private StunUsername() {}

    /**
     * Reads the name.
     *
     * @param data holds a datagram
     * @param offset of its first byte
     * @param length in bytes
     * @return the ufrag before the colon, or null where the datagram is no request with a user name
     */
    public static String localUfrag(byte[] data, int offset, int length) {
        if (length < HEADER_LENGTH || uint16(data, offset) != BINDING_REQUEST) {
            return null;
        }
        int end = offset + length;
        int at = offset + HEADER_LENGTH;
        while (at + ATTRIBUTE_HEADER_LENGTH <= end) {
            int valueLength = uint16(data, at + 2);
            int value = at + ATTRIBUTE_HEADER_LENGTH;
            if (value + valueLength > end) {
                return null;
            }
            if (uint16(data, at) == USERNAME) {
                return beforeColon(data, value, valueLength);
            }
            at = value + ((valueLength + 3) & ~3);
        }
        return null;
    }

    private static String beforeColon(byte[] data, int offset, int length) {
        for (int i = 0; i < Math.min(length, MAX_UFRAG_LENGTH + 1); i++) {
            if (data[offset + i] == ':') {
                return new String(data, offset, i, StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    private static int uint16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }
}
