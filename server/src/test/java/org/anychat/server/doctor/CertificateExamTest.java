package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anychat.runtime.tls.ServerCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateExamTest {
    @TempDir
    Path home;

    private ServerCertificate certificate;

    @BeforeEach
    void make() throws IOException {
        certificate = made("own", DoctorWords.NOW.minus(Duration.ofDays(1)));
    }

    /** Valid for 825 days from then. */
    private ServerCertificate made(String folder, Instant from) throws IOException {
        return ServerCertificate.selfSigned(
                Files.createDirectories(home.resolve(folder)),
                List.of("192.0.2.7", "a.example"),
                from,
                new SecureRandom());
    }

    private List<String> lines(Path crt, Path key, String... more) {
        List<String> settings =
                new java.util.ArrayList<>(List.of("TLSCertificateFile=" + crt, "TLSPrivateKeyFile=" + key));
        settings.addAll(List.of(more));
        return DoctorWords.lines(new CertificateExam(), DoctorWords.patient(home, settings.toArray(String[]::new)));
    }

    @Test
    void shouldFindNothingInAGoodOne() {
        assertEquals(
                List.of("OK certificate", "OK certificate.key", "OK certificate.names", "WARN certificate.chain"),
                lines(
                        certificate.certificateFile(),
                        certificate.privateKeyFile(),
                        "AdvertisedAddress=192.0.2.7,a.example"));
    }

    @Test
    void shouldNameAnExpiredOneAndOneThatSoonIs() throws IOException {
        ServerCertificate expired = made("expired", DoctorWords.NOW.minus(Duration.ofDays(900)));
        assertEquals(
                "FAIL certificate",
                lines(expired.certificateFile(), expired.privateKeyFile()).get(0));

        ServerCertificate soon = made("soon", DoctorWords.NOW.minus(Duration.ofDays(820)));
        assertEquals(
                "WARN certificate",
                lines(soon.certificateFile(), soon.privateKeyFile()).get(0));

        ServerCertificate future = made("future", DoctorWords.NOW.plus(Duration.ofDays(30)));
        assertEquals(
                "FAIL certificate",
                lines(future.certificateFile(), future.privateKeyFile()).get(0));
    }

    @Test
    void shouldNameAnothersKeyAndMissingNames() throws IOException {
        ServerCertificate other = made("other", DoctorWords.NOW.minus(Duration.ofDays(1)));
        assertEquals(
                List.of("OK certificate", "FAIL certificate.key", "WARN certificate.names", "WARN certificate.chain"),
                lines(certificate.certificateFile(), other.privateKeyFile(), "AdvertisedAddress=198.51.100.1"));
    }

    @Test
    void shouldNameAFileThatIsNoCertificateAndAChainInDisorder() throws IOException {
        Path text = Files.writeString(home.resolve("text.pem"), "no certificate");
        assertEquals(List.of("FAIL certificate"), lines(text, certificate.privateKeyFile()));
        assertEquals(List.of("FAIL certificate"), lines(home.resolve("absent.pem"), certificate.privateKeyFile()));
    }

    @Test
    void shouldSayThatTheServerMakesItsOwn() {
        assertEquals(List.of("OK certificate"), DoctorWords.lines(new CertificateExam(), DoctorWords.patient(home)));
    }

    @Test
    void shouldKnowWhichNamesACertificateCovers() {
        assertTrue(CertificateExam.covers("*.example.org", "a.example.org"));
        assertFalse(CertificateExam.covers("*.example.org", "a.b.example.org"));
        assertFalse(CertificateExam.covers("*.example.org", "example.org"));
        assertTrue(CertificateExam.covers("A.example.org", "a.example.org"));
        assertTrue(CertificateExam.covers("2001:db8:0:0:0:0:0:1", "2001:db8::1"));
        assertFalse(CertificateExam.covers("192.0.2.1", "192.0.2.2"));
    }
}
