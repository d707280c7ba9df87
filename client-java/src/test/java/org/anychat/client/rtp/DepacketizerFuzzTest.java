package org.anychat.client.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DepacketizerFuzzTest {
    private static final int MAXIMUM_FRAME = 5_000;

    @Test
    void shouldSurviveAnyPayloadWithinItsBounds() {
        long seed = System.nanoTime();
        System.out.println("DepacketizerFuzzTest seed " + seed);
        Random random = new Random(seed);
        List<Depacketizer> depacketizers =
                List.of(new H264Depacketizer(), new Vp8Depacketizer(), new OpusDepacketizer());
        FrameBuffer frame = new FrameBuffer(MAXIMUM_FRAME);
        for (int round = 0; round < 200_000; round++) {
            byte[] packet = new byte[random.nextInt(64)];
            random.nextBytes(packet);
            int offset = packet.length == 0 ? 0 : random.nextInt(packet.length);
            Depacketizer depacketizer = depacketizers.get(round % depacketizers.size());

            depacketizer.startsFrame(packet, offset, packet.length - offset);
            if (!depacketizer.append(packet, offset, packet.length - offset, frame)) {
                depacketizer.reset();
                frame.clear();
            }
            depacketizer.keyFrame(frame);

            assertTrue(frame.length() <= MAXIMUM_FRAME, "seed " + seed);
        }
    }
}
