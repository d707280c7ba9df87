package org.anychat.webrtc.srtp;

/**
 * AES-GCM (NIST SP 800-38D) under one key of 16 or 32 bytes, with nonces of 12 and tags of 16 bytes, in place. Owned by one thread.
 * Associated data is given before each message, in pieces.
 *
 * <p>{@link JceGcm} goes through the JDK's {@code Cipher}, which makes some 1000 bytes of garbage a message;
 * {@link SunJceGcm} through the two classes inside it that do the work, which makes none.
 */
interface AesGcm {
    /** Bytes of a tag. */
    int TAG_LENGTH = 16;

    /** Bytes of a nonce. */
    int NONCE_LENGTH = 12;

    /** Adds to the associated data of the next message. */
    void associate(byte[] data, int offset, int length);

    /** Encrypts, and writes the tag behind the ciphertext. The same nonce may be used again for the same message only. */
    void seal(byte[] nonce, byte[] buffer, int offset, int length);

    /**
     * Checks the tag behind the ciphertext and decrypts.
     *
     * @param length of the ciphertext, without the tag
     * @return false where the message is not authentic: then the buffer is unchanged
     */
    boolean open(byte[] nonce, byte[] buffer, int offset, int length);

    /** The faster one of those that this JVM allows. */
    static AesGcm of(byte[] key, SrtpScratch scratch) {
        return SunJceGcm.isAvailable() ? new SunJceGcm(key, scratch) : new JceGcm(key);
    }
}
