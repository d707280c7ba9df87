package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A stream has the same frames in whatever pieces it comes, and they written again are the stream. */
class FrameDecoderFuzzTest {
    @FuzzTest
    void shouldFindTheSameFramesInWhateverPieces(byte[] stream) {
        FrameDecoder decoder = FrameDecoder.ofClientFrames();
        List<Frame> whole = new ArrayList<>();
        decode(decoder, ByteBuffer.wrap(stream), whole);

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        whole.forEach(frame -> written.writeBytes(frame.encode()));
        int length = written.size();
        assertTrue(length <= stream.length);
        assertTrue(Arrays.equals(stream, 0, length, written.toByteArray(), 0, length));

        Random random = new Random(Arrays.hashCode(stream));
        FrameDecoder inPieces = FrameDecoder.ofClientFrames();
        List<Frame> again = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int piece = Math.min(1 + random.nextInt(16), stream.length - at);
            decode(inPieces, ByteBuffer.wrap(stream, at, piece), again);
            at += piece;
        }
        assertEquals(whole, again);
        assertEquals(decoder.violation(), inPieces.violation());
    }

    private static void decode(FrameDecoder decoder, ByteBuffer input, List<Frame> frames) {
        while (input.hasRemaining() && decoder.violation().isEmpty()) {
            int before = input.position();
            decoder.decode(input).ifPresent(frames::add);
            assertTrue(input.position() > before, "no progress");
        }
    }
}
