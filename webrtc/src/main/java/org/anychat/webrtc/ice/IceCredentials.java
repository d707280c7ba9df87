package org.anychat.webrtc.ice;

import java.security.SecureRandom;

/**
 * One side's name and secret for connectivity checks (RFC 8445 section 5.3); an ICE restart changes both.
 *
 * @param ufrag 4 to 256 characters of {@code A-Z a-z 0-9 + /}
 * @param password 22 to 256 such characters
 */
public record IceCredentials(String ufrag, String password) {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG_LENGTH = 12;
    private static final int PASSWORD_LENGTH = 24;
    private static final int MAX_LENGTH = 256;

    /**
     * Refuses what RFC 8839 section 5.4 does not allow.
     *
     * @param ufrag 4 to 256 ice-chars
     * @param password 22 to 256 ice-chars
     */
    public IceCredentials {
        if (!isValid(ufrag, password)) {
            throw new IllegalArgumentException("ufrag needs 4 to 256, password 22 to 256 ice-chars");
        }
    }

    /**
     * Draws credentials: 72 bits of name, so that a port's peers do not collide, and 144 bits of secret.
     *
     * @param random a cryptographic source
     * @return new credentials
     */
    public static IceCredentials generate(SecureRandom random) {
        return new IceCredentials(text(UFRAG_LENGTH, random), text(PASSWORD_LENGTH, random));
    }

    /**
     * Whether strings of a peer can be credentials, so that they need not be tried.
     *
     * @param ufrag the name, or null
     * @param password the secret, or null
     * @return false where the constructor would throw
     */
    public static boolean isValid(String ufrag, String password) {
        return ufrag != null && password != null && isToken(ufrag, 4) && isToken(password, 22);
    }

    /** The secret is left out. */
    @Override
    public String toString() {
        return "IceCredentials[ufrag=" + ufrag + "]";
    }

    private static boolean isToken(String text, int minLength) {
        return text.length() >= minLength
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0);
    }

    private static String text(int length, SecureRandom random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
