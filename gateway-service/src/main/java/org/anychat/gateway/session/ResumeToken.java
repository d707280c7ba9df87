package org.anychat.gateway.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.anychat.contracts.ResumeKey;

/** What a client takes its session up with. Nobody keeps it but the client. */
record ResumeToken(String value) {
    private static final int BYTES = 32;

    static ResumeToken random(SecureRandom random) {
        byte[] token = new byte[BYTES];
        random.nextBytes(token);
        return new ResumeToken(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    ResumeKey key() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return new ResumeKey(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ResumeToken[***]";
    }
}
