package org.anychat.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.NetworkConfig.TlsFiles;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> NAMES = List.of("av.example.org", "203.0.113.5", "2001:db8::1", "not a name");

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    private ServerCertificate load(List<String> names, Instant now) {
        return ServerCertificate.selfSigned(directory, names, now, random);
    }

    @Test
    void shouldMakeACertificateForAllNames() throws Exception {
        ServerCertificate made = load(NAMES, NOW);
        X509Certificate certificate = PemFiles.certificate(made.certificateFile());
        assertTrue(made.created());
        assertEquals(
                256,
                ((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize());
        certificate.verify(certificate.getPublicKey());
        assertEquals(
                List.of(
                        "localhost",
                        "127.0.0.1",
                        "0:0:0:0:0:0:0:1",
                        "av.example.org",
                        "203.0.113.5",
                        "2001:db8:0:0:0:0:0:1"),
                certificate.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString())
                        .filter(name -> !name.equals("not a name"))
                        .collect(Collectors.toList()));
        assertEquals(NOW.plus(Duration.ofDays(825)), made.notAfter());
        assertTrue(made.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), made.fingerprint());
    }

    @Test
    void shouldReadAChainFromAFileThatHasTheKeyAndRemarksToo() throws Exception {
        ServerCertificate leaf = load(NAMES, NOW);
        ServerCertificate issuer = ServerCertificate.selfSigned(
                Files.createDirectory(directory.resolve("issuer")), List.of("issuer.example.org"), NOW, random);
        Path all = directory.resolve("all.pem");
        Files.writeString(
                all,
                "Bag Attributes\n" + Files.readString(leaf.certificateFile())
                        + Files.readString(leaf.privateKeyFile()) + "an issuer\n"
                        + Files.readString(issuer.certificateFile()));
        List<X509Certificate> chain = PemFiles.certificates(all);
        assertEquals(
                List.of(PemFiles.certificate(leaf.certificateFile()), PemFiles.certificate(issuer.certificateFile())),
                chain);
        assertEquals(PemFiles.privateKey(leaf.privateKeyFile()), PemFiles.privateKey(all));
        assertThrows(CertificateException.class, () -> PemFiles.certificates(leaf.privateKeyFile()));
    }

    @Test
    void shouldLetOnlyTheOwnerReadTheKey() throws Exception {
        Path key = load(NAMES, NOW).privateKeyFile();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }

    @Test
    void shouldKeepTheCertificateOnTheNextStart() {
        ServerCertificate first = load(NAMES, NOW);
        ServerCertificate second = load(NAMES, NOW.plus(Duration.ofDays(824)));
        assertEquals(first.fingerprint(), second.fingerprint());
        assertFalse(second.created());
    }

    @Test
    void shouldRenewAnExpiredCertificate() {
        ServerCertificate first = load(NAMES, NOW);
        ServerCertificate second = load(NAMES, NOW.plus(Duration.ofDays(826)));
        assertNotEquals(first.fingerprint(), second.fingerprint());
        assertTrue(second.created());
    }

    @Test
    void shouldMakeItAnewForANewName() {
        ServerCertificate first = load(NAMES, NOW);
        assertNotEquals(first.fingerprint(), load(List.of("198.51.100.7"), NOW).fingerprint());
    }

    @Test
    void shouldMakeItAnewWhereTheFilesAreDamagedOrDoNotMatch() throws Exception {
        ServerCertificate first = load(NAMES, NOW);
        String otherKey = Files.readString(first.privateKeyFile());
        Files.writeString(first.certificateFile(), "no certificate");
        ServerCertificate second = load(NAMES, NOW);
        Files.writeString(second.privateKeyFile(), otherKey);
        ServerCertificate third = load(NAMES, NOW);
        assertTrue(second.created());
        assertTrue(third.created());
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThere() {
        Path nowhere = directory.resolve("missing");
        ConfigException refusal =
                assertThrows(ConfigException.class, () -> ServerCertificate.selfSigned(nowhere, NAMES, NOW, random));
        assertTrue(refusal.getMessage().contains(nowhere.toString()), refusal.getMessage());
    }

    @Test
    void shouldTakeAConfiguredCertificate() {
        ServerCertificate made = load(NAMES, NOW);
        TlsFiles files = new TlsFiles(made.certificateFile(), made.privateKeyFile());
        assertEquals(
                made.fingerprint(), ServerCertificate.configured(files, NOW).fingerprint());
    }

    private static X509Certificate ofSomebodyElse() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Somebody else");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW),
                                Date.from(NOW.plus(Duration.ofDays(1))),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    @Test
    void shouldRefuseAChainThatIsNotInOrder() throws Exception {
        ServerCertificate made = load(NAMES, NOW);
        Path chain = directory.resolve("chain.pem");
        X509Certificate other = ofSomebodyElse();
        Files.writeString(
                chain, Files.readString(made.certificateFile()) + PemFiles.pem("CERTIFICATE", other.getEncoded()));
        TlsFiles files = new TlsFiles(chain, made.privateKeyFile());
        ConfigException refusal = assertThrows(ConfigException.class, () -> ServerCertificate.configured(files, NOW));
        assertTrue(refusal.getMessage().contains("certificate 2"), refusal.getMessage());
    }

    @Test
    void shouldRefuseAConfiguredCertificateThatIsExpiredMissingOrOfAnotherKey() throws Exception {
        ServerCertificate made = load(NAMES, NOW);
        TlsFiles files = new TlsFiles(made.certificateFile(), made.privateKeyFile());
        TlsFiles missing = new TlsFiles(directory.resolve("no.crt"), made.privateKeyFile());
        Path otherDirectory = Files.createDirectory(directory.resolve("other"));
        ServerCertificate other = ServerCertificate.selfSigned(otherDirectory, NAMES, NOW, random);
        TlsFiles mixed = new TlsFiles(made.certificateFile(), other.privateKeyFile());
        Instant tooLate = NOW.plus(Duration.ofDays(826));
        assertThrows(ConfigException.class, () -> ServerCertificate.configured(files, tooLate));
        assertThrows(ConfigException.class, () -> ServerCertificate.configured(missing, NOW));
        assertThrows(ConfigException.class, () -> ServerCertificate.configured(mixed, NOW));
    }
}
