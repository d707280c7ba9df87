package org.anychat.gateway.whip;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.anychat.protocol.ErrorCode;

/**
 * What a request shows. Its {@code Authorization} says {@code Bearer} with what the user logs in with, its password or a
 * token that a user source or plug-in takes for one, or {@code Basic} with name and password; or nothing, of a guest. The
 * server password may have a header of its own.
 */
final class Credentials {
    /** A header longer than this has no password in it that could be right. */
    static final int MAX_LENGTH = 8_192;

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final String name;
    private final String password;
    private final String serverPassword;
    private final byte[] digest;

    private Credentials(User user, String header, String serverPassword) {
        this.name = user.name();
        this.password = user.password();
        this.serverPassword = serverPassword;
        // No header has a line end in it.
        this.digest = digest(header + '\n' + serverPassword);
    }

    private record User(String name, String password) {}

    /** Reads a request's headers. */
    static Credentials of(HttpServerRequest request) throws Problem {
        return of(shown(request, HttpHeaders.AUTHORIZATION), shown(request, Arrival.SERVER_PASSWORD));
    }

    /** Of the two headers, each empty where it is missing. */
    static Credentials of(String authorization, String serverPassword) throws Problem {
        return new Credentials(user(authorization), authorization, serverPassword);
    }

    /** A header, empty where it is missing. */
    static String shown(HttpServerRequest request, CharSequence name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private static User user(String header) throws Problem {
        if (header.isEmpty()) {
            return new User("", "");
        }
        String scheme =
                header.substring(0, Math.min(header.length(), BEARER.length())).toLowerCase(Locale.ROOT);
        if (header.length() <= MAX_LENGTH && scheme.equals(BEARER)) {
            return new User("", header.substring(BEARER.length()).strip());
        }
        if (header.length() <= MAX_LENGTH && scheme.startsWith(BASIC)) {
            return basic(header);
        }
        throw bad();
    }

    private static User basic(String header) throws Problem {
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                return new User(text.substring(0, colon), text.substring(colon + 1));
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

    /** The server password, empty where it is not shown by a header of its own. */
    String serverPassword() {
        return serverPassword;
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

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Credentials[name=" + name + ", password=" + (password.isEmpty() ? "none" : "***") + "]";
    }
}
