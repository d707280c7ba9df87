package org.anychat.webrtc.srtp;

/**
 * Which of the latest indexes of one source were accepted (RFC 3711 section 3.3.2). Asking changes nothing: only
 * {@link #accept}, after authentication, does.
 */
final class ReplayWindow {
    static final int SIZE = 128;

    /** No packet has been accepted since the window was made. */
    static final long NEVER = 0;

    private long highest;
    /** Bit n stands for the index {@code highest - n}, n from 0 to 63. */
    private long newer = 1;
    /** Bit n stands for the index {@code highest - 64 - n}. */
    private long older;

    private long lastAccepted = NEVER;

    ReplayWindow(long firstIndex) {
        highest = firstIndex;
    }

    /** Of a source whose packets up to an index count as seen, whichever of them were. */
    static ReplayWindow upTo(long highest) {
        ReplayWindow window = new ReplayWindow(highest);
        window.newer = -1;
        window.older = -1;
        return window;
    }

    /** When its owner last accepted a packet, on a scale of the owner's. */
    long lastAccepted() {
        return lastAccepted;
    }

    void lastAccepted(long now) {
        lastAccepted = now;
    }

    long highest() {
        return highest;
    }

    boolean isTooOld(long index) {
        return highest - index >= SIZE;
    }

    /** For an index that is not too old. */
    boolean isReplayed(long index) {
        long age = highest - index;
        if (age < 0) {
            return false;
        }
        return ((age < 64 ? newer >>> age : older >>> (age - 64)) & 1) != 0;
    }

    /** For an index that is neither too old nor replayed. */
    void accept(long index) {
        long age = highest - index;
        if (age < 0) {
            shift(-age);
            highest = index;
            newer |= 1;
        } else if (age < 64) {
            newer |= 1L << age;
        } else {
            older |= 1L << (age - 64);
        }
    }

    private void shift(long by) {
        if (by >= SIZE) {
            newer = 0;
            older = 0;
        } else if (by >= 64) {
            older = newer << (by - 64);
            newer = 0;
        } else {
            older = (older << by) | (newer >>> (64 - by));
            newer <<= by;
        }
    }
}
