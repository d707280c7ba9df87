package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.anychat.benchmarks.PairedRatios.Verdict;
import org.junit.jupiter.api.Test;

class PairedRatiosTest {
    @Test
    void shouldShowNothingByFourPairs() {
        PairedRatios ratios = PairedRatios.of(new double[] {1, 1, 1, 1}, new double[] {1, 1, 1, 1});

        assertEquals(new PairedRatios(1, 0, Double.POSITIVE_INFINITY), ratios);
        assertEquals(Verdict.NOT_SHOWN, ratios.atMost(1.1));
    }

    /** All five on one side of the median: one case in 32. Two of eight: 9 in 256. */
    @Test
    void shouldLeaveOutWhatTheSignTestAllows() {
        assertEquals(new PairedRatios(3, 1, 5), PairedRatios.of(new double[] {4, 1, 5, 3, 2}, ones(5)));
        assertEquals(new PairedRatios(5, 2, 7), PairedRatios.of(new double[] {8, 7, 6, 5, 4, 3, 2, 1}, ones(8)));
    }

    @Test
    void shouldCompareEachPairByItself() {
        double[] without = {1, 10, 100, 1000, 10_000};
        double[] with = {1.05, 10.2, 101, 1090, 10_000};

        assertEquals(Verdict.MET, PairedRatios.of(with, without).atMost(1.1));
    }

    @Test
    void shouldTellWhatIsWorseFromWhatIsNoise() {
        assertEquals(
                Verdict.NOT_MET,
                PairedRatios.of(new double[] {1.2, 1.3, 1.4, 1.5, 1.2}, ones(5)).atMost(1.1));
        assertEquals(
                Verdict.NOT_SHOWN,
                PairedRatios.of(new double[] {0.5, 1, 0.9, 1.5, 0.8}, ones(5)).atMost(1.1));
    }

    @Test
    void shouldNotCallACallThatHasStoppedMet() {
        double[] never = new double[5];
        Arrays.fill(never, Double.POSITIVE_INFINITY);

        assertEquals(Verdict.NOT_MET, PairedRatios.of(never, ones(5)).atMost(1.1));
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
