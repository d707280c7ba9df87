package org.anychat.webrtc.signature;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public key of Ed25519 (RFC 8032 section 5.1). Only the one way to write a point is taken, and no point of a small order,
 * with which anybody could sign. For any thread.
 */
public final class VerifyingKey {
    /** The length of a key, in bytes. */
    public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

    /** The length of a signature, in bytes. */
    public static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    private final Ed25519.PublicPoint point;

    private VerifyingKey(Ed25519.PublicPoint point) {
        this.point = point;
    }

    /**
     * Reads a key.
     *
     * @param key {@value #LENGTH} bytes, as RFC 8032 section 5.1.5 writes them
     * @return the key
     * @throws IllegalArgumentException where it is none, or one that nobody makes
     */
    public static VerifyingKey of(byte[] key) {
        Ed25519.PublicPoint point = key.length == LENGTH ? Ed25519.validatePublicKeyFullExport(key, 0) : null;
        if (point == null) {
            throw new IllegalArgumentException("not a public key of Ed25519");
        }
        return new VerifyingKey(point);
    }

    /**
     * Verifies.
     *
     * @param message what is said to be signed
     * @param signature by what
     * @return whether it is
     */
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_LENGTH && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }
}
