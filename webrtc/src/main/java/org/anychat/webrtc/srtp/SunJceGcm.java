package org.anychat.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * By the counter mode and the GHASH of the JDK's own provider, the two that its AES-GCM is made of and that HotSpot
 * replaces by the processor's instructions. Their state is kept from message to message, so that nothing is allocated and
 * the powers of the hash key are computed once. Needs {@link SunJceInternals} to be open.
 */
final class SunJceGcm implements AesGcm {
    private static final int BLOCK_LENGTH = 16;
    /** What a message is followed by while it is hashed, at most: zeros up to a whole block, and the lengths. */
    private static final int BEHIND = 2 * BLOCK_LENGTH;

    private static final byte[] ZEROS = new byte[BLOCK_LENGTH];

    private final AssociatedData associated;
    private final byte[] tagMask;
    private final byte[] tail;
    /** Nonce and block number; the cipher holds this very array. */
    private final byte[] counter = new byte[BLOCK_LENGTH];

    private final Object cipher;
    private final Object hash;
    private final long[] hashed;

    SunJceGcm(byte[] key, SrtpScratch scratch) {
        associated = scratch.associated;
        tagMask = scratch.tagMask;
        tail = scratch.tail;
        cipher = SunJceInternals.counterMode(key, counter);
        byte[] hashKey = new byte[BLOCK_LENGTH];
        SunJceInternals.crypt(cipher, ZEROS, 0, BLOCK_LENGTH, hashKey, 0);
        hash = SunJceInternals.ghash(hashKey);
        hashed = SunJceInternals.stateOf(hash);
    }

    /** Why it is not to be used; null where this JVM has what it needs, lets us have it, and computes what it should. */
    static String refusal() {
        return SelfTest.REFUSAL;
    }

    static boolean isAvailable() {
        return refusal() == null;
    }

    @Override
    public void associate(byte[] data, int offset, int length) {
        associated.add(data, offset, length);
    }

    @Override
    public void seal(byte[] nonce, byte[] buffer, int offset, int length) {
        try {
            start(nonce);
            // Behind the message there is room for the tag, of which HotSpot before JDK-8330611 may read some.
            SunJceInternals.crypt(cipher, buffer, offset, length, buffer, offset);
            authenticate(buffer, offset, length);
        } finally {
            associated.clear();
        }
        Words.int64(buffer, offset + length, hashed[0] ^ Words.int64(tagMask, 0));
        Words.int64(buffer, offset + length + Long.BYTES, hashed[1] ^ Words.int64(tagMask, Long.BYTES));
    }

    @Override
    public boolean open(byte[] nonce, byte[] buffer, int offset, int length) {
        try {
            start(nonce);
            authenticate(buffer, offset, length);
        } finally {
            associated.clear();
        }
        // Takes the same time wherever the first difference is.
        long difference = (hashed[0] ^ Words.int64(tagMask, 0) ^ Words.int64(buffer, offset + length))
                | (hashed[1] ^ Words.int64(tagMask, Long.BYTES) ^ Words.int64(buffer, offset + length + Long.BYTES));
        if (difference != 0) {
            return false;
        }
        SunJceInternals.crypt(cipher, buffer, offset, length, buffer, offset);
        return true;
    }

    /** Block 1 hides the hash; the message begins with block 2 (SP 800-38D section 7.1). */
    private void start(byte[] nonce) {
        System.arraycopy(nonce, 0, counter, 0, NONCE_LENGTH);
        Words.int32(counter, NONCE_LENGTH, 1);
        SunJceInternals.restart(cipher);
        SunJceInternals.crypt(cipher, ZEROS, 0, BLOCK_LENGTH, tagMask, 0);
    }

    /** Associated data, ciphertext, each padded with zeros to whole blocks, and their lengths in bits. */
    private void authenticate(byte[] buffer, int offset, int length) {
        hashed[0] = 0;
        hashed[1] = 0;
        SunJceInternals.hash(hash, associated.data(), 0, associated.paddedLength());
        if (buffer.length - offset - length >= BEHIND) {
            hashInPlace(buffer, offset, length);
        } else {
            hashByTail(buffer, offset, length);
        }
    }

