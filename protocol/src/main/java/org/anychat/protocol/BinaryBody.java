package org.anychat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The body of a binary message: 2-byte big-endian length of a JSON header, the header, the bytes. */
@SuppressWarnings("ArrayRecordComponent")
record BinaryBody(JsonNode header, byte[] payload) {
    private static final int LENGTH_BYTES = 2;

    static Optional<BinaryBody> decode(byte[] body) {
        if (body.length < LENGTH_BYTES) {
            return Optional.empty();
        }
        int headerLength = Short.toUnsignedInt(ByteBuffer.wrap(body).getShort());
        if (headerLength > Math.min(Limits.HEADER_BYTES, body.length - LENGTH_BYTES)) {
            return Optional.empty();
        }
        return Json.readObject(body, LENGTH_BYTES, headerLength)
                .map(header ->
                        new BinaryBody(header, Arrays.copyOfRange(body, LENGTH_BYTES + headerLength, body.length)));
    }

    static Frame encode(ObjectNode header, byte[] payload) {
        byte[] headerBytes = Json.write(header);
        byte[] body = ByteBuffer.allocate(LENGTH_BYTES + headerBytes.length + payload.length)
                .putShort((short) headerBytes.length)
                .put(headerBytes)
                .put(payload)
                .array();
        return new Frame(Frame.BINARY, body);
    }
}
