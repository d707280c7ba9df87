package org.anychat.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One message as bytes: a frame of the framed protocol, or a WebSocket message.
 *
 * @param type {@link #JSON} or {@link #BINARY}
 * @param body the message without length and type; not copied, so whoever makes the frame gives the array away
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frame(int type, byte[] body) {
    /** A JSON message in UTF-8; a WebSocket text message. */
    public static final int JSON = 1;
    /** A binary message; a WebSocket binary message. */
    public static final int BINARY = 2;
    /** Bytes before the body on the framed protocol: length and type. */
    public static final int HEADER_BYTES = 5;

    /**
     * The frame on the framed protocol: 4-byte big-endian length of type and body, the type, the body.
     *
     * @return a new array
     */
    public byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putInt(1 + body.length)
                .put((byte) type)
                .put(body)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && frame.type == type && Arrays.equals(frame.body, body);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "Frame[type=" + type + ", bytes=" + body.length + "]";
    }
}
