package org.anychat.room.direct;

/** How long two users wait before they try again: a client is not made to begin as often as another wishes. */
public final class Rest {
    private static final long SHORTEST_MS = 2_000;
    private static final long FIRST_MS = 10_000;
    private static final long LONGEST_MS = 300_000;
    private static final int MOST_DOUBLINGS = 5;

    private long untilMs;
    private int ends;
    /** Whether it is an end after which the two wait, and not a beginning. */
    private boolean ended;

    /** Two who have not tried yet. */
    public Rest() {}

    /**
     * They try.
     *
     * @param nowMs the time
     */
    public void begin(long nowMs) {
        untilMs = nowMs + SHORTEST_MS;
        ended = false;
    }

    /**
     * It is over. Whatever the end, it counts, unless all went well for long. While the two rest after one end, others are
     * the same: of several connections that they have had, a lost path ends all.
     *
     * @param failed whether nothing came of it, or it broke
     * @param stoodMs how long there was a connection, 0 where there was none
     * @param nowMs the time
     */
    public void end(boolean failed, long stoodMs, long nowMs) {
        boolean isSame = ended && nowMs < untilMs;
        if (!isSame) {
            ends = 1 + (stoodMs > LONGEST_MS ? 0 : ends);
        }
        ended = true;
        long rest = (failed ? FIRST_MS : SHORTEST_MS) << Math.min(ends - 1, MOST_DOUBLINGS);
        untilMs = Math.max(untilMs, nowMs + Math.min(rest, LONGEST_MS));
    }

    /**
     * Whether they are to wait.
     *
     * @param nowMs the time
     * @return false once they may try
     */
    public boolean rests(long nowMs) {
        return nowMs < untilMs;
    }

    /**
     * Whether it is as if they had never tried.
     *
     * @param nowMs the time
     * @return true where nothing need be kept of it
     */
    public boolean isOver(long nowMs) {
        return nowMs >= untilMs + (ends == 0 ? 0 : LONGEST_MS);
    }
}
