package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A server's message: a reason, or a message that written and read again is the same. */
class ServerCodecFuzzTest {
    private static final RequestType[] REQUESTS = RequestType.values();

    /** The frame's type, the request that a reply is taken for, and the body. */
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        if (data.length < 3) {
            return;
        }
        int type = data[0] == Frame.BINARY ? Frame.BINARY : Frame.JSON;
        RequestType request = REQUESTS[(data[1] & 0xFF) % REQUESTS.length];
        Frame frame = new Frame(type, Arrays.copyOfRange(data, 2, data.length));
        Decoded<ServerMessage> decoded = ServerCodec.decode(frame, id -> request);
        if (decoded instanceof Decoded.Invalid<ServerMessage> invalid) {
            assertTrue(!invalid.reason().isEmpty() && invalid.id() >= 0);
            return;
        }
        Frame written = ServerCodec.encode(Golden.valid(decoded));
        assertEquals(type, written.type());
        assertEquals(written, ServerCodec.encode(Golden.valid(ServerCodec.decode(written, id -> request))));
    }
}
