package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StreamVisitTest {
    @Test
    void shouldEndTheTurnOfItsLoopSoThatWhatWaitsIsServed() {
        try (LoopWorld world = new LoopWorld()) {
            WaitingViewers waiting = world.first.waiting();
            for (int i = 0; i < WaitingViewers.PACKETS_PER_TURN; i++) {
                waiting.onSent();
            }
            assertTrue(waiting.isTurnOver());
            new StreamVisit(null, world.first).onBatchEnd();
            assertFalse(waiting.isTurnOver());
        }
    }
}
