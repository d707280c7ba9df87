package org.anychat.client.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp8PacketizerTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void shouldDescribeStartAndPictureId() {
        Payloads payloads = Payloads.of(new Vp8Packetizer(7, 0x1234), HEX.parseHex("1001029d"));

        // X=1 S=1 PID=0, I=1, M=1 with PictureID 0x1234; the second payload without S (RFC 7741 section 4.2).
        assertEquals(
                List.of("90809234100102", "808092349d"),
                payloads.bytes.stream().map(HEX::formatHex).toList());
        assertEquals(List.of(false, true), payloads.markers);
    }

    @Test
    void shouldWrapPictureIdAtFifteenBits() {
        Vp8Packetizer packetizer = new Vp8Packetizer(1200, 0x7FFF);
        byte[] frame = {0x10};

        assertEquals(
                "9080ffff10", HEX.formatHex(Payloads.of(packetizer, frame).bytes.get(0)));
        assertEquals(
                "9080800010", HEX.formatHex(Payloads.of(packetizer, frame).bytes.get(0)));
    }

    @Test
    void shouldBringBackFramesOfEverySize() {
        Vp8Packetizer packetizer = new Vp8Packetizer(104, 0);
        Vp8Depacketizer depacketizer = new Vp8Depacketizer();
        FrameBuffer frame = new FrameBuffer(4096);
        for (int size = 1; size <= 1000; size++) {
            byte[] picture = new byte[size];
            new Random(size).nextBytes(picture);

            Payloads payloads = Payloads.of(packetizer, picture);

            frame.clear();
            assertTrue(depacketizer.startsFrame(payloads.bytes.get(0), 0, payloads.bytes.get(0).length));
            assertTrue(payloads.joinInto(frame, depacketizer), "size " + size);
            assertArrayEquals(picture, frame.toArray(), "size " + size);
            assertEquals((size + 99) / 100, payloads.bytes.size(), "size " + size);
        }
    }

    @Test
    void shouldReadEveryFormOfDescriptor() {
        // No extension; I with 7 bits; I with 15 bits, L, T, K (RFC 7741 section 4.2).
        for (String descriptor : List.of("10", "908011", "90f0800111e0")) {
            byte[] payload = HEX.parseHex(descriptor + "77");
            FrameBuffer frame = new FrameBuffer(100);

            assertTrue(new Vp8Depacketizer().append(payload, 0, payload.length, frame), descriptor);
            assertArrayEquals(new byte[] {0x77}, frame.toArray(), descriptor);
            for (int length = 0; length < payload.length; length++) {
                assertFalse(new Vp8Depacketizer().append(payload, 0, length, frame), descriptor + " cut to " + length);
            }
        }
    }

    @Test
    void shouldTellKeyFramesByTheFrameHeader() {
        FrameBuffer frame = new FrameBuffer(10);
        assertFalse(new Vp8Depacketizer().keyFrame(frame));
        frame.append(0x10);
        assertTrue(new Vp8Depacketizer().keyFrame(frame));
        frame.clear();
        frame.append(0x11);
        assertFalse(new Vp8Depacketizer().keyFrame(frame));
    }

    @Test
    void shouldNotTakeALaterPartitionForAStart() {
        assertFalse(new Vp8Depacketizer().startsFrame(HEX.parseHex("1177"), 0, 2));
        assertFalse(new Vp8Depacketizer().startsFrame(HEX.parseHex("0077"), 0, 2));
    }
}
