package org.anychat.webrtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private final RateMeter meter = new RateMeter(10, 100_000);

    private void feed(long fromMs, long untilMs) {
        for (long ms = fromMs; ms < untilMs; ms += 10) {
            meter.add(1250, ms * 1000);
        }
    }

    @Test
    void shouldTellTheRateOfTheWindow() {
        feed(5_000, 8_000);
        assertEquals(1_000_000.0, (double) meter.rateBps(8_000_000), 20_000.0);
    }

    @Test
    void shouldForgetWhatIsBeforeTheWindow() {
        feed(0, 3_000);
        assertEquals(0, meter.rateBps(4_500_000));
        feed(4_500, 5_500);
        assertEquals(1_000_000.0, (double) meter.rateBps(5_500_000), 60_000.0);
    }

    @Test
    void shouldTellNothingBeforeItHasSeenEnough() {
        feed(0, 50);
        assertEquals(0, meter.rateBps(50_000));
        feed(50, 210);
        assertEquals(1_000_000.0, (double) meter.rateBps(210_000), 60_000.0);
    }

    @Test
    void shouldTakeBytesThatComeLateAndLeaveOutThoseOfBefore() {
        feed(0, 2_000);
        meter.add(12_500, 1_500_000);
        meter.add(12_500, 500_000);
        assertEquals(1_100_000.0, (double) meter.rateBps(1_999_000), 60_000.0);
    }
}
