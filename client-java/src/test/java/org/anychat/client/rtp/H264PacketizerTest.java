package org.anychat.client.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264PacketizerTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAXIMUM = 1200;

    @Test
    void shouldSendParameterSetsAsStapAWithTheLargestNri() {
        // SPS (0x67: NRI 3), PPS (0x28: NRI 1), IDR slice.
        Payloads payloads =
                Payloads.of(new H264Packetizer(MAXIMUM), hex("00000001 6742c00d 00000001 28ce 000001 65b8ff"));

        // STAP-A header 0x78 = NRI 3, type 24; then 16-bit sizes 4 and 2 (RFC 6184 section 5.7.1).
        assertArrayEquals(hex("78 0004 6742c00d 0002 28ce"), payloads.bytes.get(0));
        assertArrayEquals(hex("65b8ff"), payloads.bytes.get(1));
        assertEquals(List.of(false, true), payloads.markers);
    }

    @Test
    void shouldSendAParameterSetAloneAsItself() {
        Payloads payloads = Payloads.of(new H264Packetizer(MAXIMUM), hex("000001 6742c00d 000001 65b8"));

        assertArrayEquals(hex("6742c00d"), payloads.bytes.get(0));
        assertEquals(2, payloads.bytes.size());
    }

    @Test
    void shouldFragmentWhatExceedsTheMaximum() {
        // Eight bytes in payloads of at most 5: indicator 0x7C (NRI 3, type 28), header S, none, E over type 5.
        Payloads payloads = Payloads.of(new H264Packetizer(5), hex("000001 65 01020304050607"));

        assertEquals(
                List.of("7c85010203", "7c05040506", "7c4507"),
                payloads.bytes.stream().map(HEX::formatHex).toList());
        assertEquals(List.of(false, false, true), payloads.markers);
    }

    @Test
    void shouldLeaveOutDelimitersAndFillerAndStillMarkTheLastPayload() {
        Payloads payloads = Payloads.of(new H264Packetizer(MAXIMUM), hex("00000001 09f0 000001 419a 000001 0cff80"));

        assertEquals(1, payloads.bytes.size());
        assertArrayEquals(hex("419a"), payloads.bytes.get(0));
        assertTrue(payloads.markers.get(0));
    }

    @Test
    void shouldGiveNothingForAFrameWithoutUnits() {
        assertTrue(Payloads.of(new H264Packetizer(MAXIMUM), hex("")).bytes.isEmpty());
        assertTrue(Payloads.of(new H264Packetizer(MAXIMUM), hex("0000")).bytes.isEmpty());
        assertTrue(
                Payloads.of(new H264Packetizer(MAXIMUM), hex("00000001")).bytes.isEmpty());
    }

    @Test
    void shouldRefuseAMaximumThatCannotHoldAFragment() {
        assertThrows(IllegalArgumentException.class, () -> new H264Packetizer(3));
    }

    @Test
    void shouldBringBackUnitsOfEverySizeAroundTheMaximum() {
        H264Packetizer packetizer = new H264Packetizer(100);
        H264Depacketizer depacketizer = new H264Depacketizer();
        FrameBuffer frame = new FrameBuffer(4096);
        for (int size = 1; size <= 1000; size++) {
            byte[] accessUnit = accessUnit(new Random(size), size);

            Payloads payloads = Payloads.of(packetizer, accessUnit);

            frame.clear();
            assertTrue(payloads.joinInto(frame, depacketizer), "size " + size);
            assertArrayEquals(accessUnit, frame.toArray(), "size " + size);
            assertTrue(payloads.bytes.stream().allMatch(payload -> payload.length <= 100), "size " + size);
            assertEquals(payloads.bytes.size() - 1, payloads.markers.indexOf(true), "size " + size);
            assertTrue(depacketizer.keyFrame(frame), "size " + size);
        }
    }

    @Test
    void shouldRejectEveryTruncationOfAnAggregate() {
        byte[] aggregate = hex("78 0004 6742c00d 0002 28ce");
        for (int length = 0; length < aggregate.length; length++) {
            boolean whole = new H264Depacketizer().append(aggregate, 0, length, new FrameBuffer(100));

            // Seven bytes end exactly after the first unit: that is a valid, shorter aggregate.
            assertEquals(length == 7, whole, "length " + length);
        }
    }

    @Test
    void shouldRejectFragmentsOutOfOrder() {
        FrameBuffer frame = new FrameBuffer(100);
        H264Depacketizer depacketizer = new H264Depacketizer();

        assertFalse(depacketizer.append(hex("7c0501"), 0, 3, frame), "a middle without a start");
        assertTrue(depacketizer.append(hex("7c8501"), 0, 3, frame));
        assertFalse(depacketizer.append(hex("419a"), 0, 2, frame), "a single unit inside a fragmented one");
        assertFalse(depacketizer.append(hex("7c8501"), 0, 3, frame), "a second start");
        depacketizer.reset();
        assertTrue(depacketizer.append(hex("419a"), 0, 2, frame));
    }

    @Test
    void shouldRejectWhatPacketizationModeOneDoesNotKnow() {
        for (int type : new int[] {0, 25, 26, 27, 29, 30, 31}) {
            byte[] payload = {(byte) (0x60 | type), 1, 2, 3, 4};

            assertFalse(
                    new H264Depacketizer().append(payload, 0, payload.length, new FrameBuffer(100)), "type " + type);
            assertFalse(new H264Depacketizer().startsFrame(payload, 0, payload.length), "type " + type);
        }
    }

    @Test
    void shouldTakeAnIdrPictureForAKeyFrameOnlyWithItsParameterSet() {
        assertTrue(keyFrame("00000001 6742c00d 00000001 68ce 00000001 6588"));
        assertFalse(keyFrame("00000001 6588"));
        assertFalse(keyFrame("00000001 6742c00d 00000001 68ce 00000001 419a"));
        assertFalse(keyFrame(""));
    }

    private static boolean keyFrame(String accessUnit) {
        byte[] bytes = hex(accessUnit);
        FrameBuffer frame = new FrameBuffer(100);
        frame.append(bytes, 0, bytes.length);
        return new H264Depacketizer().keyFrame(frame);
    }

    @Test
    void shouldTellAStartFromTheMiddle() {
        H264Depacketizer depacketizer = new H264Depacketizer();

        assertTrue(depacketizer.startsFrame(hex("7c8501"), 0, 3));
        assertFalse(depacketizer.startsFrame(hex("7c0501"), 0, 3));
        assertFalse(depacketizer.startsFrame(hex("7c85"), 0, 2));
        assertTrue(depacketizer.startsFrame(hex("419a"), 0, 2));
        assertFalse(depacketizer.startsFrame(new byte[0], 0, 0));
    }

    /** A parameter set and an IDR slice of the given size, both without start codes inside and without zero bytes at the end. */
    private static byte[] accessUnit(Random random, int size) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(hex("00000001 6742c00d 00000001 68ce 00000001"));
        stream.write(0x65);
        for (int index = 1; index < size; index++) {
            stream.write(1 + random.nextInt(255));
        }
        return stream.toByteArray();
    }

    private static byte[] hex(String text) {
        return HEX.parseHex(text.replace(" ", ""));
    }
}
