package org.anychat.license.ukey;

/**
 * How to reach the token.
 *
 * @param library the PKCS#11 library of the token's vendor, empty where there is none
 * @param pin the user PIN
 * @param slot which of the library's slots, counted from 0, or {@link #ONLY_TOKEN}
 */
public record UKeyAccess(String library, String pin, int slot) {
    /** The slot that has a token, where there is only one. */
    public static final int ONLY_TOKEN = -1;
    /** No token. */
    public static final UKeyAccess NONE = new UKeyAccess("", "", ONLY_TOKEN);

    @Override
    public String toString() {
        return "UKeyAccess[library=" + library + ", pin=" + (pin.isEmpty() ? "none" : "***") + ", slot=" + slot + "]";
    }
}
