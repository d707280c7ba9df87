package org.anychat.webrtc.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network-order words of a {@code byte[]} at any offset. */
final class Words {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Words() {}

    static int int32(byte[] buffer, int offset) {
        return (int) INT.get(buffer, offset);
    }

    static void int32(byte[] buffer, int offset, int value) {
        INT.set(buffer, offset, value);
    }

    static long int64(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    static void int64(byte[] buffer, int offset, long value) {
        LONG.set(buffer, offset, value);
    }

    static int uint16(byte[] buffer, int offset) {
        return ((buffer[offset] & 0xFF) << 8) | (buffer[offset + 1] & 0xFF);
    }
}
