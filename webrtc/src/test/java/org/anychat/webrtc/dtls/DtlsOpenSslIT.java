package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against OpenSSL over real UDP sockets on loopback, in both roles. */
class DtlsOpenSslIT {
    private static final int EXPORTED_BYTES = 88;
    private static final List<String> EXPORT =
            List.of("-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", Integer.toString(EXPORTED_BYTES));

    @TempDir
    static Path directory;

    private static Path key;
    private static Path certificate;
    private static byte[] certificateDer;

    private final DtlsWorkers workers = new DtlsWorkers(Peer.RANDOM);

    @BeforeAll
    static void makeCertificate() throws Exception {
        key = directory.resolve("key.pem");
        certificate = directory.resolve("certificate.pem");
        OpenSsl.makeCertificate(key, certificate, List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        certificateDer = der(certificate);
    }

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeOnKeysWithAnOpenSslServer(SrtpProfile profile) throws Exception {
        try (OpenSsl server = OpenSsl.run(serverArguments(profile));
                UdpLink link = new UdpLink()) {
            link.connect(portOf(server.awaitAfter("ACCEPT ")));
            Peer client = new Peer(workers, DtlsRole.CLIENT);
            connect(client, link, DtlsFingerprint.of("sha-256", certificateDer));

            assertSameKeys(profile, server, material(Peer.await(client.keys), true));
            client.transport.close();
            server.awaitAfter("CONNECTION CLOSED");
        }
    }

    /** FFmpeg is such a server: it lets everybody be the relay. */
    @Test
    void shouldAgreeOnKeysWithAServerThatWantsNoCertificate() throws Exception {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        List<String> arguments = new ArrayList<>(serverArguments(profile));
        arguments.removeAll(List.of("-Verify", "1"));
        arguments.removeAll(List.of("-naccept"));
        try (OpenSsl server = OpenSsl.run(arguments);
                UdpLink link = new UdpLink()) {
            link.connect(portOf(server.awaitAfter("ACCEPT ")));
            Peer client = new Peer(workers, DtlsRole.CLIENT);
            connect(client, link, DtlsFingerprint.of("sha-256", certificateDer));

            assertSameKeys(profile, server, material(Peer.await(client.keys), true));
            client.transport.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeOnKeysWithAnOpenSslClient(SrtpProfile profile) throws Exception {
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, DtlsFingerprint.of("sha-256", certificateDer));
            try (OpenSsl client = OpenSsl.run(clientArguments(link, offering(profile)))) {
                assertSameKeys(profile, client, material(Peer.await(server.keys), false));
                client.endInput();
                Peer.await(server.closed);
            }
        }
    }

    @Test
    void shouldPreferTheCheaperGcmWhateverTheClientPrefers() throws Exception {
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, DtlsFingerprint.of("sha-256", certificateDer));
            List<String> offer =
                    List.of("-use_srtp", "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM");
            try (OpenSsl client = OpenSsl.run(clientArguments(link, offer))) {
                assertEquals(
                        SrtpProfile.AEAD_AES_128_GCM, Peer.await(server.keys).profile());
                assertEquals("SRTP_AEAD_AES_128_GCM", client.awaitAfter("negotiated, profile="));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sha-384", "sha-512"})
    void shouldAcceptLongerFingerprints(String algorithm) throws Exception {
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, DtlsFingerprint.of(algorithm, certificateDer));
            try (OpenSsl client = OpenSsl.run(clientArguments(link, offering(SrtpProfile.AEAD_AES_128_GCM)))) {
                Peer.await(server.keys);
                client.awaitAfter("Extended master secret: yes");
            }
        }
    }

