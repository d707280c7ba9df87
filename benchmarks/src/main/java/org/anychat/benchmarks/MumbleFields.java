package org.anychat.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Fields of a message of Mumble's control channel, in the encoding of Protocol Buffers: as little of it as a client needs. */
final class MumbleFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int KIND_BITS = 3;
    private static final int KIND_MASK = 7;
    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = 0x7F;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MumbleFields with(int field, long value) {
        put((long) field << KIND_BITS | VARINT);
        put(value);
        return this;
    }

    MumbleFields with(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        put((long) field << KIND_BITS | BYTES);
        put(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    byte[] encode() {
        return out.toByteArray();
    }

    private void put(long value) {
        long left = value;
        while (left > GROUP_MASK) {
            out.write((int) (left & GROUP_MASK | MORE));
            left >>>= GROUP_BITS;
        }
        out.write((int) left);
    }

    /** The strings and bytes of a message by their fields' numbers; of a repeated one the last. Numbers are passed over. */
    static Map<Integer, byte[]> bytesOf(byte[] message) throws IOException {
        Map<Integer, byte[]> fields = new HashMap<>();
        int[] at = {0};
        while (at[0] < message.length) {
            long tag = number(message, at);
            switch ((int) (tag & KIND_MASK)) {
                case VARINT -> number(message, at);
                case FIXED_64 -> at[0] += Long.BYTES;
                case FIXED_32 -> at[0] += Integer.BYTES;
                case BYTES -> {
                    int length = (int) number(message, at);
                    if (length < 0 || length > message.length - at[0]) {
                        throw new IOException("not a message of Mumble: a field is longer than it");
                    }
                    fields.put((int) (tag >>> KIND_BITS), java.util.Arrays.copyOfRange(message, at[0], at[0] + length));
                    at[0] += length;
                }
                default -> throw new IOException("not a message of Mumble: field of kind " + (tag & KIND_MASK));
            }
        }
        return fields;
    }

    private static long number(byte[] message, int[] at) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
            if (at[0] == message.length) {
                throw new IOException("not a message of Mumble: it ends within a number");
            }
            byte next = message[at[0]++];
            value |= (long) (next & GROUP_MASK) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("not a message of Mumble: a number without an end");
    }
}
