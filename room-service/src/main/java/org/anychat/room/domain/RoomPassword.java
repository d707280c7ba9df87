package org.anychat.room.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.anychat.contracts.RoomLock;

/**
 * Passwords of rooms. Only a salted hash is kept, in memory and as long as the room lives; that it is a fast one lets
 * nobody occupy the service with entries, and {@link PasswordGuard} slows those who guess.
 */
final class RoomPassword {
    private static final String HMAC = "HmacSHA256";

    private RoomPassword() {}

    /** What a password has to fit from now on, or null where there is none. */
    static RoomLock lock(String password, String salt) {
        return password.isEmpty() ? null : new RoomLock(salt, hash(password, salt));
    }

    /** Takes the same time whatever part of the password is right. */
    static boolean opens(String password, RoomLock lock) {
        return lock == null
                || MessageDigest.isEqual(
                        hash(password, lock.salt()).getBytes(StandardCharsets.US_ASCII),
                        lock.hash().getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String password, String salt) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
