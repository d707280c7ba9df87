package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Own bytes after RFC 9628 section 4.2, which draws the fields. */
class Vp9DescriptorTest {
    private final RtpPacket packet = new RtpPacket();
    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    private boolean wrap(String payloadHex) {
        byte[] buffer = HexFormat.of().parseHex("aabbcc" + "806000010000000200000003" + payloadHex);
        assertTrue(packet.wrap(buffer, 3, buffer.length - 3));
        return descriptor.wrap(packet);
    }

    @Test
    void shouldReadTheTemporalLayerBehindALongPictureId() {
        assertTrue(wrap(
                "ac" // I=1 L=1 B=1 E=1
                        + "9234" // M=1, picture id 0x1234
                        + "52" // TID=2 U=1 SID=1 D=0
                        + "07")); // TL0PICIDX
        assertEquals(2, descriptor.temporalLayer());
        assertTrue(descriptor.switchingUp());
    }

    @Test
    void shouldReadItBehindAShortPictureIdAndBehindNone() {
        assertTrue(wrap(
                "f0" // I=1 P=1 L=1 F=1
                        + "12" // picture id 18
                        + "e1")); // TID=7 U=0 SID=0 D=1
        assertEquals(7, descriptor.temporalLayer());
        assertFalse(descriptor.switchingUp());
        assertTrue(wrap("20" + "30")); // L=1; TID=1 U=1
        assertEquals(1, descriptor.temporalLayer());
        assertTrue(descriptor.switchingUp());
    }

    @Test
    void shouldSayWhereThereIsNone() {
        assertTrue(wrap("88" + "12" + "ff"));
        assertEquals(Vp9Descriptor.ABSENT, descriptor.temporalLayer());
        assertFalse(descriptor.switchingUp());
    }

    @Test
    void shouldRejectEveryTruncation() {
        String whole = "ac" + "9234" + "52";
        for (int length = 0; length < whole.length(); length += 2) {
            assertFalse(wrap(whole.substring(0, length)), "bytes " + length / 2);
        }
        assertFalse(wrap("80" + "92"));
    }
}
