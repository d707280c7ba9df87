package org.anychat.gateway.port;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anychat.protocol.Limits;

/** Tells by its first bytes what a connection speaks, within TLS where there is TLS. */
enum FirstBytes {
    /** Too few bytes to tell. */
    UNDECIDED,
    /** HTTP/1.1. */
    HTTP,
    /** The framed protocol. */
    FRAMED,
    /** STUN in RFC 4571 frames: an ICE-TCP candidate of the relay. */
    ICE_TCP,
    /** None of these. */
    UNKNOWN;

    /** After so many bytes no connection is undecided. */
    static final int ENOUGH = 10;

    private static final List<String> METHODS =
            List.of("GET ", "HEAD ", "POST ", "PUT ", "PATCH ", "DELETE ", "OPTIONS ");
    private static final int MAX_FIRST_LENGTH_BYTE = Limits.CLIENT_JSON_BYTES >> 16;
    private static final int STUN_COOKIE = 0x2112A442;
    private static final int STUN_COOKIE_AT = 2 + 4;

    static FirstBytes of(byte[] bytes) {
        if (bytes.length < 2) {
            return UNDECIDED;
        }
        if (bytes[0] == 0 && bytes[1] <= MAX_FIRST_LENGTH_BYTE && bytes[1] >= 0) {
            return FRAMED;
        }
        // RFC 4571 section 2: a 16-bit length; a binding request is far below 1024 bytes.
        return bytes[0] >= 0 && bytes[0] <= 3 ? ofStun(bytes) : ofHttp(bytes);
    }

    private static FirstBytes ofStun(byte[] bytes) {
        if (bytes.length < ENOUGH) {
            return UNDECIDED;
        }
        int cookie = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            cookie = (cookie << 8) | (bytes[STUN_COOKIE_AT + i] & 0xff);
        }
        // RFC 8489 section 5: the two most significant bits of every STUN message are zero.
        return cookie == STUN_COOKIE && (bytes[2] & 0xc0) == 0 ? ICE_TCP : UNKNOWN;
    }

    private static FirstBytes ofHttp(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, ENOUGH), StandardCharsets.ISO_8859_1);
        for (String method : METHODS) {
            if (text.startsWith(method)) {
                return HTTP;
            }
            if (method.startsWith(text)) {
                return UNDECIDED;
            }
        }
        return UNKNOWN;
    }
}
