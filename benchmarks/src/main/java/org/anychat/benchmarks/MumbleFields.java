package org.anychat.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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
        put(((long) field << KIND_BITS) | VARINT);
        put(value);
        return this;
    }

    MumbleFields with(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        put(((long) field << KIND_BITS) | BYTES);
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
            out.write((int) ((left & GROUP_MASK) | MORE));
            left >>>= GROUP_BITS;
        }
        out.write((int) left);
    }

    /** The strings and bytes of a message by their fields' numbers; of a repeated one the last. Numbers are passed over. */
    static Map<Integer, byte[]> bytesOf(byte[] message) throws IOException {
        Map<Integer, byte[]> fields = new HashMap<>();
        ByteBuffer in = ByteBuffer.wrap(message);
        try {
            while (in.hasRemaining()) {
                readField(in, fields);
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("not a message of Mumble: a field is longer than it", e);
        }
        return fields;
    }

    private static void readField(ByteBuffer in, Map<Integer, byte[]> fields) throws IOException {
        long tag = number(in);
        switch ((int) (tag & KIND_MASK)) {
            case VARINT -> number(in);
            case FIXED_64 -> in.getLong();
            case FIXED_32 -> in.getInt();
            case BYTES -> {
                long length = number(in);
                if (length < 0 || length > in.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] bytes = new byte[(int) length];
                in.get(bytes);
                fields.put((int) (tag >>> KIND_BITS), bytes);
            }
            default -> throw new IOException("not a message of Mumble: field of kind " + (tag & KIND_MASK));
        }
    }

    private static long number(ByteBuffer in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
            byte next = in.get();
            value |= (long) (next & GROUP_MASK) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("not a message of Mumble: a number without an end");
    }
}
