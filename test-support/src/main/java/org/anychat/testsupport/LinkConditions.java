package org.anychat.testsupport;

/**
 * How a network treats datagrams. Probabilities are 0 to 1.
 *
 * @param delayMs one-way delay, in milliseconds
 * @param loss probability that a datagram vanishes
 * @param duplication probability that a datagram arrives twice
 * @param reordering probability that a datagram is held back by 1 to 20 ms, so that later ones overtake it
 */
public record LinkConditions(long delayMs, double loss, double duplication, double reordering) {
    /** At once, everything, in order. */
    public static final LinkConditions PERFECT = new LinkConditions(0, 0, 0, 0);

    /**
     * Refuses what is out of range.
     *
     * @param delayMs at least 0
     * @param loss 0 to 1
     * @param duplication 0 to 1
     * @param reordering 0 to 1
     */
    public LinkConditions {
        if (delayMs < 0 || outside(loss) || outside(duplication) || outside(reordering)) {
            throw new IllegalArgumentException("delay at least 0, probabilities 0 to 1");
        }
    }

    /**
     * These conditions with another delay.
     *
     * @param newDelayMs in milliseconds
     * @return a copy
     */
    public LinkConditions withDelayMs(long newDelayMs) {
        return new LinkConditions(newDelayMs, loss, duplication, reordering);
    }

    /**
     * These conditions with other loss.
     *
     * @param newLoss 0 to 1
     * @return a copy
     */
    public LinkConditions withLoss(double newLoss) {
        return new LinkConditions(delayMs, newLoss, duplication, reordering);
    }

    /**
     * These conditions with other duplication.
     *
     * @param newDuplication 0 to 1
     * @return a copy
     */
    public LinkConditions withDuplication(double newDuplication) {
        return new LinkConditions(delayMs, loss, newDuplication, reordering);
    }

    /**
     * These conditions with other reordering.
     *
     * @param newReordering 0 to 1
     * @return a copy
     */
    public LinkConditions withReordering(double newReordering) {
        return new LinkConditions(delayMs, loss, duplication, newReordering);
    }

    private static boolean outside(double probability) {
        return !(probability >= 0 && probability <= 1);
    }
}
