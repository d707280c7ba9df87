package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StunMessageFuzzTest {
    private static final int ROUNDS = 200_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final MessageIntegrity key = MessageIntegrity.shortTerm(Rfc5769.PASSWORD);

    /** Without FINGERPRINT, or every mutation would end at its check. */
    @Test
    void shouldSurviveMutatedMessages() {
        List<byte[]> samples = List.of(
                withoutFingerprint(Rfc5769.request()),
                withoutFingerprint(Rfc5769.ipv4Response()),
                withoutFingerprint(Rfc5769.ipv6Response()),
                Rfc5769.longTermRequest());
        Random random = seeded.random();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = samples.get(random.nextInt(samples.size())).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            read(mutated, random.nextInt(mutated.length + 1));
        }
    }

    private void read(byte[] data, int truncatedLength) {
        StunMessage.decode(data, 0, truncatedLength);
        StunMessage.username(data, 0, truncatedLength);
        Fingerprint.isPresent(data, 0, truncatedLength);
        key.matches(data, 0, data.length);
        StunMessage.decode(data, 0, data.length).ifPresent(this::checkIdentity);
    }

    private void checkIdentity(StunMessage message) {
        byte[] buffer = new byte[1024];
        int length = message.encode(buffer, 0, key);
        assertEquals(Optional.of(message), StunMessage.decode(buffer, 0, length));
    }

    private static byte[] withoutFingerprint(byte[] sample) {
        byte[] shorter = Arrays.copyOf(sample, sample.length - Fingerprint.ATTRIBUTE_LENGTH);
        StunFrame.length(shorter, 0, shorter.length - StunMessage.HEADER_LENGTH);
        return shorter;
    }
}
