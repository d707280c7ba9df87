package org.anychat.webrtc.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian fields of a byte array. The caller has checked the bounds; an access beyond them throws. */
public final class NetworkOrder {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private NetworkOrder() {}

    /**
     * Reads one byte.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return 0 to 255
     */
    public static int uint8(byte[] buffer, int offset) {
        return buffer[offset] & 0xFF;
    }

    /**
     * Reads two bytes.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return 0 to 65535
     */
    public static int uint16(byte[] buffer, int offset) {
        return (short) SHORT.get(buffer, offset) & 0xFFFF;
    }

    /**
     * Reads three bytes.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return 0 to 2^24 - 1
     */
    public static int uint24(byte[] buffer, int offset) {
        return uint8(buffer, offset) << 16 | uint16(buffer, offset + 1);
    }

    /**
     * Reads four bytes.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return the 32 bits; {@link Integer#toUnsignedLong} gives the number
     */
    public static int int32(byte[] buffer, int offset) {
        return (int) INT.get(buffer, offset);
    }

    /**
     * Reads four bytes as a number.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return 0 to 2^32 - 1
     */
    public static long uint32(byte[] buffer, int offset) {
        return Integer.toUnsignedLong(int32(buffer, offset));
    }

    /**
     * Reads eight bytes.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @return the 64 bits
     */
    public static long int64(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    /**
     * Writes the low 16 bits.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @param value the value
     */
    public static void put16(byte[] buffer, int offset, int value) {
        SHORT.set(buffer, offset, (short) value);
    }

    /**
     * Writes the low 24 bits.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @param value the value
     */
    public static void put24(byte[] buffer, int offset, int value) {
        buffer[offset] = (byte) (value >> 16);
        put16(buffer, offset + 1, value);
    }

    /**
     * Writes 32 bits.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @param value the value
     */
    public static void put32(byte[] buffer, int offset, int value) {
        INT.set(buffer, offset, value);
    }

    /**
     * Writes 64 bits.
     *
     * @param buffer the bytes
     * @param offset of the field
     * @param value the value
     */
    public static void put64(byte[] buffer, int offset, long value) {
        LONG.set(buffer, offset, value);
    }
}
