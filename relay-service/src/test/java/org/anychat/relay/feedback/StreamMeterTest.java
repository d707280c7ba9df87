package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamMeterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StreamMeter meter = new StreamMeter();

    @Test
    void shouldTellOfTheLastIntervalOnly() {
        meter.measure(10, 10, 0, 0);
        meter.onPayload(1_000);
        meter.onPayload(250);
        meter.measure(110, 105, 2, SECOND);
        assertEquals(new StreamRate(10_000, 100, 5, 2, -1, 0), meter.rate());
        meter.measure(110, 105, 2, 2 * SECOND);
        assertEquals(new StreamRate(0, 0, 0, 0, -1, 0), meter.rate());
    }

    @Test
    void shouldTellNothingBeforeAWholeInterval() {
        meter.onPayload(1_000);
        meter.measure(100, 100, 0, SECOND);
        assertEquals(StreamRate.NONE, meter.rate());
    }

    @Test
    void shouldCountAnewWhereTheStreamHasBegunAnew() {
        meter.measure(1_000, 900, 5, 0);
        meter.measure(40, 30, 0, SECOND);
        assertEquals(new StreamRate(0, 40, 10, 0, -1, 0), meter.rate());
    }

    @Test
    void shouldNotTellOfALossWhereMoreCameThanWasExpected() {
        meter.measure(0, 0, 0, 0);
        meter.measure(10, 12, 0, SECOND);
        assertEquals(0, meter.rate().lost());
    }

    @Test
    void shouldTellTheLoudestMomentAndSilenceAfterIt() {
        meter.measure(0, 0, 0, 0);
        meter.onAudioLevel(127);
        meter.onAudioLevel(0);
        meter.onAudioLevel(60);
        meter.measure(3, 3, 0, SECOND);
        assertEquals(100, meter.rate().volume());
        meter.measure(3, 3, 0, 2 * SECOND);
        assertEquals(0, meter.rate().volume());
    }

    @Test
    void shouldKeepThePicturesSize() {
        meter.onPictureSize(240 << 16 | 320);
        meter.measure(0, 0, 0, 0);
        meter.measure(0, 0, 0, SECOND);
        assertEquals(240 << 16 | 320, meter.rate().pictureSize());
    }
}
