package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with the certificates and keys that administrators have. */
class ServerTlsTest {
    private static final int EC_BITS = 256;
    private static final X500Name AUTHORITY = new X500Name("CN=Authority");
    private static final X500Name INTERMEDIATE = new X500Name("CN=Intermediate");
    private static final X500Name SERVER = new X500Name("CN=Server");

    @TempDir
    Path folder;

    private static KeyPair keys(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(X500Name issuer, PrivateKey by, X500Name subject, KeyPair keys)
            throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(30))),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(!subject.equals(SERVER)));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        String signature = by.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(by)));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\r\n" + Base64.getMimeEncoder().encodeToString(der) + "\r\n-----END "
                + label + "-----\r\n";
    }

    /** As OpenSSL wrote keys before PKCS#8 (PKCS#1, SEC 1 with the curve), or with it. */
    private static String pem(PrivateKey key, String label) throws Exception {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        ASN1Encodable written =
                switch (label) {
                    case "RSA PRIVATE KEY" -> info.parsePrivateKey();
                    case "EC PRIVATE KEY" ->
                        new ECPrivateKey(
                                EC_BITS,
                                ((java.security.interfaces.ECPrivateKey) key).getS(),
                                info.getPrivateKeyAlgorithm().getParameters());
                    default -> info;
                };
        return pem(label, written.toASN1Primitive().getEncoded());
    }

    /** Beside what is asked for, a file may have more, and remarks in any language. */
    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RSA PRIVATE KEY, TLSv1.2",
        "RSA, 2048, PRIVATE KEY, TLSv1.3",
        "EC, 256, EC PRIVATE KEY, TLSv1.3",
        "EC, 384, PRIVATE KEY, TLSv1.2"
    })
    void shouldShakeHandsWithTheWholeChain(String algorithm, int bits, String label, String protocol) throws Exception {
        KeyPair authority = keys("EC", 256);
        KeyPair intermediate = keys("EC", 256);
        KeyPair server = keys(algorithm, bits);
        X509Certificate root = certificate(AUTHORITY, authority.getPrivate(), AUTHORITY, authority);
        Path certificateFile = folder.resolve("server.crt");
        Path keyFile = folder.resolve("server.key");
        Files.writeString(
                certificateFile,
                "# \u4e2d\u95f4\u8bc1\u4e66 M\u00fcller\n"
                        + pem("DH PARAMETERS", new byte[] {0x30, 0})
                        + pem(
                                "CERTIFICATE",
                                certificate(INTERMEDIATE, intermediate.getPrivate(), SERVER, server)
                                        .getEncoded())
                        + pem(
                                "CERTIFICATE",
                                certificate(AUTHORITY, authority.getPrivate(), INTERMEDIATE, intermediate)
                                        .getEncoded()));
        Files.writeString(keyFile, pem("EC PARAMETERS", new byte[] {6, 1, 0}) + pem(server.getPrivate(), label));

        SslContext client = SslContextBuilder.forClient()
                .trustManager(root)
                .protocols(protocol)
                .build();
        SslHandler calls = client.newHandler(ByteBufAllocator.DEFAULT, "localhost", 1);
        SslHandler answers = ServerTls.of(certificateFile, keyFile).newHandler(ByteBufAllocator.DEFAULT);
        shakeHands(calls, answers);

        assertTrue(
                calls.handshakeFuture().isSuccess(),
                () -> "" + calls.handshakeFuture().cause());
        assertTrue(
                answers.handshakeFuture().isSuccess(),
                () -> "" + answers.handshakeFuture().cause());
        assertEquals(protocol, answers.engine().getSession().getProtocol());
        assertEquals(2, calls.engine().getSession().getPeerCertificates().length);
    }

    private static void shakeHands(SslHandler calls, SslHandler answers) {
        EmbeddedChannel caller = new EmbeddedChannel(calls);
        EmbeddedChannel answerer = new EmbeddedChannel(answers);
        int moved = 1;
        while (moved > 0) {
            moved = move(caller, answerer) + move(answerer, caller);
        }
        caller.finishAndReleaseAll();
        answerer.finishAndReleaseAll();
    }

    private static int move(EmbeddedChannel from, EmbeddedChannel to) {
        int moved = 0;
        for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            to.writeInbound(bytes);
            moved++;
        }
        return moved;
    }
}
