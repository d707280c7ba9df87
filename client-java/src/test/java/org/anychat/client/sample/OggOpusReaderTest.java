package org.anychat.client.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OggOpusReaderTest {
    private static final byte[] HEAD = "OpusHead........".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAGS = "OpusTags........".getBytes(StandardCharsets.US_ASCII);
    /** TOC configuration 31 (CELT, 20 ms), mono, one frame. */
    private static final int TOC_20_MS = 0xF8;

    @Test
    void shouldReadTheBundledTone() throws Exception {
        List<OpusPacket> packets = OggOpusReader.read(AnnexBReaderTest.resource("sample.opus"));

        assertEquals(201, packets.size());
        assertTrue(packets.stream().allMatch(packet -> packet.durationUs() == 20_000));
    }

    @Test
    void shouldJoinAPacketOverTwoPages() throws MediaFormatException {
        byte[] packet = new byte[600];
        new Random(3).nextBytes(packet);
        packet[0] = (byte) TOC_20_MS;

        // 600 = 255 + 255 + 90: the first page ends inside the packet, the second is flagged as its continuation.
        byte[] file = concat(
                page(0, HEAD, 16),
                page(0, TAGS, 16),
                page(0, Arrays.copyOf(packet, 510), 255, 255),
                page(1, Arrays.copyOfRange(packet, 510, 600), 90));

        assertArrayEquals(packet, OggOpusReader.read(file).get(0).data());
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] file = concat(page(0, HEAD, 16), page(0, TAGS, 16), page(0, new byte[] {(byte) TOC_20_MS, 1, 2}, 3));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows(MediaFormatException.class, () -> OggOpusReader.read(cut), "length " + length);
        }
    }

    @Test
    void shouldRefuseAnyChangedByte() throws Exception {
        long seed = System.nanoTime();
        System.out.println("OggOpusReaderTest seed " + seed);
        Random random = new Random(seed);
        byte[] file = AnnexBReaderTest.resource("sample.opus");
        for (int round = 0; round < 500; round++) {
            byte[] changed = file.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));

            assertThrows(MediaFormatException.class, () -> OggOpusReader.read(changed), "seed " + seed + " at " + at);
        }
    }

    @Test
    void shouldRefuseMissingHeaders() {
        byte[] audio = page(0, new byte[] {(byte) TOC_20_MS, 1, 2}, 3);

        assertThrows(MediaFormatException.class, () -> OggOpusReader.read(audio));
        assertThrows(MediaFormatException.class, () -> OggOpusReader.read(concat(page(0, HEAD, 16), audio)));
    }

    @Test
    void shouldReadDurationsOfEveryKind() {
        assertEquals(10_000, duration(0x00)); // SILK 10 ms
        assertEquals(60_000, duration(0x18)); // SILK 60 ms
        assertEquals(20_000, duration(0x68)); // hybrid 20 ms
        assertEquals(2_500, duration(0x80)); // CELT 2.5 ms
        assertEquals(20_000, duration(0xF8)); // CELT 20 ms
        assertEquals(40_000, duration(0xF9)); // two frames
        assertEquals(60_000, duration(0xFB, 0x03)); // counted: three
    }

    @Test
    void shouldRefusePacketsThatAreNotOpus() {
        assertEquals(null, OpusPacket.of(new byte[0]));
        assertEquals(null, OpusPacket.of(new byte[] {(byte) 0xFB}), "no frame count");
        assertEquals(null, OpusPacket.of(new byte[] {(byte) 0xFB, 0}), "no frames");
        assertEquals(null, OpusPacket.of(new byte[] {(byte) 0xFB, 7}), "140 ms");
    }

    private static int duration(int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            data[index] = (byte) bytes[index];
        }
        return OpusPacket.of(data).durationUs();
    }

    /** A page by RFC 3533 section 6. */
    private static byte[] page(int flags, byte[] body, int... lacing) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes("OggS".getBytes(StandardCharsets.US_ASCII));
        stream.write(0);
        stream.write(flags);
        stream.writeBytes(new byte[20]); // granule position, serial, page sequence, checksum
        stream.write(lacing.length);
        for (int value : lacing) {
            stream.write(value);
        }
        stream.writeBytes(body);
        byte[] page = stream.toByteArray();
        int crc = OggChecksum.update(0, page, 0, page.length);
        for (int index = 0; index < Integer.BYTES; index++) {
            page[22 + index] = (byte) (crc >>> (8 * index));
        }
        return page;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            stream.writeBytes(part);
        }
        return stream.toByteArray();
    }
}
