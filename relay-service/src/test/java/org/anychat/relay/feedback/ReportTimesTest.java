package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class ReportTimesTest {
    private final FakeClock clock = new FakeClock();
    private final ReportTimes times = new ReportTimes();

    /** At which seconds there are reports, where it is looked each 50 ms. */
    private List<Long> seconds(boolean withVideo, int seconds) {
        return seconds(withVideo, seconds, true);
    }

    private List<Long> seconds(boolean withVideo, int seconds, boolean anythingSent) {
        long startNs = clock.nowNs();
        List<Long> due = new ArrayList<>();
        for (int look = 0; look < 20 * seconds; look++) {
            if (times.isDue(withVideo, clock.nowNs())) {
                due.add((clock.nowNs() - startNs) / 1_000_000_000);
                if (anythingSent) {
                    times.onReported();
                }
            }
            clock.advanceMs(50);
        }
        return due;
    }

    @Test
    void shouldReportOfVideoEverySecond() {
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), seconds(true, 8));
    }

    @Test
    void shouldReportOfSoundAloneEveryFiveSecondsAfterTheFirstOnes() {
        assertEquals(List.of(0L, 1L, 2L, 7L, 12L), seconds(false, 15));
    }

    @Test
    void shouldReportOfSoundThatHasComeAsOfTheFirst() {
        seconds(false, 14);
        times.onTrack();
        assertEquals(List.of(0L, 1L, 2L, 7L), seconds(false, 10));
    }

    @Test
    void shouldKeepTheFirstReportsOfSoundForWhenThereIsAny() {
        seconds(false, 10, false);
        assertEquals(List.of(0L, 1L, 2L, 7L), seconds(false, 10));
    }

    @Test
    void shouldReportSoonWhereVideoComesToSound() {
        seconds(false, 4);
        assertEquals(List.of(0L, 1L), seconds(true, 2));
    }

    @Test
    void shouldTellWhenNothingCanBeDue() {
        assertTrue(times.mayBeDue(clock.nowNs()));
        assertTrue(times.isDue(true, clock.nowNs()));
        clock.advanceMs(999);
        assertFalse(times.mayBeDue(clock.nowNs()));
        clock.advanceMs(1);
        assertTrue(times.mayBeDue(clock.nowNs()));
    }
}