    /** In one go, with what belongs behind the message put there meanwhile. */
    private void hashInPlace(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int padded = (length + BLOCK_LENGTH - 1) & -BLOCK_LENGTH;
        long first = Words.int64(buffer, end);
        long second = Words.int64(buffer, end + Long.BYTES);
        long third = Words.int64(buffer, end + BLOCK_LENGTH);
        long fourth = Words.int64(buffer, end + BLOCK_LENGTH + Long.BYTES);
        Words.int64(buffer, end, 0);
        Words.int64(buffer, end + Long.BYTES, 0);
        Words.int64(buffer, offset + padded, (long) associated.length() * Byte.SIZE);
        Words.int64(buffer, offset + padded + Long.BYTES, (long) length * Byte.SIZE);
        SunJceInternals.hash(hash, buffer, offset, padded + BLOCK_LENGTH);
        Words.int64(buffer, end, first);
        Words.int64(buffer, end + Long.BYTES, second);
        Words.int64(buffer, end + BLOCK_LENGTH, third);
        Words.int64(buffer, end + BLOCK_LENGTH + Long.BYTES, fourth);
    }

    /** Where there is no room behind the message. */
    private void hashByTail(byte[] buffer, int offset, int length) {
        int whole = length & -BLOCK_LENGTH;
        SunJceInternals.hash(hash, buffer, offset, whole);
        int rest = length - whole;
        Words.int64(tail, BLOCK_LENGTH, (long) associated.length() * Byte.SIZE);
        Words.int64(tail, BLOCK_LENGTH + Long.BYTES, (long) length * Byte.SIZE);
        if (rest == 0) {
            SunJceInternals.hash(hash, tail, BLOCK_LENGTH, BLOCK_LENGTH);
            return;
        }
        Words.int64(tail, 0, 0);
        Words.int64(tail, Long.BYTES, 0);
        System.arraycopy(buffer, offset + whole, tail, 0, rest);
        SunJceInternals.hash(hash, tail, 0, 2 * BLOCK_LENGTH);
    }

    /**
     * Another JDK may have the same names with another meaning: what comes out is compared before anything is sent. It runs
     * interpreted, so it says nothing of the processor's instructions, which are those of the JDK's own AES-GCM.
     */
    private static final class SelfTest {
        static final String REFUSAL = refusal();

        private static String refusal() {
            try {
                String provider =
                        Cipher.getInstance(JceGcm.TRANSFORMATION).getProvider().getName();
                if (!provider.equals("SunJCE")) {
                    return "AES-GCM of the provider " + provider + " comes first here";
                }
                if (System.getProperty("java.vm.name", "").contains("J9")) {
                    return "this JVM does not compile the JDK's counter mode to the processor's instructions";
                }
                return SunJceInternals.refusal() == null ? difference() : SunJceInternals.refusal();
            } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
                return e.toString();
            }
        }

        private static String difference() {
            byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
            boolean agree = agree(key) && agree(Arrays.copyOf(key, 2 * key.length));
            return agree ? null : "this JDK's counter mode and GHASH give something else than its AES-GCM";
        }

        private static boolean agree(byte[] key) {
            AesGcm ours = new SunJceGcm(key, new SrtpScratch());
            AesGcm theirs = new JceGcm(key);
            return agree(ours, theirs, 0, 0)
                    && agree(ours, theirs, 37, 0)
                    && agree(ours, theirs, 37, BEHIND)
                    && agree(ours, theirs, 1200, BEHIND);
        }

        private static boolean agree(AesGcm ours, AesGcm theirs, int length, int room) {
            byte[] nonce = new byte[NONCE_LENGTH];
            nonce[0] = (byte) length;
            nonce[1] = (byte) room;
            byte[] plain = new byte[length + TAG_LENGTH + room];
            byte[] sealed = plain.clone();
            ours.associate(nonce, 0, NONCE_LENGTH);
            ours.seal(nonce, sealed, 0, length);
            theirs.associate(nonce, 0, NONCE_LENGTH);
            theirs.seal(nonce, plain, 0, length);
            ours.associate(nonce, 0, NONCE_LENGTH);
            return Arrays.equals(sealed, plain) && ours.open(nonce, sealed, 0, length) && isZero(sealed, length);
        }

        private static boolean isZero(byte[] bytes, int length) {
            return Arrays.equals(bytes, 0, length, new byte[length], 0, length);
        }
    }
}
