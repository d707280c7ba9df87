package org.anychat.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The proof that a client knows the server password: HMAC-SHA-256 over the challenge, in hex. */
public final class ServerPasswordProof {
    private static final String ALGORITHM = "HmacSHA256";

    private ServerPasswordProof() {}

    /**
     * What {@code authenticate} takes.
     *
     * @param serverPassword as the client knows it
     * @param challenge of the link, from the reply to {@code connect}
     * @return lower-case hex
     */
    public static String of(String serverPassword, String challenge) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(serverPassword.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
