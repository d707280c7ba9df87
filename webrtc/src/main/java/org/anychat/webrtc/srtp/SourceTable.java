package org.anychat.webrtc.srtp;

/**
 * State by SSRC, for a bounded number of sources: open addressing, nothing is ever removed, and looking up allocates
 * nothing.
 */
final class SourceTable<T> {
    private static final int FIRST_SLOTS = 16;

    private final int maxSources;
    private int[] ssrcs = new int[FIRST_SLOTS];
    private Object[] states = new Object[FIRST_SLOTS];
    private int size;

    SourceTable(int maxSources) {
        this.maxSources = maxSources;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= maxSources;
    }

    /** The state of a source, or null. */
    @SuppressWarnings("unchecked")
    T find(int ssrc) {
        return (T) states[slot(ssrc)];
    }

    /** Adds a source that is not there yet; the table is not full. */
    void add(int ssrc, T state) {
        if (2 * (size + 1) > states.length) {
            grow();
        }
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        states[slot] = state;
        size++;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        Object[] oldStates = states;
        ssrcs = new int[2 * oldSsrcs.length];
        states = new Object[2 * oldStates.length];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                states[slot] = oldStates[i];
            }
        }
    }

    /** Where the source is or would be; at most half of the slots are in use, so that the search ends. */
    private int slot(int ssrc) {
        int mask = states.length - 1;
        int slot = ((ssrc * 0x9E3779B9) >>> 16) & mask;
        while (states[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
