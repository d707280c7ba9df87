package org.anychat.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Which Ed25519 public keys prove anything (RFC 8032 section 5.1.3). */
public final class MeshKeys {
    /** Of a key in bytes. */
    public static final int LENGTH = 32;

    private static final int SIGN_BIT = 0x80;
    /** The least significant byte of 2^255 - 19; all others are ones, but for the sign bit. */
    private static final int FIELD_LOW_BYTE = 0xED;

    /** The y of the eight points whose order divides 8, each of which stands for itself and its negative: anybody can sign for them. */
    private static final List<byte[]> LOW_ORDER = List.of(
            HexFormat.of().parseHex("0000000000000000000000000000000000000000000000000000000000000000"),
            HexFormat.of().parseHex("0100000000000000000000000000000000000000000000000000000000000000"),
            HexFormat.of().parseHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    private MeshKeys() {}

    /**
     * Whether a key may be one of which only its owner can sign. That it is a point of the curve is not looked at: by one that is none nothing verifies.
     *
     * @param raw the key as it is on the wire.
     * @return false for another length, for a number that is not less than the field's, and for points of low order.
     */
    public static boolean isUsable(byte[] raw) {
        if (raw.length != LENGTH) {
            return false;
        }
        byte[] y = raw.clone();
        y[LENGTH - 1] &= (byte) ~SIGN_BIT;
        return isOfTheField(y) && LOW_ORDER.stream().noneMatch(low -> Arrays.equals(low, y));
    }

    private static boolean isOfTheField(byte[] y) {
        if (y[LENGTH - 1] != Byte.MAX_VALUE || (y[0] & 0xFF) < FIELD_LOW_BYTE) {
            return true;
        }
        for (int at = 1; at < LENGTH - 1; at++) {
            if (y[at] != -1) {
                return true;
            }
        }
        return false;
    }
}
