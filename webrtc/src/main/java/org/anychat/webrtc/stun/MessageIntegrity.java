package org.anychat.webrtc.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY under one key: HMAC-SHA1 over the message up to the attribute (RFC 8489 section 14.5). For one
 * thread.
 */
public final class MessageIntegrity {
    static final int LENGTH = 20;

    private static final int ATTRIBUTE_LENGTH = StunMessage.ATTRIBUTE_HEADER_LENGTH + LENGTH;
    private static final String ALGORITHM = "HmacSHA1";

    private final Mac mac;
    private final byte[] lengthField = new byte[2];
    private final byte[] expected = new byte[LENGTH];

    private MessageIntegrity(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The key of short-term credentials, as ICE uses them (RFC 8489 section 9.1.1).
     *
     * @param password not empty; ASCII, which is what OpaqueString leaves as it is
     * @return the key
     */
    public static MessageIntegrity shortTerm(String password) {
        return new MessageIntegrity(password.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key of long-term credentials with MD5 (RFC 8489 section 9.2.2).
     *
     * @param username as in USERNAME
     * @param realm as in REALM
     * @param password prepared already
     * @return the key
     */
    public static MessageIntegrity longTerm(String username, String realm, String password) {
        String joined = username + ':' + realm + ':' + password;
        try {
            byte[] key = MessageDigest.getInstance("MD5").digest(joined.getBytes(StandardCharsets.UTF_8));
            return new MessageIntegrity(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a well-formed message has the attribute at all, whatever its key.
     *
     * @param buffer holds the message
     * @param offset of its first byte
     * @param length in bytes
     * @return true where it has
     */
    public static boolean isPresent(byte[] buffer, int offset, int length) {
        return StunFrame.find(StunAttributeCodec.MESSAGE_INTEGRITY, buffer, offset, length) >= 0;
    }

    /**
     * Whether a well-formed message was signed with this key. Takes the same time wherever it differs.
     *
     * @param buffer holds the message; unchanged after the call
     * @param offset of its first byte
     * @param length in bytes
     * @return false also where the attribute is missing
     */
    public boolean matches(byte[] buffer, int offset, int length) {
        int at = StunFrame.find(StunAttributeCodec.MESSAGE_INTEGRITY, buffer, offset, length);
        if (at < 0 || StunFrame.uint16(buffer, at + 2) != LENGTH) {
            return false;
        }
        compute(buffer, offset, at - offset, expected);
        int difference = 0;
        for (int i = 0; i < LENGTH; i++) {
            difference |= expected[i] ^ buffer[at + StunMessage.ATTRIBUTE_HEADER_LENGTH + i];
        }
        return difference == 0;
    }

    int append(byte[] buffer, int offset, int length) {
        int at = offset + length;
        compute(buffer, offset, length, expected);
        StunFrame.uint16(buffer, at, StunAttributeCodec.MESSAGE_INTEGRITY);
        StunFrame.uint16(buffer, at + 2, LENGTH);
        System.arraycopy(expected, 0, buffer, at + StunMessage.ATTRIBUTE_HEADER_LENGTH, LENGTH);
        StunFrame.length(buffer, offset, length + ATTRIBUTE_LENGTH - StunMessage.HEADER_LENGTH);
        return length + ATTRIBUTE_LENGTH;
    }

    /** The header's length counts up to the end of this attribute, even where a FINGERPRINT follows. */
    private void compute(byte[] buffer, int offset, int coveredLength, byte[] to) {
        StunFrame.uint16(lengthField, 0, coveredLength + ATTRIBUTE_LENGTH - StunMessage.HEADER_LENGTH);
        mac.update(buffer, offset, 2);
        mac.update(lengthField, 0, 2);
        mac.update(buffer, offset + 4, coveredLength - 4);
        try {
            mac.doFinal(to, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
