package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureSizeTest {
    /** x264's set of 320x240, Baseline, with emulation prevention bytes in its timing. */
    private static final String SPS_320_240 = "6742c00dd90141fb01100000030010000003" + "01e0f142a480";
    /** x264's set of 1920x1080, High: 1088 lines, 8 of them cropped. */
    private static final String SPS_1920_1080 = "67640028acd940780227e5c044000003000400000300c03c60c658";

    private static final int HEADER = 12;

    @Test
    void shouldReadASequenceParameterSetAlone() {
        assertEquals((240 << 16) | 320, size(VideoCodec.H264, SPS_320_240));
        assertEquals((1080 << 16) | 1920, size(VideoCodec.H264, SPS_1920_1080));
    }

    @Test
    void shouldReadASequenceParameterSetInAnAggregate() {
        String length = String.format("%04x", SPS_320_240.length() / 2);
        assertEquals(
                (240 << 16) | 320, size(VideoCodec.H264, "78" + "000209f0" + length + SPS_320_240 + "000468cb8cb2"));
        assertEquals(0, size(VideoCodec.H264, "78" + "ffff" + SPS_320_240));
    }

    @Test
    void shouldReadTheHeaderOfAVp8KeyFrame() {
        // Descriptor with S; a key frame's tag, start code, width 640, height 480 with scaling bits.
        assertEquals((480 << 16) | 640, size(VideoCodec.VP8, "10" + "900b00" + "9d012a" + "8042" + "e041"));
        assertEquals(0, size(VideoCodec.VP8, "10" + "910b00" + "9d012a" + "8042" + "e041"));
        assertEquals(0, size(VideoCodec.VP8, "10" + "900b00" + "9d012b" + "8042" + "e041"));
    }

    @Test
    void shouldSayNothingOfOtherPackets() {
        assertEquals(0, size(VideoCodec.H264, "658884087198"));
        assertEquals(0, size(VideoCodec.H264, ""));
        assertEquals(0, size(VideoCodec.AV1, "08aabb"));
    }

    @Test
    void shouldSayNothingOfTruncatedSets() {
        byte[] whole = HexFormat.of().parseHex(SPS_320_240);
        // Behind the eighth byte comes nothing that the size depends on.
        for (int length = 0; length < 8; length++) {
            assertEquals(0, size(VideoCodec.H264, HexFormat.of().formatHex(whole, 0, length)), "cut to " + length);
        }
    }

    @Test
    void shouldReadWithinItsBytesWhateverTheyAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            if (payload.length > 0) {
                payload[0] = (byte) (random.nextBoolean() ? 0x67 : 0x78);
            }
            int size = PictureSize.of(random.nextBoolean() ? VideoCodec.H264 : VideoCodec.VP8, packet(payload));
            assertTrue(size == 0 || ((size & 0xFFFF) > 0 && size >>> 16 > 0), "seed " + seed);
        }
    }

    private static int size(VideoCodec codec, String payload) {
        return PictureSize.of(codec, packet(HexFormat.of().parseHex(payload)));
    }

    /** The payload ends where the buffer does, so that reading on would throw. */
    private static RtpPacket packet(byte... payload) {
        byte[] bytes = new byte[3 + HEADER + payload.length];
        Arrays.fill(bytes, 0, 3, (byte) 0x55);
        bytes[3] = (byte) 0x80;
        bytes[4] = 96;
        System.arraycopy(payload, 0, bytes, 3 + HEADER, payload.length);
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 3, bytes.length - 3));
        return packet;
    }
}
