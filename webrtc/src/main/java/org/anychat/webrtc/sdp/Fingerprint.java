package org.anychat.webrtc.sdp;

/**
 * The hash of the certificate that DTLS will show (RFC 8122 §5). Its string form is the attribute's value.
 *
 * @param hashFunction such as {@code sha-256}, in lower case
 * @param value upper-case hexadecimal bytes with colons
 */
public record Fingerprint(String hashFunction, String value) {
    @Override
    public String toString() {
        return hashFunction + ' ' + value;
    }
}
