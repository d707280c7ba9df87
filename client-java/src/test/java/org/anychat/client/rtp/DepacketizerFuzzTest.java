package org.anychat.client.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/** Payloads of one frame, each behind its length in one byte: a frame within its bounds, or none. */
class DepacketizerFuzzTest {
    private static final int MAXIMUM_FRAME = 300;

    @FuzzTest
    void shouldSurviveAnyPayloadWithinItsBounds(byte[] data) {
        for (Depacketizer depacketizer :
                List.of(new H264Depacketizer(), new Vp8Depacketizer(), new OpusDepacketizer())) {
            FrameBuffer frame = new FrameBuffer(MAXIMUM_FRAME);
            for (int at = 0; at < data.length; ) {
                int length = Math.min(data[at] & 0xFF, data.length - at - 1);
                byte[] payload = Arrays.copyOfRange(data, at + 1, at + 1 + length);
                depacketizer.startsFrame(payload, 0, length);
                if (!depacketizer.append(payload, 0, length, frame)) {
                    depacketizer.reset();
                    frame.clear();
                }
                depacketizer.keyFrame(frame);
                assertTrue(frame.length() <= MAXIMUM_FRAME);
                at += 1 + length;
            }
        }
    }
}
