package org.anychat.webrtc.rtp;

/** Bits of a part of an array, the highest of each byte first. Beyond the end there are zeros, and {@link #overrun} says so. */
final class BitReader {
    private byte[] buffer;
    private int at;
    private int end;
    private boolean overrun;

    void wrap(byte[] bytes, int offset, int length) {
        buffer = bytes;
        at = Byte.SIZE * offset;
        end = Byte.SIZE * (offset + length);
        overrun = false;
    }

    /** The next bits as a number; at most 24. */
    int bits(int count) {
        if (count > end - at) {
            overrun = true;
            at = end;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = (value << 1) | ((buffer[at >> 3] >> (7 - (at & 7))) & 1);
        }
        return value;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /** A number below {@code n} as AV1 writes it, {@code ns(n)}: the lower ones take a bit less. */
    int nonSymmetric(int n) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        int value = bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + bits(1);
    }

    void skip(int count) {
        overrun |= count > end - at;
        at = Math.min(end, at + count);
    }

    /** The bit in the array that comes next. */
    int position() {
        return at;
    }

    boolean overrun() {
        return overrun;
    }
}
