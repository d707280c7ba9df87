package org.anychat.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * What gateways find a relay by in the user name of a connectivity check (RFC 8445 section 7.2.2), which is all that a
 * client's connection for media says of where it wants to go: after one character for the relay itself six that stand for
 * its node, of the 64 that ICE allows. Whoever makes them up gets no further than the relay, which knows its sessions.
 */
public final class MediaRoute {
    /** The length of a token. */
    public static final int LENGTH = 6;

    private static final int AT = 1;
    private static final int BITS = 6;
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private MediaRoute() {}

    /**
     * The token of a relay.
     *
     * @param relay the node
     * @return {@link #LENGTH} ice-chars
     */
    public static String of(NodeId relay) {
        byte[] digest = digest(relay.value());
        StringBuilder token = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            token.append(ICE_CHARS.charAt(digest[i] & ((1 << BITS) - 1)));
        }
        return token.toString();
    }

    /**
     * The token in a name.
     *
     * @param ufrag the relay's part of a check's user name
     * @return the token; empty where the name is too short for one
     */
    public static Optional<String> in(String ufrag) {
        return ufrag.length() > AT + LENGTH ? Optional.of(ufrag.substring(AT, AT + LENGTH)) : Optional.empty();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
