package org.anychat.webrtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendHistoryTest {
    private final SendHistory history = new SendHistory();

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            history.onSent((int) history.sent() % 1000, 0, history.sent());
        }
    }

    @Test
    void shouldFindWhatWasSentUnderANumber() {
        history.onSent(1234, 7, 99);
        long sequence = history.find(0);
        assertEquals(1234, history.bytes(sequence));
        assertEquals(7, history.cluster(sequence));
        assertEquals(99, history.sentUs(sequence));
        assertEquals(SendHistory.UNKNOWN, history.find(1));
        assertEquals(SendHistory.UNKNOWN, history.find(65_535));
    }

    @Test
    void shouldRememberAFateBesideTheRest() {
        history.onSent(1234, 255, 99);
        history.markMissed(0);
        assertTrue(history.isMissed(0));
        history.markArrived(0);
        assertTrue(history.hasArrived(0));
        assertFalse(history.isMissed(0));
        assertEquals(1234, history.bytes(0));
        assertEquals(255, history.cluster(0));
    }

    @Test
    void shouldGrowWhilePacketsAreUnderWayAndStopAtItsBound() {
        send(300);
        assertEquals(5, history.bytes(history.find(5)));
        send(100_000 - 300);
        assertEquals(SendHistory.MAX_PACKETS, history.remembered());
        long oldest = 100_000 - SendHistory.MAX_PACKETS;
        assertEquals(oldest, history.find((int) oldest & 0xFFFF));
        assertEquals(SendHistory.UNKNOWN, history.find((int) (oldest - 1) & 0xFFFF));
    }

    @Test
    void shouldStaySmallWhereFeedbackComes() {
        for (int i = 0; i < 10_000; i++) {
            history.onSent(100, 0, i);
            history.markArrived(i);
        }
        assertTrue(history.remembered() <= 512, "remembered " + history.remembered());
    }
}
