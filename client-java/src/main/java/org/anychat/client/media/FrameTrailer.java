package org.anychat.client.media;

import java.util.Arrays;
import org.anychat.webrtc.rtp.NetworkOrder;

/**
 * What stands at the end of a frame on an edge of a mesh tree: which frame of its stream it is, and the publisher's signature of it. All but its end mark is written in groups of
 * seven bits with the high bit set, so that no decoder reads a start code of H.264 in it.
 */
final class FrameTrailer {
    /** Of the whole trailer in bytes. */
    static final int LENGTH = 85;

    static final int SIGNATURE_LENGTH = 64;

    private static final int PLAIN_LENGTH = Integer.BYTES + Integer.BYTES + SIGNATURE_LENGTH;
    private static final int MARK_LENGTH = 2;
    private static final int GROUPS = LENGTH - MARK_LENGTH;
    private static final int GROUP_BITS = 7;
    private static final int HIGH_BIT = 0x80;
    private static final int FIRST_MARK = 0xAC;
    private static final int SECOND_MARK = 0xD3;

    private final int epoch;
    private final int counter;
    private final byte[] signature;

    /**
     * A trailer.
     *
     * @param epoch     of one encoder, or one row of frames; never 0
     * @param counter   from 1, one more with each frame of the epoch; unsigned
     * @param signature Ed25519 (RFC 8032), {@value #SIGNATURE_LENGTH} bytes; kept, not copied
     */
    FrameTrailer(int epoch, int counter, byte[] signature) {
        this.epoch = epoch;
        this.counter = counter;
        this.signature = signature;
    }

    int epoch() {
        return epoch;
    }

    int counter() {
        return counter;
    }

    /** The array itself. */
    byte[] signature() {
        return signature;
    }

    /** Writes it behind a frame, the first {@code length} bytes of an array, which may be the whole of it. */
    byte[] appendTo(byte[] frame, int length) {
        byte[] plain = new byte[PLAIN_LENGTH];
        NetworkOrder.put32(plain, 0, epoch);
        NetworkOrder.put32(plain, Integer.BYTES, counter);
        System.arraycopy(signature, 0, plain, Integer.BYTES + Integer.BYTES, SIGNATURE_LENGTH);
        byte[] whole = Arrays.copyOf(frame, length + LENGTH);
        for (int group = 0; group < GROUPS; group++) {
            whole[length + group] = (byte) (HIGH_BIT | bits(plain, group * GROUP_BITS));
        }
        whole[length + GROUPS] = (byte) FIRST_MARK;
        whole[length + GROUPS + 1] = (byte) SECOND_MARK;
        return whole;
    }

    /** Seven bits from a place on, zeros behind the end. */
    private static int bits(byte[] plain, int from) {
        int at = from / Byte.SIZE;
        int next = at + 1 < plain.length ? plain[at + 1] & 0xFF : 0;
        int both = ((plain[at] & 0xFF) << Byte.SIZE) | next;
        return (both >> (2 * Byte.SIZE - GROUP_BITS - from % Byte.SIZE)) & ~HIGH_BIT & 0xFF;
    }

    /** What stands at the end of a frame, the first {@code length} bytes of an array; null where that is no trailer. */
    static FrameTrailer of(byte[] frame, int length) {
        int begin = length - LENGTH;
        if (begin < 0 || (frame[length - 2] & 0xFF) != FIRST_MARK || (frame[length - 1] & 0xFF) != SECOND_MARK) {
            return null;
        }
        byte[] plain = new byte[PLAIN_LENGTH];
        int bits = 0;
        int value = 0;
        int written = 0;
        for (int group = 0; group < GROUPS; group++) {
            int seven = frame[begin + group] & 0xFF;
            if (seven < HIGH_BIT) {
                return null;
            }
            value = ((value << GROUP_BITS) | (seven & ~HIGH_BIT)) & 0xFFFF;
            bits += GROUP_BITS;
            if (bits >= Byte.SIZE && written < PLAIN_LENGTH) {
                bits -= Byte.SIZE;
                plain[written++] = (byte) (value >> bits);
            }
        }
        boolean filledWithZeros = (value & ((1 << bits) - 1)) == 0;
        int epoch = NetworkOrder.int32(plain, 0);
        int counter = NetworkOrder.int32(plain, Integer.BYTES);
        return filledWithZeros && epoch != 0 && counter != 0
                ? new FrameTrailer(epoch, counter, Arrays.copyOfRange(plain, 2 * Integer.BYTES, PLAIN_LENGTH))
                : null;
    }
}
