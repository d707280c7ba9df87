package org.anychat.webrtc.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.tcp.FrameReader.Found;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 4571 section 2: a length of 16 bits, big-endian, then so many bytes. */
class FrameReaderTest {
    private static final int LIMIT = 100;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FrameReader reader = new FrameReader(LIMIT);
    private final List<byte[]> frames = new ArrayList<>();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] framed(byte[] content) {
        return Unpooled.buffer()
                .writeShort(content.length)
                .writeBytes(content)
                .copy()
                .array();
    }

    /** Reads all of it and notes the frames; what the last look found. */
    private Found feed(byte[] bytes) {
        ByteBuf input = Unpooled.wrappedBuffer(bytes);
        Found found = reader.read(input);
        while (found == Found.FRAME) {
            frames.add(Arrays.copyOf(reader.frame(), reader.length()));
            found = reader.read(input);
        }
        return found;
    }

    @Test
    void shouldReadSeveralFramesOfOneRead() {
        assertEquals(Found.TOO_LITTLE, feed(bytes(0, 2, 7, 8, 0, 1, 9)));

        assertEquals(2, frames.size());
        assertArrayEquals(bytes(7, 8), frames.get(0));
        assertArrayEquals(bytes(9), frames.get(1));
    }

    @Test
    void shouldReadAFrameThatComesByteByByte() {
        for (byte one : bytes(0, 3, 1, 2, 3)) {
            assertEquals(Found.TOO_LITTLE, feed(bytes(one)));
        }

        assertEquals(1, frames.size());
        assertArrayEquals(bytes(1, 2, 3), frames.get(0));
    }

    @Test
    void shouldTakeNothingForNullPackets() {
        assertEquals(Found.TOO_LITTLE, feed(bytes(0, 0, 0, 0, 0, 1, 5, 0, 0)));

        assertEquals(1, frames.size());
        assertArrayEquals(bytes(5), frames.get(0));
    }

    @Test
    void shouldRefuseLengthsAboveItsLimit() {
        assertEquals(Found.TOO_LONG, feed(bytes(0xFF, 0xFF, 1, 2)));
        assertEquals(Found.TOO_LONG, new FrameReader(LIMIT).read(Unpooled.wrappedBuffer(bytes(0, LIMIT + 1))));
        assertTrue(frames.isEmpty());
    }

    @Test
    void shouldTakeTheLongestFrame() {
        assertEquals(Found.TOO_LITTLE, feed(framed(new byte[LIMIT])));

        assertEquals(LIMIT, frames.get(0).length);
        assertTrue(reader.frame().length >= LIMIT + DatagramReceiver.TAIL_ROOM, "room for what protection adds");
    }

    @Test
    void shouldTakeLongerFramesOnceItMay() {
        feed(framed(new byte[LIMIT]));
        reader.widen(2_047);

        assertEquals(Found.TOO_LITTLE, feed(framed(new byte[2_047])));
        assertEquals(2, frames.size());
    }

    @Test
    void shouldReadTheSameHoweverTheStreamIsCut() {
        Random random = seeded.random();
        for (int round = 0; round < 2_000; round++) {
            frames.clear();
            List<byte[]> sent = new ArrayList<>();
            ByteBuf stream = Unpooled.buffer();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] content = new byte[random.nextInt(LIMIT + 1)];
                random.nextBytes(content);
                stream.writeShort(content.length).writeBytes(content);
                if (content.length > 0) {
                    sent.add(content);
                }
            }
            while (stream.isReadable()) {
                byte[] piece = new byte[Math.min(stream.readableBytes(), 1 + random.nextInt(60))];
                stream.readBytes(piece);
                assertEquals(Found.TOO_LITTLE, feed(piece));
            }
            assertEquals(sent.size(), frames.size());
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(sent.get(i), frames.get(i));
            }
        }
    }

    @Test
    void shouldSurviveGarbage() {
        Random random = seeded.random();
        for (int round = 0; round < 20_000; round++) {
            FrameReader victim = new FrameReader(LIMIT);
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            ByteBuf input = Unpooled.wrappedBuffer(noise);
            Found found = victim.read(input);
            while (found == Found.FRAME) {
                assertTrue(victim.length() >= 1 && victim.length() <= LIMIT);
                found = victim.read(input);
            }
        }
    }
}
