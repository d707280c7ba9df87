package org.anychat.benchmarks;

import java.util.Arrays;

/**
 * How much larger something is with a change than without, by turns that alternate: the median of the pairs' ratios, and
 * between which bounds it is, each but for one case in twenty. The bounds are those of the sign test, which takes nothing
 * for granted about how a ratio varies.
 *
 * @param low 0 where there are too few pairs
 * @param high infinite where there are too few
 */
record PairedRatios(double median, double low, double high) {
    private static final double DOUBT = 0.05;

    /** What the pairs say about a goal that the ratio is to keep. */
    enum Verdict {
        MET("met"),
        NOT_MET("NOT met"),
        NOT_SHOWN("not shown");

        final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    static PairedRatios of(double[] with, double[] without) {
        double[] ratios = new double[with.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = with[i] / without[i];
        }
        Arrays.sort(ratios);
        int outside = outside(ratios.length);
        return outside == 0
                ? new PairedRatios(ratios[ratios.length / 2], 0, Double.POSITIVE_INFINITY)
                : new PairedRatios(ratios[ratios.length / 2], ratios[outside - 1], ratios[ratios.length - outside]);
    }

    Verdict atMost(double goal) {
        if (high <= goal) {
            return Verdict.MET;
        }
        return low > goal ? Verdict.NOT_MET : Verdict.NOT_SHOWN;
    }

    /** Which smallest one of so many the median is above, but for one case in twenty; 0: none. */
    private static int outside(int pairs) {
        double chance = Math.pow(0.5, pairs);
        double sum = 0;
        int k = 0;
        while (k < pairs && sum + chance <= DOUBT) {
            sum += chance;
            k++;
            chance = chance * (pairs - k + 1) / k;
        }
        return k;
    }
}
