package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyFrameIntervalTest {
    private static final int TICKS_PER_FRAME = 11_250;

    private final KeyFrameInterval interval = new KeyFrameInterval();
    private int timestamp = Integer.MAX_VALUE - 2 * TICKS_PER_FRAME;

    @Test
    void shouldAskDuringTheLastFrameSoThatTheNextIsTheKeyFrame() {
        interval.frames(4);
        keyFrame();
        assertFalse(dueAfterFrame());
        assertFalse(dueAfterFrame());
        assertTrue(dueAfterFrame());
        keyFrame();
        assertFalse(dueAfterFrame());
    }

    @Test
    void shouldCountAFrameOnceHoweverManyPacketsItHas() {
        interval.frames(3);
        keyFrame();
        for (int i = 0; i < 10; i++) {
            interval.onPacket(timestamp);
        }
        assertFalse(interval.takeDue());
        assertFalse(dueAfterFrame());
        assertTrue(dueAfterFrame());
    }

    @Test
    void shouldNotCountAPacketOfAnEarlierFrame() {
        interval.frames(3);
        keyFrame();
        int before = timestamp;
        assertFalse(dueAfterFrame());
        interval.onPacket(before);
        assertFalse(interval.takeDue());
    }

    @Test
    void shouldAskOncePerFrameSoThatAStreamThatStandsStillRests() {
        interval.frames(2);
        keyFrame();
        assertTrue(dueAfterFrame());
        assertFalse(interval.takeDue());
        assertTrue(dueAfterFrame());
    }

    @Test
    void shouldAskForNothingWithoutALength() {
        keyFrame();
        int asked = 0;
        for (int i = 0; i < 5_000; i++) {
            asked += dueAfterFrame() ? 1 : 0;
        }
        assertEquals(0, asked);
    }

    private void keyFrame() {
        timestamp += TICKS_PER_FRAME;
        interval.onPacket(timestamp);
        interval.onKeyFrame();
    }

    private boolean dueAfterFrame() {
        timestamp += TICKS_PER_FRAME;
        interval.onPacket(timestamp);
        return interval.takeDue();
    }
}
