package org.anychat.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** By the JDK's {@code AES/GCM/NoPadding}, which every JVM has. */
final class JceGcm implements AesGcm {
    static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static final int TAG_BITS = 8 * TAG_LENGTH;

    private final Cipher cipher;
    private final SecretKey key;
    private final AssociatedData associated = new AssociatedData();
    private final byte[] lastNonce = new byte[NONCE_LENGTH];
    private boolean hasSealed;
    /** The JDK decrypts in place only through a new array as long as the whole buffer; this one is kept. */
    private byte[] plaintext = {};

    JceGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            cipher = Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM", e);
        }
    }

    @Override
    public void associate(byte[] data, int offset, int length) {
        associated.add(data, offset, length);
    }

    @Override
    public void seal(byte[] nonce, byte[] buffer, int offset, int length) {
        try {
            startSealing(nonce);
            cipher.updateAAD(associated.data(), 0, associated.length());
            cipher.doFinal(buffer, offset, length, buffer, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            associated.clear();
        }
    }

    @Override
    public boolean open(byte[] nonce, byte[] buffer, int offset, int length) {
        if (plaintext.length < length + TAG_LENGTH) {
            // Some providers want room for what they are given.
            plaintext = new byte[Math.max(length + TAG_LENGTH, 2048)];
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated.data(), 0, associated.length());
            cipher.doFinal(buffer, offset, length + TAG_LENGTH, plaintext, 0);
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            associated.clear();
        }
        System.arraycopy(plaintext, 0, buffer, offset, length);
        return true;
    }

    private void startSealing(byte[] nonce) throws GeneralSecurityException {
        if (hasSealed && Arrays.equals(nonce, lastNonce)) {
            // The JDK refuses the nonce it used last, even for a packet that is merely sent again. Another nonce in
            // between, with which nothing is encrypted, makes it forget.
            lastNonce[0] ^= (byte) 0x80;
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, lastNonce));
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        hasSealed = true;
        System.arraycopy(nonce, 0, lastNonce, 0, NONCE_LENGTH);
    }
}
