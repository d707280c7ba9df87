package org.anychat.relay.media;

/** Says when it is time for something again, to one who asks at each tick of a loop or at some of them. */
final class Interval {
    private final long lengthNs;
    private boolean started;
    private long sinceNs;

    /** One that is over for the first time so long after it was asked first, the first tick counted. */
    Interval(long lengthNs) {
        // Ticks come a little early or late: not for that is the next one to be waited for.
        this.lengthNs = lengthNs - MediaLoop.TICK_NS / 2;
    }

    /** Whether it is over; then the next one begins. */
    boolean isOver(long nowNs) {
        boolean over = started && nowNs - sinceNs >= lengthNs;
        if (over || !started) {
            sinceNs = started ? nowNs : nowNs - MediaLoop.TICK_NS;
            started = true;
        }
        return over;
    }
}
