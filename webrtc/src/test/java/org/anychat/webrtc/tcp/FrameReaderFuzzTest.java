package org.anychat.webrtc.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A stream has the same RFC 4571 frames in whatever pieces it comes, and they written again are the stream. */
class FrameReaderFuzzTest {
    private static final int LIMIT = 300;

    @FuzzTest
    void shouldFindTheSameFramesInWhateverPieces(byte[] stream) {
        List<byte[]> whole = new ArrayList<>();
        boolean sound = read(new FrameReader(LIMIT), Unpooled.wrappedBuffer(stream), whole);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (byte[] frame : whole) {
            assertTrue(frame.length > 0 && frame.length <= LIMIT);
            written.write(frame.length >> 8);
            written.write(frame.length);
            written.writeBytes(frame);
        }
        List<byte[]> again = new ArrayList<>();
        assertTrue(read(new FrameReader(LIMIT), Unpooled.wrappedBuffer(written.toByteArray()), again));
        assertSame(whole, again);

        Random random = new Random(Arrays.hashCode(stream));
        FrameReader reader = new FrameReader(LIMIT);
        List<byte[]> pieces = new ArrayList<>();
        boolean soundInPieces = true;
        for (int at = 0; at < stream.length && soundInPieces; ) {
            int length = Math.min(1 + random.nextInt(8), stream.length - at);
            soundInPieces = read(reader, Unpooled.wrappedBuffer(stream, at, length), pieces);
            at += length;
        }
        assertEquals(sound, soundInPieces);
        assertSame(whole, pieces);
    }

    /** Whether all of it was read. */
    private static boolean read(FrameReader reader, ByteBuf from, List<byte[]> frames) {
        FrameReader.Found found = reader.read(from);
        while (found == FrameReader.Found.FRAME) {
            frames.add(Arrays.copyOf(reader.frame(), reader.length()));
            found = reader.read(from);
        }
        assertEquals(found == FrameReader.Found.TOO_LITTLE, !from.isReadable() && found != FrameReader.Found.TOO_LONG);
        return found == FrameReader.Found.TOO_LITTLE;
    }

    private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(Arrays.equals(expected.get(i), actual.get(i)));
        }
    }
}
