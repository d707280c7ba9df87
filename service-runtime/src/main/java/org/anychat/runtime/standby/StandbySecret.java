package org.anychat.runtime.standby;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The keys that both servers derive from {@code SDKAuthPass} by HKDF (RFC 5869). Whoever listens on the network can
 * try passwords at leisure, so it should be long. Any thread.
 */
public final class StandbySecret {
    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final byte[] datagramKey;
    private final byte[] sessionKey;
    private final byte[] fileKey;

    /**
     * Derives the keys.
     *
     * @param sdkAuthPass what both servers have, not empty
     */
    public StandbySecret(String sdkAuthPass) {
        byte[] password = sdkAuthPass.getBytes(StandardCharsets.UTF_8);
        datagramKey = derived(password, "datagrams");
        sessionKey = derived(password, "sessions");
        fileKey = derived(password, "file");
    }

    private static byte[] derived(byte[] password, String purpose) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA512Digest());
        generator.init(
                new HKDFParameters(password, null, ("anychat standby " + purpose).getBytes(StandardCharsets.US_ASCII)));
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(key, 0, KEY_BYTES);
        return key;
    }

    byte[] datagramKey() {
        return datagramKey.clone();
    }

    /** The key of one activation: both sides have a part in it. */
    byte[] sessionKey(Nonce slave, Nonce master) {
        ByteBuffer nonces = ByteBuffer.allocate(2 * Nonce.BYTES);
        slave.write(nonces);
        master.write(nonces);
        return hmac(sessionKey, nonces.array());
    }

    /** What opens the mirror in a session, and nothing else. */
    static String mirrorToken(byte[] sessionKey) {
        return HexFormat.of().formatHex(hmac(sessionKey, "mirror".getBytes(StandardCharsets.US_ASCII)));
    }

    /** Proves that a text was written by somebody who knows the password. */
    String sealOf(String text) {
        return HexFormat.of().formatHex(hmac(fileKey, text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] hmac(byte[] key, byte[] data) {
        return hmac(key, data, 0, data.length);
    }

    static byte[] hmac(byte[] key, byte[] data, int offset, int length) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(data, offset, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "StandbySecret[***]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StandbySecret secret && Arrays.equals(fileKey, secret.fileKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fileKey);
    }
}
