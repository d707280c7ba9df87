package org.anychat.webrtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A self-signed ECDSA P-256 certificate and its private key. A peer trusts it by the fingerprint in the SDP alone, so
 * one certificate may serve every peer of a process. Immutable.
 */
public final class DtlsCertificate {
    /** Peers check the fingerprint, not the dates; a clock that is off does no harm within a day. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final String SIGNATURE_ALGORITHM = "SHA256withECDSA";

    private final AsymmetricKeyParameter privateKey;
    private final byte[] der;
    private final DtlsFingerprint fingerprint;
    private volatile Certificate chain;

    private DtlsCertificate(AsymmetricKeyParameter privateKey, byte[] der) {
        this.privateKey = privateKey;
        this.der = der;
        this.fingerprint = DtlsFingerprint.of("sha-256", der);
    }

    /**
     * Makes a key pair and a certificate with a random name, valid for a year. Takes some milliseconds.
     *
     * @param now the time of day; the validity begins a day earlier
     * @param random source of the key, the name and the serial number
     * @return the certificate
     */
    public static DtlsCertificate generate(Instant now, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(
                new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return new DtlsCertificate(pair.getPrivate(), selfSigned(pair, now, random));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a P-256 certificate", e);
        }
    }

    /**
     * What goes into the SDP.
     *
     * @return the sha-256 fingerprint, upper-case with colons
     */
    public DtlsFingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * The certificate as it is sent.
     *
     * @return a copy of the DER encoding
     */
    public byte[] der() {
        return der.clone();
    }

    /** As the protocol library wants it, which keeps it with each association: one for all. */
    Certificate chain(BcTlsCrypto crypto) throws IOException {
        Certificate known = chain;
        if (known == null) {
            known = new Certificate(new TlsCertificate[] {crypto.createCertificate(der)});
            chain = known;
        }
        return known;
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    /** Shows the fingerprint, never the key. */
    @Override
    public String toString() {
        return "DtlsCertificate[" + fingerprint + "]";
    }

    private static byte[] selfSigned(AsymmetricCipherKeyPair pair, Instant now, SecureRandom random)
            throws IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=" + Long.toHexString(random.nextLong()));
        SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                new BigInteger(63, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(VALIDITY)),
                name,
                publicKey);
        AlgorithmIdentifier signature = new DefaultSignatureAlgorithmIdentifierFinder().find(SIGNATURE_ALGORITHM);
        AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        BcECContentSignerBuilder signer = new BcECContentSignerBuilder(signature, digest);
        signer.setSecureRandom(random);
        return builder.build(signer.build(pair.getPrivate())).getEncoded();
    }
}
