package org.anychat.contracts;

/**
 * A room's password, not to be read back.
 *
 * @param salt hex
 * @param hash hex of HMAC-SHA-256 over the password in UTF-8, keyed with the salt
 */
public record RoomLock(String salt, String hash) {
    @Override
    public String toString() {
        return "RoomLock[***]";
    }
}
