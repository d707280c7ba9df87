package org.anychat.client.media;

import java.util.Base64;
import org.anychat.webrtc.signature.VerifyingKey;

/** Public keys of publishers as they are on the wire: 32 bytes (RFC 8032 section 5.1.5), in base64url without padding. */
final class PublicKeys {
    private PublicKeys() {}

    static String text(byte[] key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** Fails with a {@link MediaException} where a text is no key. */
    static VerifyingKey of(String base64Url) {
        try {
            return VerifyingKey.of(Base64.getUrlDecoder().decode(base64Url));
        } catch (IllegalArgumentException e) {
            throw new MediaException("not a key of Ed25519: " + e.getMessage());
        }
    }
}
