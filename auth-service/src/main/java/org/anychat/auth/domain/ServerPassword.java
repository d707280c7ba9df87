package org.anychat.auth.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The password of the server ({@code SDKAuthPass}). Any thread. */
public final class ServerPassword {
    private static final String HMAC = "HmacSHA256";

    private final byte[] password;

    /**
     * Makes the check.
     *
     * @param password the password, empty where clients need none
     */
    public ServerPassword(String password) {
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks a proof in a time that does not depend on how much of it is right.
     *
     * @param challenge the text that the client was given
     * @param proof lower-case hex of HMAC-SHA-256 (RFC 2104) over the challenge, keyed with the password
     * @return whether the client knows the password, or none is needed
     */
    public boolean proves(String challenge, String proof) {
        if (password.length == 0) {
            return true;
        }
        byte[] expected = HexFormat.of().formatHex(hmac(challenge)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, proof.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] hmac(String challenge) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password, HMAC));
            return mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
