package org.anychat.webrtc.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What encrypts and authenticates the packets of one kind (RTP or RTCP) in one direction. The authentication key is
 * empty for an AEAD profile.
 */
final class SessionKeys {
    private static final int AUTHENTICATION_KEY_LENGTH = 20;
    /** RFC 3711 section 4.3.2: labels 0 to 2 are SRTP's, 3 to 5 SRTCP's: encryption, authentication, salt. */
    private static final int LABEL_ENCRYPTION = 0;

    private static final int LABEL_AUTHENTICATION = 1;
    private static final int LABEL_SALT = 2;
    private static final int RTCP_LABELS = 3;

    private final byte[] encryption;
    private final byte[] authentication;
    private final byte[] salt;

    SessionKeys(byte[] encryption, byte[] authentication, byte[] salt) {
        this.encryption = encryption;
        this.authentication = authentication;
        this.salt = salt;
    }

    static SessionKeys rtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, 0);
    }

    static SessionKeys rtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTCP_LABELS);
    }

    private static SessionKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int labels) {
        return new SessionKeys(
                derive(masterKey, masterSalt, labels + LABEL_ENCRYPTION, profile.masterKeyLength()),
                profile.isAead()
                        ? new byte[0]
                        : derive(masterKey, masterSalt, labels + LABEL_AUTHENTICATION, AUTHENTICATION_KEY_LENGTH),
                derive(masterKey, masterSalt, labels + LABEL_SALT, profile.masterSaltLength()));
    }

    /**
     * The AES-CM pseudo-random function of RFC 3711 section 4.3.3, with a master key of 32 bytes that of RFC 6188 section
     * 3, with a key derivation rate of 0. A salt of 12 bytes is padded with zeros on the right (RFC 7714 section 11).
     */
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] counter = new byte[16];
        System.arraycopy(masterSalt, 0, counter, 0, masterSalt.length);
        counter[7] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES-CTR is not usable", e);
        }
    }

    byte[] encryption() {
        return encryption;
    }

    byte[] authentication() {
        return authentication;
    }

    byte[] salt() {
        return salt;
    }
}
