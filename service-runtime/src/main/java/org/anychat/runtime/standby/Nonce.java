package org.anychat.runtime.standby;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * 16 bytes that are used once.
 *
 * @param high the first 8
 * @param low the last 8
 */
public record Nonce(long high, long low) {
    static final int BYTES = 16;

    static Nonce random(SecureRandom random) {
        return new Nonce(random.nextLong(), random.nextLong());
    }

    /** Of the first bytes of a longer array. */
    static Nonce of(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    static Nonce read(ByteBuffer buffer) {
        return new Nonce(buffer.getLong(), buffer.getLong());
    }

    void write(ByteBuffer buffer) {
        buffer.putLong(high).putLong(low);
    }
}
