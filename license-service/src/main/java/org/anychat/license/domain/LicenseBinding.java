package org.anychat.license.domain;

/** Where a licence counts. */
public sealed interface LicenseBinding {
    /** Anywhere. */
    record Anywhere() implements LicenseBinding {}

    /**
     * On one machine.
     *
     * @param fingerprint the machine's parts
     * @param tolerance how many parts may differ, 0 to 3
     */
    record Hardware(HardwareFingerprint fingerprint, int tolerance) implements LicenseBinding {
        /** The most that may be forgiven. */
        public static final int MAX_TOLERANCE = 3;
        /** At least so many parts have to be right, or any machine of the same make would do. */
        public static final int MIN_MATCHING = 2;

        /**
         * Checks the machine.
         *
         * @param machine this machine's parts
         * @throws LicenseException with {@code HARDWARE}, or the one part that differs
         */
        public void requireMatch(HardwareFingerprint machine) {
            fingerprint.requireMatch(machine, tolerance);
        }
    }

    /**
     * On the machine that a domain leads to.
     *
     * @param name the host name
     */
    record Domain(String name) implements LicenseBinding {}

    /**
     * On a machine with an address.
     *
     * @param address an IP literal
     */
    record Address(String address) implements LicenseBinding {}

    /**
     * Wherever a token is plugged in that has a key.
     *
     * @param publicKey the key's public half: SubjectPublicKeyInfo (RFC 5280), base64
     */
    record UKey(String publicKey) implements LicenseBinding {}
}
