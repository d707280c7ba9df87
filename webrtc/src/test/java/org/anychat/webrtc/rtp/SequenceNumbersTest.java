package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
    @Test
    void shouldCompareAcrossTheWrap() {
        assertTrue(SequenceNumbers.isNewer(0, 65535));
        assertFalse(SequenceNumbers.isNewer(65535, 0));
        assertFalse(SequenceNumbers.isNewer(5, 5));
        assertTrue(SequenceNumbers.isNewer(32767, 0));
        assertFalse(SequenceNumbers.isNewer(32768, 0));
        assertEquals(-3, SequenceNumbers.distance(1, 65534));
        assertEquals(65534, SequenceNumbers.add(1, -3));
    }

    @Test
    void shouldUnwrapForwardsAndBackwards() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        assertEquals(65534, unwrapper.unwrap(65534));
        assertEquals(65537, unwrapper.unwrap(1));
        assertEquals(65535, unwrapper.unwrap(65535));
        assertEquals(65537, unwrapper.highest());
        assertEquals(65538, unwrapper.peek(2));
        assertEquals(65537, unwrapper.highest());
        for (int i = 2; i < 200_000; i++) {
            assertEquals(65536 + i, unwrapper.unwrap(i & 0xFFFF));
        }
    }

    @Test
    void shouldGoBelowZeroForPacketsBeforeTheFirst() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        unwrapper.unwrap(3);
        assertEquals(-2, unwrapper.unwrap(65534));
        assertEquals(4, unwrapper.unwrap(4));
    }

    @Test
    void shouldStartAnewAfterReset() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        unwrapper.unwrap(65535);
        unwrapper.unwrap(0);
        unwrapper.reset();
        assertEquals(7, unwrapper.unwrap(7));
    }
}
