package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private final List<String> output = new ArrayList<>();
    private final ReorderBuffer buffer = new ReorderBuffer(new ReorderBuffer.Consumer() {
        @Override
        public void onPayload(int timestamp, boolean marker, byte[] bytes, int offset, int length) {
            output.add(bytes[offset] + (marker ? "m" : "") + "@" + timestamp);
        }

        @Override
        public void onGap() {
            output.add("gap");
        }
    });

    @Test
    void shouldPassThroughWhatIsInOrder() {
        insert(7, 0);
        insert(8, 0);

        assertEquals(List.of("7@700", "8m@800"), output);
        assertFalse(buffer.waiting());
    }

    @Test
    void shouldWaitForTheMissingOne() {
        insert(7, 0);
        insert(9, 0);
        insert(10, 0);
        assertEquals(List.of("7@700"), output);
        assertTrue(buffer.waiting());

        insert(8, 0);

        assertEquals(List.of("7@700", "8m@800", "9@900", "10m@1000"), output);
    }

    @Test
    void shouldRefuseWhatItHasHad() {
        insert(7, 0);
        insert(9, 0);

        assertFalse(insert(7, 0));
        assertFalse(insert(9, 0));
        assertFalse(insert(6, 0));
    }

    @Test
    void shouldAskForTheMissingWhenTheyAreLateAndAgainLater() {
        insert(7, 0);
        insert(10, 100);

        assertEquals(List.of(), missing(99, 0, 109));
        assertEquals(List.of(8, 9), missing(100, 0, 110));
        assertEquals(List.of(), missing(110, 109, 120), "asked already");
        assertEquals(List.of(8, 9), missing(150, 110, 160));
        insert(8, 170);
        assertEquals(List.of(9), missing(300, 300, 310));
    }

    @Test
    void shouldGiveUpWhatIsTooOldOnly() {
        insert(7, 0);
        insert(9, 100);
        insert(11, 200);

        buffer.giveUp(100);

        assertEquals(List.of("7@700", "gap", "9@900"), output);
        buffer.giveUp(200);
        assertEquals(List.of("7@700", "gap", "9@900", "gap", "11@1100"), output);
        assertFalse(buffer.waiting());
    }

    @Test
    void shouldStartAnewAfterAJump() {
        insert(7, 0);
        insert(9, 0);

        insert(600, 0);

        assertEquals(
                List.of("7@700", "gap", "88@60000"),
                output.stream().map(text -> text.replace("m", "")).toList());
        assertFalse(insert(8, 0));
    }

    @Test
    void shouldOrderAnyShuffleWithinItsCapacity() {
        long seed = System.nanoTime();
        System.out.println("ReorderBufferTest seed " + seed);
        Random random = new Random(seed);
        insert(0, 0);
        for (int block = 0; block < 50; block++) {
            List<Long> sequences = new ArrayList<>();
            for (long sequence = 1; sequence <= 100; sequence++) {
                sequences.add(block * 100L + sequence);
            }
            Collections.shuffle(sequences, random);
            sequences.forEach(sequence -> insert(sequence, 0));
        }

        List<String> expected = new ArrayList<>();
        for (long sequence = 0; sequence <= 5_000; sequence++) {
            expected.add((byte) sequence + (sequence % 2 == 0 && sequence > 7 ? "m" : "") + "@" + sequence * 100);
        }
        assertEquals(expected, output, "seed " + seed);
    }

    /** A packet whose payload is its number, whose timestamp is a hundred times that, and with a marker on even ones. */
    private boolean insert(long sequence, long nowNs) {
        byte[] bytes = {0, (byte) sequence, 0};
        boolean marker = sequence % 2 == 0 && sequence > 7;
        ReorderBuffer.Payload payload = new ReorderBuffer.Payload().at(bytes, 1, 1);
        return buffer.insert(sequence, (int) sequence * 100, marker, payload, nowNs);
    }

    private List<Integer> missing(long olderThanNs, long askedBeforeNs, long nowNs) {
        List<Integer> numbers = new ArrayList<>();
        buffer.visitMissing(olderThanNs, askedBeforeNs, nowNs, numbers::add);
        return numbers;
    }
}
