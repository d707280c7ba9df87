package org.anychat.webrtc.dtls;

/**
 * Tells datagrams that can be DTLS 1.2 from those that cannot, before a worker is woken for them (RFC 6347 sections
 * 4.1 and 4.2.2). It also keeps out what would make the protocol library reserve memory on a stranger's word: it
 * takes a handshake message's announced length, up to 16 MB, as it is.
 */
final class DtlsRecords {
    static final int MAX_HANDSHAKE_MESSAGE_LENGTH = 1 << 14;

    private static final int RECORD_HEADER_LENGTH = 13;
    private static final int HANDSHAKE_HEADER_LENGTH = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int DTLS_MAJOR_VERSION = 0xFE;

    private DtlsRecords() {}

    /** Whether the datagram is one or more whole records of plausible content. */
    static boolean isPlausible(byte[] data, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int next = recordEnd(data, at, end);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return length > 0;
    }

    private static int recordEnd(byte[] data, int at, int end) {
        if (end - at < RECORD_HEADER_LENGTH || !isHeaderPlausible(data, at)) {
            return -1;
        }
        int body = at + RECORD_HEADER_LENGTH;
        int bodyEnd = body + uint16(data, at + 11);
        if (bodyEnd > end) {
            return -1;
        }
        boolean clear = uint16(data, at + 3) == 0;
        if (clear && data[at] == HANDSHAKE && !areHandshakesPlausible(data, body, bodyEnd)) {
            return -1;
        }
        return bodyEnd;
    }

    private static boolean isHeaderPlausible(byte[] data, int at) {
        return data[at] >= CHANGE_CIPHER_SPEC
                && data[at] <= APPLICATION_DATA
                && (data[at + 1] & 0xFF) == DTLS_MAJOR_VERSION;
    }

    private static boolean areHandshakesPlausible(byte[] data, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at < HANDSHAKE_HEADER_LENGTH) {
                return false;
            }
            int messageLength = uint24(data, at + 1);
            int fragmentOffset = uint24(data, at + 6);
            int fragmentLength = uint24(data, at + 9);
            if (messageLength > MAX_HANDSHAKE_MESSAGE_LENGTH || fragmentOffset + fragmentLength > messageLength) {
                return false;
            }
            at += HANDSHAKE_HEADER_LENGTH + fragmentLength;
        }
        return at == end;
    }

    private static int uint16(byte[] data, int at) {
        return ((data[at] & 0xFF) << 8) | (data[at + 1] & 0xFF);
    }

    private static int uint24(byte[] data, int at) {
        return ((data[at] & 0xFF) << 16) | uint16(data, at + 1);
    }
}
