package org.anychat.webrtc.srtp;

import java.util.function.ToLongFunction;

/** State by SSRC, for a bounded number of sources: open addressing, and looking up allocates nothing. */
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
        put(ssrc, state);
        size++;
    }

    /** Takes a source out; its state, or null where it is not there. */
    @SuppressWarnings("unchecked")
    T remove(int ssrc) {
        int slot = slot(ssrc);
        Object removed = states[slot];
        if (removed != null) {
            states[slot] = null;
            size--;
            moveUp(slot);
        }
        return (T) removed;
    }

    /** Those behind a slot that has become free may have been put there because it was taken. */
    private void moveUp(int free) {
        int mask = states.length - 1;
        for (int i = (free + 1) & mask; states[i] != null; i = (i + 1) & mask) {
            Object state = states[i];
            states[i] = null;
            put(ssrcs[i], state);
        }
    }

    /** The source whose state has the lowest value; there is one. */
    @SuppressWarnings("unchecked")
    int lowest(ToLongFunction<T> value) {
        int lowest = -1;
        for (int i = 0; i < states.length; i++) {
            boolean lower = states[i] != null
                    && (lowest < 0 || value.applyAsLong((T) states[i]) < value.applyAsLong((T) states[lowest]));
            lowest = lower ? i : lowest;
        }
        return ssrcs[lowest];
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        Object[] oldStates = states;
        ssrcs = new int[2 * oldSsrcs.length];
        states = new Object[2 * oldStates.length];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != null) {
                put(oldSsrcs[i], oldStates[i]);
            }
        }
    }

    private void put(int ssrc, Object state) {
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        states[slot] = state;
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
