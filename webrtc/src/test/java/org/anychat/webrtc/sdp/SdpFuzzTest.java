package org.anychat.webrtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.PublisherAnswer;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.junit.jupiter.api.Test;

/** Mutated descriptions: refused with a reason, or read, written and answered. */
class SdpFuzzTest {
    private static final LocalParameters LOCAL = new LocalParameters(
            1, true, "ufrag", "0123456789012345678901", new Fingerprint("sha-256", "00" + ":00".repeat(31)), List.of());

    private int parsed;
    private int answered;

    @Test
    void shouldRefuseOrAnswerWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> samples = SdpSamples.ALL.stream().map(SdpSamples::text).toList();
        for (int round = 0; round < 2_000; round++) {
            String mutated = mutate(samples.get(round % samples.size()), random);
            try {
                use(mutated);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + "\n" + mutated, e);
            }
        }
        assertTrue(parsed > 100 && answered > 10, "too few to say anything: " + parsed + ", " + answered);
    }

    private static String mutate(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int index = random.nextInt(lines.size());
            switch (random.nextInt(4)) {
                case 0 -> lines.remove(index);
                case 1 -> lines.add(index, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.set(index, scramble(lines.get(index), random));
                default ->
                    lines.set(
                            index,
                            lines.get(index).substring(0, lines.get(index).length() / 2));
            }
        }
        return String.join("\n", lines);
    }

    private static String scramble(String line, Random random) {
        StringBuilder scrambled = new StringBuilder(line);
        for (int i = 0; i < 3 && scrambled.length() > 0; i++) {
            scrambled.setCharAt(random.nextInt(scrambled.length()), (char) (' ' + random.nextInt(96)));
        }
        return scrambled.toString();
    }

    private void use(String text) {
        SessionDescription description;
        try {
            description = SdpParser.parse(text);
            parsed++;
            assertEquals(description, SdpParser.parse(description.toSdp()));
        } catch (SdpException e) {
            return;
        }
        readAsAnswer(description);
        try {
            PublisherAnswer answer = PublisherAnswer.to(description, LOCAL, MediaCapabilities.relay());
            answered++;
            assertEquals(
                    answer.description(), SdpParser.parse(answer.description().toSdp()));
        } catch (SdpException e) {
            assertTrue(e.getMessage().length() > 10);
        }
    }

    private static void readAsAnswer(SessionDescription description) {
        try {
            RemoteAnswer.of(SdpSamples.parsed("relay-offer-two"), description);
        } catch (SdpException e) {
            assertTrue(e.getMessage().length() > 10);
        }
    }
}
