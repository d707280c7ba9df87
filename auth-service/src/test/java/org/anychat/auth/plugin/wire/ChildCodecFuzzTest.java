package org.anychat.auth.plugin.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

/** What a plug-in's process may write, which holds code of others: refused, or a message written again as the same. */
class ChildCodecFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) throws IOException {
        try {
            ChildCodec.read(new ByteArrayInputStream(data));
        } catch (MalformedFrameException | EOFException e) {
            // As it should.
        }
        ChildMessage message;
        try {
            message = ChildCodec.decode(data);
        } catch (MalformedFrameException e) {
            assertTrue(!e.getMessage().isEmpty());
            return;
        }
        byte[] written = ChildCodec.encode(message);
        assertArrayEquals(written, ChildCodec.encode(ChildCodec.decode(written)));
    }
}
