package org.anychat.webrtc.srtp;

import java.util.Arrays;

/** Gathers the associated data of a message; behind it there are zeros up to a whole number of blocks. */
final class AssociatedData {
    private static final int BLOCK_LENGTH = 16;
    /** Room for a header with extensions; that of an unencrypted RTCP packet is longer and rare. */
    private static final int FIRST_LENGTH = 64;

    private byte[] data = new byte[FIRST_LENGTH];
    private int length;

    void add(byte[] source, int offset, int count) {
        int whole = padded(length + count);
        if (whole > data.length) {
            data = Arrays.copyOf(data, whole);
        }
        if (whole > padded(length)) {
            Words.int64(data, whole - BLOCK_LENGTH, 0);
            Words.int64(data, whole - Long.BYTES, 0);
        }
        System.arraycopy(source, offset, data, length, count);
        length += count;
    }

    byte[] data() {
        return data;
    }

    int length() {
        return length;
    }

    int paddedLength() {
        return padded(length);
    }

    void clear() {
        length = 0;
    }

    private static int padded(int count) {
        return (count + BLOCK_LENGTH - 1) & -BLOCK_LENGTH;
    }
}
