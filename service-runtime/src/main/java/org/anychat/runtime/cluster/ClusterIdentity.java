package org.anychat.runtime.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the cluster's secret gives each process: the name of the cluster, and certificates by which its members know each
 * other. The secret is stretched by HKDF (RFC 5869) to the key of an authority that exists in no file; each process
 * issues itself a certificate of it.
 */
final class ClusterIdentity {
    private static final String CURVE = "secp256r1";
    private static final X500Name AUTHORITY = new X500Name("CN=AnyChat cluster");
    /** Clocks of machines differ; who is trusted is decided by the key alone. */
    private static final Duration BACKDATED = Duration.ofDays(3650);

    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 120;
    /** More than the order of the curve, so that the remainder is evenly spread. */
    private static final int SCALAR_BYTES = 48;

    private static final int NAME_BYTES = 8;

    private final byte[] secret;
    private final SecureRandom random;

    ClusterIdentity(String secret, SecureRandom random) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    /** The same for all who know the secret, and telling nothing of it. */
    String clusterName() {
        return "anychat-" + HexFormat.of().formatHex(derived("name", NAME_BYTES));
    }

    /**
     * The certificate of this process and whom it trusts.
     *
     * @param own the process's certificate and key
     * @param trusted the authority
     */
    record Credentials(PemKeyCertOptions own, PemTrustOptions trusted) {}

    Credentials credentials(Instant now) {
        try {
            KeyPair authority = authority();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair process = generator.generateKeyPair();
            X500Name name = new X500Name("CN=AnyChat cluster member");
            String root = pem(certificate(AUTHORITY, authority.getPublic(), authority.getPrivate(), true, now));
            String leaf = pem(certificate(name, process.getPublic(), authority.getPrivate(), false, now));
            return new Credentials(
                    new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(leaf))
                            .addKeyValue(Buffer.buffer(pemOf(process.getPrivate()))),
                    new PemTrustOptions().addCertValue(Buffer.buffer(root)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate for the cluster's bus", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] derived(String purpose, int bytes) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA512Digest());
        generator.init(
                new HKDFParameters(secret, null, ("anychat cluster " + purpose).getBytes(StandardCharsets.US_ASCII)));
        byte[] derived = new byte[bytes];
        generator.generateBytes(derived, 0, bytes);
        return derived;
    }

    private KeyPair authority() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        ECParameterSpec curve = ((ECPublicKey) generator.generateKeyPair().getPublic()).getParams();
        BigInteger scalar = new BigInteger(1, derived("authority", SCALAR_BYTES))
                .mod(curve.getOrder().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        org.bouncycastle.math.ec.ECPoint point = ECNamedCurveTable.getParameterSpec(CURVE)
                .getG()
                .multiply(scalar)
                .normalize();
        ECPoint affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(affine, curve)),
                factory.generatePrivate(new ECPrivateKeySpec(scalar, curve)));
    }

    private X509CertificateHolder certificate(
            X500Name subject, PublicKey key, PrivateKey authority, boolean isAuthority, Instant now)
            throws IOException, OperatorCreationException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(LIFETIME)),
                subject,
                key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(isAuthority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                .setSecureRandom(random)
                .build(authority));
    }

    private static String pem(Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }

    private static String pemOf(PrivateKey key) throws IOException {
        return pem(new org.bouncycastle.util.io.pem.PemObject("PRIVATE KEY", key.getEncoded()));
    }
}
