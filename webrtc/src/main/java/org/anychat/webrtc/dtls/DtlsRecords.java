package org.anychat.webrtc.dtls;

/**
 * Tells datagrams that can be DTLS 1.2 from those that cannot, before a worker is woken for them (RFC 6347 sections
 * 4.1 and 4.2.2). It also keeps out what would make the protocol library reserve memory on a stranger's word: it
 * takes a handshake message's announced length, up to 16 MB, as it is.
 */
final class DtlsRecords {
    static final int MAX_HANDSHAKE_MESSAGE_LENGTH = 1 << 14;

    /** Explicit nonce and tag (RFC 5288 section 3). */
    static final int SHORTEST_GCM = 8 + 16;

    /** The tag alone (RFC 7905 section 2). */
    static final int SHORTEST_CHACHA20 = 16;

    /** Handshake types (RFC 5246 section 7.4). */
    static final int SERVER_HELLO = 2;

    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;

    private static final int RECORD_HEADER_LENGTH = 13;
    private static final int HANDSHAKE_HEADER_LENGTH = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int DTLS_MAJOR_VERSION = 0xFE;
    private static final int DTLS_1_2_MINOR_VERSION = 0xFD;

    /** What the first records of a handshake may bear. */
    private static final int DTLS_1_0_MINOR_VERSION = 0xFF;

    private DtlsRecords() {}

    /**
     * Whether the datagram is one or more whole records of plausible content. The protocol library ends the connection for
     * an encrypted record that has no room for nonce and tag, which is {@code shortestEncrypted} bytes, and for one of a
     * version that never was, 0xFEFE. Anybody may forge both.
     */
    static boolean isPlausible(byte[] data, int offset, int length, int shortestEncrypted) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int next = recordEnd(data, at, end, shortestEncrypted);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return length > 0;
    }

    // The rest reads datagrams that are plausible.

    static int epoch(byte[] data, int record) {
        return uint16(data, record + 3);
    }

    static int body(int record) {
        return record + RECORD_HEADER_LENGTH;
    }

    static int end(byte[] data, int record) {
        return body(record) + uint16(data, record + 11);
    }

    static boolean isChangeCipherSpec(byte[] data, int record) {
        return data[record] == CHANGE_CIPHER_SPEC;
    }

    static boolean isClearHandshake(byte[] data, int record) {
        return data[record] == HANDSHAKE && epoch(data, record) == 0;
    }

    static int messageLength(byte[] data, int message) {
        return uint24(data, message + 1);
    }

    static int messageSequence(byte[] data, int message) {
        return uint16(data, message + 4);
    }

    static int fragmentOffset(byte[] data, int message) {
        return uint24(data, message + 6);
    }

    static int fragmentLength(byte[] data, int message) {
        return uint24(data, message + 9);
    }

    static int messageEnd(byte[] data, int message) {
        return message + HANDSHAKE_HEADER_LENGTH + fragmentLength(data, message);
    }

    private static int recordEnd(byte[] data, int at, int end, int shortestEncrypted) {
        if (end - at < RECORD_HEADER_LENGTH || !isHeaderPlausible(data, at)) {
            return -1;
        }
        int recordEnd = end(data, at);
        if (recordEnd > end || (epoch(data, at) > 0 && recordEnd - body(at) < shortestEncrypted)) {
            return -1;
        }
        if (isClearHandshake(data, at) && !areHandshakesPlausible(data, body(at), recordEnd)) {
            return -1;
        }
        return recordEnd;
    }

    private static boolean isHeaderPlausible(byte[] data, int at) {
        return data[at] >= CHANGE_CIPHER_SPEC
                && data[at] <= APPLICATION_DATA
                && (data[at + 1] & 0xFF) == DTLS_MAJOR_VERSION
                && ((data[at + 2] & 0xFF) == DTLS_1_2_MINOR_VERSION || (data[at + 2] & 0xFF) == DTLS_1_0_MINOR_VERSION);
    }

    private static boolean areHandshakesPlausible(byte[] data, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at < HANDSHAKE_HEADER_LENGTH) {
                return false;
            }
            int length = messageLength(data, at);
            if (length > MAX_HANDSHAKE_MESSAGE_LENGTH || fragmentOffset(data, at) + fragmentLength(data, at) > length) {
                return false;
            }
            at = messageEnd(data, at);
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
