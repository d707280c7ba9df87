package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFramesTest {
    private final RtpPacket packet = new RtpPacket();

    private boolean isStart(String codec, String payloadHex) {
        byte[] buffer = HexFormat.of().parseHex("ff" + "806000010000000200000003" + payloadHex);
        assertTrue(packet.wrap(buffer, 1, buffer.length - 1));
        return KeyFrames.isStart(VideoCodec.valueOf(codec), packet);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        // descriptor, payload header with P=0
        "VP8, 10 50d200, S=1 PID=0 without extension",
        "VP8, 90 e0 8123 05 40 50d200, 15-bit picture id and TL0PICIDX and TID",
        "VP8, 90 80 12 50d200, 7-bit picture id",
        "VP9, 88 8123 50, B=1 P=0 with a 15-bit picture id",
        "VP9, 88 12 50, B=1 P=0 with a 7-bit picture id",
        "VP9, a8 8123 00 05 99, L=1 with spatial layer 0",
        "H264, 6742e01f, SPS alone",
        "H264, 65888040, IDR alone",
        "H264, 78 0004 6742e01f 0002 68ce, STAP-A with SPS first",
        "H264, 78 0002 09f0 0004 6742e01f, STAP-A with an access unit delimiter first",
        "H264, 7c 85 8880, FU-A start of an IDR",
        "AV1, 18 0a0b000000, W=1 and N=1 with a sequence header",
        "AV1, 28 03 0a0b00 3210, W=2 with the sequence header first",
        "AV1, 08 02 1200 03 0a0b00, W=0 with a temporal delimiter first",
    })
    void shouldTellAStart(String codec, String payload, String what) {
        assertTrue(isStart(codec, payload.replace(" ", "")), what);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "VP8, 10 51d200, P=1",
        "VP8, 00 50d200, S=0",
        "VP8, 11 50d200, partition 1",
        "VP8, 10, descriptor alone",
        "VP8, 90 80, cut in the descriptor",
        "VP8, 90 e0 8123 05, cut before TID",
        "VP9, c8 8123 50, P=1",
        "VP9, 80 8123 50, B=0",
        "VP9, a8 8123 02 05, spatial layer 1",
        "VP9, a8 8123, cut before the layer",
        "VP9, 88, cut before the picture id",
        "H264, 6188, non-IDR slice",
        "H264, 7c 05 8880, FU-A middle of an IDR",
        "H264, 7c, FU-A cut",
        "H264, 7c 81 8880, FU-A start of a non-IDR slice",
        "H264, 78 0002 6188, STAP-A of a slice",
        "H264, 78 0009 6742, STAP-A whose SPS runs over the packet",
        "H264, 78 00, STAP-A cut",
        "AV1, 10 0a0b, N=0",
        "AV1, 98 0a0b, continued",
        "AV1, 18 3210, N=1 without a sequence header",
        "AV1, 28 7f0a, element runs over the packet",
        "AV1, 08 ffffffffff, endless length",
        "AV1, 18, aggregation header alone",
    })
    void shouldNotTakeAnythingElseForAStart(String codec, String payload, String what) {
        assertFalse(isStart(codec, payload.replace(" ", "")), what);
    }

    @Test
    void shouldNotLookIntoAnEmptyPayload() {
        for (VideoCodec codec : VideoCodec.values()) {
            assertFalse(isStart(codec.name(), ""));
        }
    }

    @Test
    void shouldKnowCodecsByTheirEncodingName() {
        assertEquals(VideoCodec.H264, VideoCodec.ofEncodingName("h264"));
        assertNull(VideoCodec.ofEncodingName("rtx"));
    }
}
