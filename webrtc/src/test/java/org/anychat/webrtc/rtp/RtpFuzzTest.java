package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated packets: whatever {@code wrap} accepts can be read and rewritten without touching a byte beside the packet. */
class RtpFuzzTest {
    private static final String[] SEEDS = {
        "b2e0fffe80000001deadbeef0000001100000022bede000210ff311234000000a1a2a3000003",
        "906000010000000200000003100700030100ff01ab002004cafebabe90e08123054050d200",
        "8060000100000002000000037800046742e01f000268ce",
        "80600001000000020000000328030a0b003210",
    };
    private static final int GUARD = 16;
    private static final byte GUARD_BYTE = 0x5A;

    private final RtpPacket packet = new RtpPacket();
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @Test
    void shouldStayInsideWhateverIsAccepted() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = mutate(HexFormat.of().parseHex(SEEDS[round % SEEDS.length]), random);
            byte[] buffer = new byte[bytes.length + 2 * GUARD];
            Arrays.fill(buffer, GUARD_BYTE);
            System.arraycopy(bytes, 0, buffer, GUARD, bytes.length);
            if (packet.wrap(buffer, GUARD, bytes.length)) {
                use(random);
            }
            assertTrue(isGuardIntact(buffer), "seed " + seed + ", round " + round);
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
    }

    private void use(Random random) {
        for (VideoCodec codec : VideoCodec.values()) {
            KeyFrames.isStart(codec, packet);
        }
        if (descriptor.wrap(packet)) {
            descriptor.pictureId(random.nextInt());
            descriptor.tl0PicIdx(random.nextInt());
            descriptor.temporalLayer();
        }
        byte[] newIds = new byte[256];
        random.nextBytes(newIds);
        packet.extensions().renumber(newIds);
        packet.extensions().remove(random.nextInt(256));
        packet.extensions().overwrite16(random.nextInt(16), random.nextInt());
        Rtx.decapsulate(packet, 100, 7);
    }

    private static boolean isGuardIntact(byte[] buffer) {
        for (int i = 0; i < GUARD; i++) {
            if (buffer[i] != GUARD_BYTE || buffer[buffer.length - 1 - i] != GUARD_BYTE) {
                return false;
            }
        }
        return true;
    }
}
