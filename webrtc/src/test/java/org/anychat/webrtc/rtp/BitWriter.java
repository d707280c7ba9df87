package org.anychat.webrtc.rtp;

import java.util.Arrays;

/** Writes numbers of so many bits one after another, the highest bit first. */
final class BitWriter {
    private byte[] bytes = new byte[16];
    private int at;

    BitWriter put(int count, int... values) {
        for (int value : values) {
            for (int i = count - 1; i >= 0; i--, at++) {
                if (at >> 3 == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * bytes.length);
                }
                bytes[at >> 3] |= (byte) (((value >> i) & 1) << (7 - (at & 7)));
            }
        }
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, (at + 7) >> 3);
    }
}
