package org.anychat.client.media;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.anychat.protocol.MeshKeys;

/** Ed25519 public keys as they are on the wire: 32 bytes (RFC 8032 section 5.1.5), and as Java has them: with a prefix (RFC 8410 section 4). */
final class PublicKeys {
    static final String ALGORITHM = "Ed25519";

    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - MeshKeys.LENGTH, encoded.length);
    }

    /** Fails with a {@link MediaException} where a text is no key, or one by which anybody can sign. */
    static PublicKey of(String base64Url) {
        try {
            byte[] raw = Base64.getUrlDecoder().decode(base64Url);
            if (!MeshKeys.isUsable(raw)) {
                throw new MediaException("not a key by which only its owner can sign");
            }
            byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + MeshKeys.LENGTH);
            System.arraycopy(raw, 0, encoded, PREFIX.length, MeshKeys.LENGTH);
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new MediaException("not a key of Ed25519: " + e.getMessage());
        }
    }
}
