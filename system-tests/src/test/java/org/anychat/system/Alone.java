package org.anychat.system;

/** Times that are promised on a machine with nothing else to do, as {@code ./test.sh --all} leaves it. */
final class Alone {
    /** How much longer something may take beside another test with browsers of its own. */
    private static final int BESIDE_OTHERS = 5;

    private Alone() {}

    /** The time, or one that says no more than that it ends, where other tests run too. */
    static double ms(double promisedMs) {
        return Boolean.getBoolean("anychat.alone") ? promisedMs : promisedMs * BESIDE_OTHERS;
    }
}
