package org.anychat.webrtc.srtp;

import java.util.Arrays;

/**
 * How far sources had come that are not in a table any more: the highest index of each of the last {@value #MAX}, twelve
 * bytes each.
 */
final class PastSources {
    /** So many are remembered; a power of two. */
    static final int MAX = 2048;

    static final long UNKNOWN = -1;

    private static final int FIRST = 16;

    private int[] ssrcs = {};
    private long[] highest = {};
    private long added;

    /** Takes note of a source, again where it was here before. */
    void add(int ssrc, long highestIndex) {
        if (added == ssrcs.length && added < MAX) {
            int longer = Math.max(FIRST, 2 * ssrcs.length);
            ssrcs = Arrays.copyOf(ssrcs, longer);
            highest = Arrays.copyOf(highest, longer);
        }
        int at = (int) (added++ & (MAX - 1));
        ssrcs[at] = ssrc;
        highest[at] = highestIndex;
    }

    /** The highest index of a source when it was last added, or {@link #UNKNOWN}. */
    long find(int ssrc) {
        for (long i = added - 1; i >= 0 && i >= added - MAX; i--) {
            int at = (int) (i & (MAX - 1));
            if (ssrcs[at] == ssrc) {
                return highest[at];
            }
        }
        return UNKNOWN;
    }
}
