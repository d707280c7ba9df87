package org.anychat.gateway.whip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.anychat.protocol.ErrorCode;

/**
 * What a request's {@code Authorization} says: {@code Bearer} with what the user logs in with, its password or a token that
 * a user source or plug-in takes for one, or {@code Basic} with name and password; or nothing, of a guest.
 */
final class Credentials {
    /** A header longer than this has no password in it that could be right. */
    static final int MAX_LENGTH = 8_192;

    private static final Credentials NONE = new Credentials("", "", "");
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final String name;
    private final String password;
    private final byte[] digest;

    private Credentials(String name, String password, String header) {
        this.name = name;
        this.password = password;
        this.digest = digest(header);
    }

    /** Reads the header, null for none. */
    static Credentials of(String header) throws Problem {
        if (header == null) {
            return NONE;
        }
        String scheme =
                header.substring(0, Math.min(header.length(), BEARER.length())).toLowerCase(Locale.ROOT);
        if (header.length() <= MAX_LENGTH && scheme.equals(BEARER)) {
            return new Credentials("", header.substring(BEARER.length()).strip(), header);
        }
        if (header.length() <= MAX_LENGTH && scheme.startsWith(BASIC)) {
            return basic(header);
        }
        throw bad();
    }

    private static Credentials basic(String header) throws Problem {
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                return new Credentials(text.substring(0, colon), text.substring(colon + 1), header);
            }
        } catch (IllegalArgumentException e) {
            // Told as whatever else is wrong with it.
        }
        throw bad();
    }

    private static Problem bad() {
        return new Problem(
                Problem.UNAUTHORIZED,
                ErrorCode.CERTIFY_FAIL,
                "Authorization is Bearer with a token or password, or Basic with name and password");
    }

    /** The user's name, empty where it says none. */
    String name() {
        return name;
    }

    /** The password, empty for a guest. */
    String password() {
        return password;
    }

    /** Whether another request shows the same; takes as long for a near miss as for any other. */
    boolean isSameAs(Credentials other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    private static byte[] digest(String header) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(header.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[name=" + name + ", password=" + (password.isEmpty() ? "none" : "***") + "]";
    }
}
