package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PastSourcesTest {
    private final PastSources past = new PastSources();

    @Test
    void shouldKnowNothingAtFirst() {
        assertEquals(PastSources.UNKNOWN, past.find(0));
    }

    @Test
    void shouldKnowTheLastOnes() {
        for (int ssrc = 0; ssrc < 3 * PastSources.MAX; ssrc++) {
            past.add(ssrc, 1_000L + ssrc);
            assertEquals(1_000L + ssrc, past.find(ssrc));
            int oldest = Math.max(0, ssrc - PastSources.MAX + 1);
            assertEquals(1_000L + oldest, past.find(oldest));
            assertEquals(PastSources.UNKNOWN, past.find(oldest - 1));
        }
    }

    @Test
    void shouldGoByTheLastWord() {
        past.add(5, 10);
        past.add(6, 11);
        past.add(5, 1L << 40);
        assertEquals(1L << 40, past.find(5));
        assertEquals(11, past.find(6));
    }
}
