package org.anychat.webrtc.signature;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A private key of Ed25519 (RFC 8032 section 5.1), with its public half. By BouncyCastle, which signs and verifies about ten
 * times as fast as Java does ({@code docs/performance.md}). For any thread.
 */
public final class SigningKey {
    /** The length of a private key's seed, in bytes. */
    public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicKey = new byte[VerifyingKey.LENGTH];

    private SigningKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    /**
     * A new key.
     *
     * @param random where it comes from
     * @return the key
     */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        Ed25519.generatePrivateKey(random, seed);
        return new SigningKey(seed);
    }

    /**
     * A key that is there already.
     *
     * @param seed {@value #SEED_LENGTH} bytes
     * @return the key
     * @throws IllegalArgumentException where it is longer or shorter
     */
    public static SigningKey of(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes");
        }
        return new SigningKey(seed.clone());
    }

    /**
     * The public half.
     *
     * @return {@value VerifyingKey#LENGTH} bytes, as RFC 8032 section 5.1.5 writes them
     */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * Signs.
     *
     * @param message what
     * @return {@value VerifyingKey#SIGNATURE_LENGTH} bytes
     */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[VerifyingKey.SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }
}
