package org.anychat.webrtc.rtp;

/** Arithmetic of 16-bit sequence numbers that wrap (RFC 1982 with SERIAL_BITS 16). */
public final class SequenceNumbers {
    private SequenceNumbers() {}

    /**
     * The signed distance between two numbers.
     *
     * @param from the one
     * @param to the other
     * @return how far {@code to} lies ahead, -32768 to 32767
     */
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /**
     * Whether one number comes after another.
     *
     * @param candidate the one
     * @param reference the other
     * @return true where {@code candidate} lies 1 to 32767 ahead
     */
    public static boolean isNewer(int candidate, int reference) {
        return distance(reference, candidate) > 0;
    }

    /**
     * Moves a number.
     *
     * @param sequenceNumber the number
     * @param delta how far, may be negative
     * @return 0 to 65535
     */
    public static int add(int sequenceNumber, int delta) {
        return (sequenceNumber + delta) & 0xFFFF;
    }
}
