package org.anychat.webrtc.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The hash of a certificate, as {@code a=fingerprint} carries it (RFC 8122 section 5).
 *
 * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
 * @param value upper-case hexadecimal bytes with colons between
 */
public record DtlsFingerprint(String algorithm, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final Map<String, String> DIGESTS =
            Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

    /**
     * Checks both parts; the case of either does not matter.
     *
     * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
     * @param value hexadecimal bytes with colons between
     * @throws IllegalArgumentException if the algorithm is not one of the three or the value is not a hash of its length
     */
    public DtlsFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
        if (!DIGESTS.containsKey(algorithm)) {
            throw new IllegalArgumentException("unsupported fingerprint algorithm");
        }
        if (COLONS.parseHex(value).length != digest(algorithm).getDigestLength()) {
            throw new IllegalArgumentException("fingerprint of a wrong length");
        }
    }

    /**
     * Reads the value of an {@code a=fingerprint} attribute of a remote description.
     *
     * @param attribute algorithm, a space, and the hash
     * @return the fingerprint, or empty when it is malformed or of an algorithm not accepted here
     */
    public static Optional<DtlsFingerprint> parse(String attribute) {
        int space = attribute.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DtlsFingerprint(
                    attribute.substring(0, space),
                    attribute.substring(space + 1).trim()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Hashes a certificate.
     *
     * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
     * @param certificateDer the certificate's DER encoding
     * @return the fingerprint
     */
    public static DtlsFingerprint of(String algorithm, byte[] certificateDer) {
        String lower = algorithm.toLowerCase(Locale.ROOT);
        return new DtlsFingerprint(lower, COLONS.formatHex(digest(lower).digest(certificateDer)));
    }

    /**
     * Whether a certificate has this hash.
     *
     * @param certificateDer the certificate's DER encoding
     * @return true if it has
     */
    public boolean matches(byte[] certificateDer) {
        return MessageDigest.isEqual(COLONS.parseHex(value), digest(algorithm).digest(certificateDer));
    }

    /** The value of the {@code a=fingerprint} attribute. */
    @Override
    public String toString() {
        return algorithm + " " + value;
    }

    private static MessageDigest digest(String algorithm) {
        String name = DIGESTS.get(algorithm);
        if (name == null) {
            throw new IllegalArgumentException("unsupported fingerprint algorithm");
        }
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
