package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A client's message: a reason, or a request that written and read again is the same. */
class RequestCodecFuzzTest {
    /** The frame's type and its body. */
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int type = data[0] == Frame.BINARY ? Frame.BINARY : Frame.JSON;
        Decoded<ClientRequest> decoded = RequestCodec.decode(new Frame(type, Arrays.copyOfRange(data, 1, data.length)));
        if (decoded instanceof Decoded.Invalid<ClientRequest> invalid) {
            assertTrue(!invalid.reason().isEmpty() && invalid.id() >= 0);
            return;
        }
        Frame written = RequestCodec.encode(Golden.valid(decoded));
        assertEquals(type, written.type());
        assertEquals(written, RequestCodec.encode(Golden.valid(RequestCodec.decode(written))));
    }
}
