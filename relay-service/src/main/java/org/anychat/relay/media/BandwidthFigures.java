package org.anychat.relay.media;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What viewers' paths carry and what is sent over them at a moment.
 *
 * @param viewers viewers whose path is measured, by {@link #GRADES}
 * @param layers videos that are sent, by their layer; the last place is for all from there on
 * @param starved videos that are paused because the path has no room for them
 * @param limited videos that are paused because their viewers get no more at once
 */
public record BandwidthFigures(List<Integer> viewers, List<Integer> layers, int starved, int limited) {
    /** What a path carries: up to so many bits per second, the last one without an end. */
    public static final List<String> GRADES = List.of("150k", "500k", "1M", "2M", "4M", "more");

    /** Layers that are told apart. */
    public static final int LAYERS = 3;

    /** Of nobody. */
    public static final BandwidthFigures NONE =
            new BandwidthFigures(Collections.nCopies(GRADES.size(), 0), Collections.nCopies(LAYERS, 0), 0, 0);

    private static final long[] UP_TO_BPS = {150_000, 500_000, 1_000_000, 2_000_000, 4_000_000};

    /**
     * Copies the lists.
     *
     * @param viewers as many as there are grades
     * @param layers {@value #LAYERS}
     * @param starved a count
     * @param limited a count
     */
    public BandwidthFigures {
        viewers = List.copyOf(viewers);
        layers = List.copyOf(layers);
    }

    /** Of one viewer; without an estimate it is in no grade. */
    static BandwidthFigures of(long estimateBps, int[] sentLayers, int starved, int limited) {
        List<Integer> viewers = new ArrayList<>(NONE.viewers);
        if (estimateBps > 0) {
            viewers.set(grade(estimateBps), 1);
        }
        List<Integer> layers = new ArrayList<>();
        for (int count : sentLayers) {
            layers.add(count);
        }
        return new BandwidthFigures(viewers, layers, starved, limited);
    }

    private static int grade(long bps) {
        int grade = 0;
        while (grade < UP_TO_BPS.length && bps > UP_TO_BPS[grade]) {
            grade++;
        }
        return grade;
    }

    /**
     * Both together.
     *
     * @param other of others
     * @return the sums
     */
    public BandwidthFigures plus(BandwidthFigures other) {
        return new BandwidthFigures(
                sums(viewers, other.viewers),
                sums(layers, other.layers),
                starved + other.starved,
                limited + other.limited);
    }

    private static List<Integer> sums(List<Integer> one, List<Integer> other) {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            sums.add(one.get(i) + other.get(i));
        }
        return sums;
    }

    /**
     * How many paths are of a grade.
     *
     * @param grade an index of {@link #GRADES}
     * @return a count
     */
    public int viewers(int grade) {
        return viewers.get(grade);
    }

    /**
     * How many videos are sent in a layer.
     *
     * @param layer 0 for the smallest, to {@link #LAYERS} - 1
     * @return a count
     */
    public int layers(int layer) {
        return layers.get(layer);
    }
}
