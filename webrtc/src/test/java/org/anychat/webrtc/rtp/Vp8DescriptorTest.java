package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

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

    /** The descriptors of RFC 7741 section 4.6: with a short picture id, without any, with a long one. */
    @Test
    void shouldReadTheExamplesOfRfc7741() {
        packet("908011" + "10");
        assertTrue(descriptor.wrap(packet));
        assertEquals(17, descriptor.pictureId());
        assertTrue(descriptor.startOfPartition() && !descriptor.nonReference());
        assertEquals(0, descriptor.partitionIndex());

        packet("10" + "11");
        assertTrue(descriptor.wrap(packet));
        assertEquals(Vp8Descriptor.ABSENT, descriptor.pictureId());
        assertEquals(1, descriptor.length());

        packet("b0809267" + "11");
        assertTrue(descriptor.wrap(packet));
        assertEquals(4711, descriptor.pictureId());
        assertTrue(descriptor.nonReference());
        assertEquals(4, descriptor.length());
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
