package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A payload in an array that ends where it ends, taken for one of every codec. */
class VideoPayloadFuzzTest {
    private final RtpPacket packet = new RtpPacket();
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();

    @FuzzTest
    void shouldStayInsideThePayload(byte[] payload) {
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
        bytes[0] = (byte) 0x80;
        System.arraycopy(payload, 0, bytes, RtpPacket.FIXED_HEADER_LENGTH, payload.length);
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        for (VideoCodec codec : VideoCodec.values()) {
            KeyFrames.isStart(codec, packet);
            int size = PictureSize.of(codec, packet);
            assertTrue(size == PictureSize.UNKNOWN || (size >>> 16 > 0 && (size & 0xFFFF) > 0));
        }
        if (descriptor.wrap(packet)) {
            checkDescriptor();
        }
        if (vp9.wrap(packet)) {
            assertTrue(vp9.temporalLayer() >= Vp9Descriptor.ABSENT && vp9.temporalLayer() <= 7);
            assertTrue(vp9.temporalLayer() != Vp9Descriptor.ABSENT || !vp9.switchingUp());
        }
        assertTrue(Arrays.equals(
                bytes,
                RtpPacket.FIXED_HEADER_LENGTH + descriptor.length(),
                bytes.length,
                payload,
                descriptor.length(),
                payload.length));
    }

    private void checkDescriptor() {
        assertTrue(descriptor.length() <= packet.payloadLength());
        int temporalLayer = descriptor.temporalLayer();
        boolean layerSync = descriptor.layerSync();
        int bits = descriptor.pictureIdBits();
        descriptor.pictureId(0x7ABC);
        descriptor.tl0PicIdx(0x5D);
        assertEquals(bits == 0 ? Vp8Descriptor.ABSENT : 0x7ABC & ((1 << bits) - 1), descriptor.pictureId());
        assertTrue(descriptor.tl0PicIdx() == Vp8Descriptor.ABSENT || descriptor.tl0PicIdx() == 0x5D);
        assertEquals(temporalLayer, descriptor.temporalLayer());
        assertEquals(layerSync, descriptor.layerSync());
        int length = descriptor.length();
        assertTrue(descriptor.wrap(packet));
        assertEquals(length, descriptor.length());
    }
}
