package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SourceTableTest {
    private static final int MAX = 100;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldHoldWhatAMapHolds() {
        Random random = seeded.random();
        Map<Integer, Long> expected = new HashMap<>();
        SourceTable<Long> table = new SourceTable<>(MAX);
        for (long step = 0; step < 200_000; step++) {
            // Few of them, so that the same come again, and far apart, so that they meet in slots.
            int ssrc = random.nextInt(150) << (8 * random.nextInt(3));
            if (random.nextBoolean()) {
                assertEquals(expected.remove(ssrc), table.remove(ssrc));
            } else if (!expected.containsKey(ssrc) && !table.isFull()) {
                expected.put(ssrc, step);
                table.add(ssrc, step);
            }
            assertEquals(expected.get(ssrc), table.find(ssrc));
            assertEquals(expected.size(), table.size());
            assertEquals(expected.size() == MAX, table.isFull());
        }
        expected.forEach((ssrc, state) -> assertEquals(state, table.find(ssrc)));
    }

    @Test
    void shouldFindTheLowest() {
        SourceTable<Long> table = new SourceTable<>(MAX);
        for (int ssrc = 0; ssrc < 50; ssrc++) {
            table.add(ssrc << 16, (long) Math.abs(ssrc - 30));
        }
        assertEquals(30 << 16, table.lowest(Long::longValue));
        table.remove(30 << 16);
        int next = table.lowest(Long::longValue) >> 16;
        assertTrue(next == 29 || next == 31, () -> "source " + next);
        assertNull(table.find(30 << 16));
    }
}
