package org.anychat.webrtc.stun;

import java.util.Random;

/**
 * The 96 bits that pair a response with its request (RFC 8489 section 5).
 *
 * @param high the first 32 bits
 * @param low the other 64 bits
 */
public record TransactionId(int high, long low) {
    /**
     * Draws one.
     *
     * @param random a cryptographic source wherever others must not guess it
     * @return a new id
     */
    public static TransactionId random(Random random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }
}
