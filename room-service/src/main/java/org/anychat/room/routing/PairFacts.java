package org.anychat.room.routing;

import java.util.OptionalInt;

/**
 * What is known of two members at a moment.
 *
 * @param delayMs one way between them, in milliseconds, where it was measured lately; of two claims the larger one
 * @param connected whether both have lately said that they reach each other
 * @param failed whether an attempt has failed so lately that the next one is not due
 */
public record PairFacts(OptionalInt delayMs, boolean connected, boolean failed) {
    /** Nothing. */
    public static final PairFacts NONE = new PairFacts(OptionalInt.empty(), false, false);
}