    @Test
    void shouldAcceptAClientWithAnRsaCertificateInSmallFragments() throws Exception {
        Path rsaKey = directory.resolve("rsa-key.pem");
        Path rsaCertificate = directory.resolve("rsa-certificate.pem");
        OpenSsl.makeCertificate(rsaKey, rsaCertificate, List.of("-newkey", "rsa:2048"));
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, DtlsFingerprint.of("sha-256", der(rsaCertificate)));
            List<String> arguments = new ArrayList<>(anonymousClient(link, offering(SrtpProfile.AEAD_AES_128_GCM)));
            arguments.addAll(List.of("-cert", rsaCertificate.toString(), "-key", rsaKey.toString(), "-mtu", "256"));
            try (OpenSsl client = OpenSsl.run(arguments)) {
                Peer.await(server.keys);
                client.awaitAfter("Keying material: ");
            }
        }
    }

    @Test
    void shouldRefuseACertificateWithAnotherFingerprint() throws Exception {
        byte[] another = DtlsCertificate.generate(Peer.NOW, Peer.RANDOM).der();
        assertRefused(
                DtlsFingerprint.of("sha-256", another),
                offering(SrtpProfile.AEAD_AES_128_GCM),
                true,
                "the peer's certificate does not match the announced fingerprint");
    }

    @Test
    void shouldRefuseAClientWithoutACertificate() throws Exception {
        assertRefused(
                DtlsFingerprint.of("sha-256", certificateDer),
                offering(SrtpProfile.AEAD_AES_128_GCM),
                false,
                "the peer presented no certificate");
    }

    @Test
    void shouldRefuseAClientWithoutSrtp() throws Exception {
        assertRefused(DtlsFingerprint.of("sha-256", certificateDer), List.of(), true, "no SRTP profile in common");
    }

    @Test
    void shouldRefuseAClientWithForeignProfilesOnly() throws Exception {
        assertRefused(
                DtlsFingerprint.of("sha-256", certificateDer),
                List.of("-use_srtp", "SRTP_AES128_CM_SHA1_32"),
                true,
                "no SRTP profile in common");
    }

    @Test
    void shouldRefuseDtls10() throws Exception {
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, DtlsFingerprint.of("sha-256", certificateDer));
            List<String> arguments = new ArrayList<>(clientArguments(link, offering(SrtpProfile.AEAD_AES_128_GCM)));
            arguments.remove("-dtls1_2");
            arguments.addAll(List.of("-dtls1", "-cipher", "ALL:@SECLEVEL=0"));
            try (OpenSsl client = OpenSsl.run(arguments)) {
                assertEquals("handshake error: protocol_version(70)", Peer.await(server.failure));
                client.awaitAfter("alert");
            }
        }
    }

    private void assertRefused(DtlsFingerprint fingerprint, List<String> offer, boolean certified, String reason)
            throws Exception {
        try (UdpLink link = new UdpLink()) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            connect(server, link, fingerprint);
            try (OpenSsl client =
                    OpenSsl.run(certified ? clientArguments(link, offer) : anonymousClient(link, offer))) {
                assertEquals(reason, Peer.await(server.failure));
                client.awaitAfter("alert");
            }
        }
    }

    private static void connect(Peer peer, UdpLink link, DtlsFingerprint fingerprint) {
        peer.sendsTo(link);
        link.deliverTo(peer.transport);
        peer.transport.start(List.of(fingerprint));
    }

    private static List<String> offering(SrtpProfile profile) {
        return List.of("-use_srtp", openSslName(profile));
    }

    private static String openSslName(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> "SRTP_AEAD_AES_128_GCM";
            case AEAD_AES_256_GCM -> "SRTP_AEAD_AES_256_GCM";
            case AES128_CM_HMAC_SHA1_80 -> "SRTP_AES128_CM_SHA1_80";
        };
    }

    private static List<String> serverArguments(SrtpProfile profile) {
        List<String> arguments = new ArrayList<>(List.of("s_server", "-dtls1_2", "-accept", "127.0.0.1:0"));
        arguments.addAll(
                List.of("-cert", certificate.toString(), "-key", key.toString(), "-Verify", "1", "-naccept", "1"));
        arguments.addAll(offering(profile));
        arguments.addAll(EXPORT);
        return arguments;
    }

    private static List<String> clientArguments(UdpLink link, List<String> offer) {
        List<String> arguments = new ArrayList<>(anonymousClient(link, offer));
        arguments.addAll(List.of("-cert", certificate.toString(), "-key", key.toString()));
        return arguments;
    }

    private static List<String> anonymousClient(UdpLink link, List<String> offer) {
        List<String> arguments =
                new ArrayList<>(List.of("s_client", "-dtls1_2", "-connect", "127.0.0.1:" + link.port()));
        arguments.addAll(offer);
        arguments.addAll(EXPORT);
        return arguments;
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static void assertSameKeys(SrtpProfile profile, OpenSsl other, String ours) throws InterruptedException {
        assertEquals(openSslName(profile), other.awaitAfter("negotiated, profile="));
        String theirs = other.awaitAfter("Keying material: ").toLowerCase(Locale.ROOT);
        assertEquals(2 * EXPORTED_BYTES, theirs.length());
        // A shorter export is the beginning of a longer one.
        assertTrue(theirs.startsWith(ours), theirs + " does not begin with " + ours);
    }

    /** Puts the exported material together again: client key, server key, client salt, server salt. */
    private static String material(SrtpKeys keys, boolean client) {
        HexFormat hex = HexFormat.of();
        String local = hex.formatHex(keys.localKey());
        String remote = hex.formatHex(keys.remoteKey());
        String localSalt = hex.formatHex(keys.localSalt());
        String remoteSalt = hex.formatHex(keys.remoteSalt());
        return client ? local + remote + localSalt + remoteSalt : remote + local + remoteSalt + localSalt;
    }

    private static byte[] der(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
        }
    }
}
