package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DtlsCertificateTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    // FIPS 180-2 appendix B.1: SHA-256 of "abc".
    private static final String ABC_SHA_256 =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:" + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    private final DtlsCertificate certificate = DtlsCertificate.generate(Peer.NOW, Peer.RANDOM);

    @Test
    void shouldBeASelfSignedP256Certificate() throws Exception {
        X509Certificate parsed = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.der()));

        parsed.verify(parsed.getPublicKey());
        assertEquals(
                256,
                ((ECPublicKey) parsed.getPublicKey()).getParams().getOrder().bitLength());
        assertEquals("SHA256withECDSA", parsed.getSigAlgName());
        assertEquals(parsed.getSubjectX500Principal(), parsed.getIssuerX500Principal());
        parsed.checkValidity(Date.from(Peer.NOW));
        parsed.checkValidity(Date.from(Peer.NOW.plus(Duration.ofDays(364))));
    }

    @Test
    void shouldDifferEachTime() {
        DtlsCertificate other = DtlsCertificate.generate(Peer.NOW, Peer.RANDOM);

        assertNotEquals(certificate.fingerprint(), other.fingerprint());
        assertTrue(certificate.fingerprint().matches(certificate.der()));
        assertFalse(certificate.fingerprint().matches(other.der()));
    }

    @Test
    void shouldWriteAFingerprintAsSdpHasIt() {
        assertEquals(
                "sha-256 " + ABC_SHA_256, DtlsFingerprint.of("sha-256", ABC).toString());
    }

    @Test
    void shouldReadWhatItWrites() {
        for (String algorithm : new String[] {"sha-256", "sha-384", "sha-512"}) {
            DtlsFingerprint fingerprint = DtlsFingerprint.of(algorithm, ABC);
            assertEquals(Optional.of(fingerprint), DtlsFingerprint.parse(fingerprint.toString()));
            assertTrue(fingerprint.matches(ABC));
        }
    }

    @Test
    void shouldReadAFingerprintInEitherCase() {
        String attribute = "SHA-256 " + ABC_SHA_256.toLowerCase(Locale.ROOT);

        assertEquals(Optional.of(DtlsFingerprint.of("sha-256", ABC)), DtlsFingerprint.parse(attribute));
    }

    @Test
    void shouldReadNothingFromAMalformedFingerprint() {
        assertEquals(Optional.empty(), DtlsFingerprint.parse(""));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-256"));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-256 "));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-256 BA:78"));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-256 " + ABC_SHA_256.replace(':', ' ')));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-1 " + ABC_SHA_256));
        assertEquals(Optional.empty(), DtlsFingerprint.parse("sha-512 " + ABC_SHA_256));
        assertThrows(IllegalArgumentException.class, () -> DtlsFingerprint.of("md5", ABC));
    }
}
