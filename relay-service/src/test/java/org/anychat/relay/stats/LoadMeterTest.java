package org.anychat.relay.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private static final long QUARTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final LoadMeter meter = new LoadMeter(2);

    @Test
    void shouldMeasureOverTheLastSecond() {
        assertEquals(new LoadMeter.Reading(0, 0), meter.read(1_000, 77, 0));
        assertEquals(new LoadMeter.Reading(400, 500), meter.read(1_100, 77 + QUARTER, QUARTER));
        for (int quarter = 2; quarter <= 8; quarter++) {
            meter.read(1_100, 77 + QUARTER, quarter * QUARTER);
        }

        assertEquals(new LoadMeter.Reading(0, 0), meter.read(1_100, 77 + QUARTER, 9 * QUARTER));
    }

    @Test
    void shouldSayNoMoreThanAllOfTheTime() {
        meter.read(0, 0, 0);

        assertEquals(new LoadMeter.Reading(0, 1_000), meter.read(0, 3 * QUARTER, QUARTER));
    }
}
