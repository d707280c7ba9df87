package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp8DescriptorTest {
    private static final String FULL = "b0" // X=1 N=1 S=1 PID=0
            + "e0" // I=1 L=1 T=1
            + "9234" // M=1, picture id 0x1234
            + "7f" // TL0PICIDX
            + "a0"; // TID=2 Y=1

    private final RtpPacket packet = new RtpPacket();
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    private byte[] packet(String payloadHex) {
        byte[] buffer = HexFormat.of().parseHex("aabbcc" + "806000010000000200000003" + payloadHex);
        assertTrue(packet.wrap(buffer, 3, buffer.length - 3));
        return buffer;
    }

    @Test
    void shouldReadEveryField() {
        packet(FULL + "10");
        assertTrue(descriptor.wrap(packet));
        assertEquals(6, descriptor.length());
        assertTrue(descriptor.startOfPartition());
        assertTrue(descriptor.nonReference());
        assertEquals(0, descriptor.partitionIndex());
        assertEquals(15, descriptor.pictureIdBits());
        assertEquals(0x1234, descriptor.pictureId());
        assertEquals(0x7F, descriptor.tl0PicIdx());
        assertEquals(2, descriptor.temporalLayer());
        assertTrue(descriptor.layerSync());
    }

    /** RFC 7741 sections 4.6.1 to 4.6.5: descriptor, and the first byte of the payload header where the packet has one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
            key frame in a single packet (4.6.1),       908011,   10, true,  0, 17
            interframe without picture id (4.6.2),      10,       11, true,  0, -
            first partition in its own packet (4.6.3),  908011,   11, true,  0, 17
            second partition in its own (4.6.3),        918011,   -,  true,  1, 17
            first partition of a fragmented one (4.6.4), 908011,  11, true,  0, 17
            first fragment of the second (4.6.4),       918011,   -,  true,  1, 17
            middle and last fragment (4.6.4),           818011,   -,  false, 1, 17
            long picture id (4.6.5),                    90809267, 11, true,  0, 4711
            """)
    void shouldReadTheExamplesOfRfc7741(
            String name, String bytes, String header, boolean start, int partition, Integer pictureId) {
        packet(bytes + (header == null ? "00" : header));
        assertTrue(descriptor.wrap(packet));
        assertEquals(bytes.length() / 2, descriptor.length());
        assertEquals(start, descriptor.startOfPartition());
        assertEquals(partition, descriptor.partitionIndex());
        assertEquals(pictureId == null ? Vp8Descriptor.ABSENT : pictureId, descriptor.pictureId());
        assertFalse(descriptor.nonReference());
        assertEquals("10".equals(header), KeyFrames.isStart(VideoCodec.VP8, packet));
    }

    @Test
    void shouldSayWhatIsAbsent() {
        packet("01");
        assertTrue(descriptor.wrap(packet));
        assertEquals(1, descriptor.length());
        assertEquals(1, descriptor.partitionIndex());
        assertEquals(Vp8Descriptor.ABSENT, descriptor.pictureId());
        assertEquals(Vp8Descriptor.ABSENT, descriptor.tl0PicIdx());
        assertEquals(Vp8Descriptor.ABSENT, descriptor.temporalLayer());
        assertFalse(descriptor.layerSync());
        descriptor.pictureId(5);
        descriptor.tl0PicIdx(5);
        assertEquals(0x01, packet.buffer()[packet.payloadOffset()]);
    }

    @Test
    void shouldRewriteInPlaceAndInWidth() {
        byte[] buffer = packet(FULL + "10");
        descriptor.wrap(packet);
        descriptor.pictureId(0xFFFF);
        descriptor.tl0PicIdx(0x101);
        assertEquals("b0e0ffff01a010", HexFormat.of().formatHex(buffer, 15, buffer.length));

        buffer = packet("908012" + "10");
        descriptor.wrap(packet);
        descriptor.pictureId(0xFF);
        assertEquals("90807f10", HexFormat.of().formatHex(buffer, 15, buffer.length));
    }

    @Test
    void shouldNotReadATemporalLayerWhereOnlyKeyIndexIs() {
        packet("9010" + "ff" + "10");
        assertTrue(descriptor.wrap(packet));
        assertEquals(3, descriptor.length());
        assertEquals(Vp8Descriptor.ABSENT, descriptor.temporalLayer());
    }

    @Test
    void shouldRejectEveryTruncation() {
        for (int length = 0; length < FULL.length(); length += 2) {
            packet(FULL.substring(0, length));
            assertFalse(descriptor.wrap(packet), "bytes " + length / 2);
        }
    }
}
