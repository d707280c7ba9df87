package org.anychat.webrtc.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CrowdingTest {
    private static final int MAX_BYTES = 131_072;
    private static final long MS = 1_000_000;

    private final Crowding crowding = new Crowding(MAX_BYTES);
    private long nowNs = 3_000 * MS;
    private long read;
    private long waiting;

    /** Time passes in which a peer reads at a pace, of what waits. */
    private boolean pass(long ms, long bytesPerSecond) {
        nowNs += ms * MS;
        long taken = Math.min(waiting, bytesPerSecond * ms / 1000);
        read += taken;
        waiting -= taken;
        return crowding.isCrowded(read, waiting, nowNs);
    }

    private boolean add(long bytes) {
        waiting += bytes;
        return crowding.isCrowded(read, waiting, nowNs);
    }

    @Test
    void shouldBearABurstWhileThePaceIsNotKnown() {
        assertFalse(add(MAX_BYTES));
        assertTrue(add(1));
    }

    @Test
    void shouldMeasureInTimeOnceThePaceIsKnown() {
        add(60_000);
        pass(20, 60_000);
        for (int i = 0; i < 20; i++) {
            pass(20, 60_000);
        }
        assertTrue(add(0), "a quarter of a second and more waits");
        long untilMs = 0;
        while (pass(20, 60_000)) {
            untilMs += 20;
        }
        assertEquals(12_000.0, (double) waiting, 1_300.0, "a fifth of a second waits, after " + untilMs + " ms");
    }

    @Test
    void shouldNotTakeAPeerForSlowToWhomLittleWasSent() {
        for (int i = 0; i < 100; i++) {
            add(500);
            pass(20, 10_000_000);
        }
        assertFalse(add(100_000));
    }

    @Test
    void shouldLearnThatAPeerHasBecomeFaster() {
        add(60_000);
        for (int i = 0; i < 60; i++) {
            pass(20, 50_000);
        }
        assertFalse(add(5_000));
        assertTrue(add(60_000));
        for (int i = 0; i < 5; i++) {
            add(60_000);
            pass(20, 5_000_000);
        }
        assertFalse(add(60_000));
    }

    @Test
    void shouldBeCrowdedWherePeersReadNothing() {
        add(20_000);
        for (int i = 0; i < 15; i++) {
            pass(20, 0);
        }
        assertTrue(add(0));
    }
}
