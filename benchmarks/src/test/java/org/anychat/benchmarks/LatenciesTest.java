package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void shouldFindWhatSoManyTookAtMost() {
        Latencies latencies = Latencies.parse("100:500,200:490,3000:9,9000:1", 9012);

        assertEquals(100, latencies.p50Us());
        assertEquals(200, latencies.p99Us());
        assertEquals(3000, latencies.p999Us());
        assertEquals(9012, latencies.maxUs());
    }

    @Test
    void shouldPoolWhatWasCountedApart() {
        Latencies quick = Latencies.parse("100:1000", 101);
        Latencies slow = Latencies.parse("100:980,40000:20", 40_100);

        Latencies both = quick.plus(slow).plus(quick);

        assertEquals(100, both.p99Us());
        assertEquals(40_000, both.p999Us());
        assertEquals(40_100, both.maxUs());
        assertEquals(3000, both.packets().values().stream().mapToLong(n -> n).sum());
    }

    @Test
    void shouldReadThatNothingWasOpened() {
        assertEquals(0, Latencies.parse("", 0).p999Us());
    }

    @Test
    void shouldBePartOfWhatTheLoadReports() {
        LoadReport report = LoadReport.parse("report sent=10 errors=1 delivered=20 duplicates=2 forged=3 strangers=4"
                + " dropped=5 rtcp=6 feedback=12 bytes_in=7 bytes_out=8 attacks=9 max=300 cpu=11 latencies=50:1,299:1");

        assertEquals(8, report.wrong());
        assertEquals(5, report.droppedHere());
        assertEquals(299, report.latency().p99Us());
        assertEquals(300, report.latency().maxUs());
    }
}
