package org.anychat.runtime.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** A self-signed certificate for a set of names (RFC 5280). */
final class SelfSigned {
    /** As long as clients accept of any certificate that a person has trusted. */
    private static final Duration LIFETIME = Duration.ofDays(825);
    /** Clients' clocks may be behind. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final X500Name SUBJECT = new X500Name("CN=AnyChat core server");
    private static final int SERIAL_BITS = 120;

    private final Set<GeneralName> names;

    /** Names that are neither a host name nor an IP address are left out. */
    SelfSigned(List<String> names) {
        this.names = Stream.concat(Stream.of("localhost", "127.0.0.1", "::1"), names.stream())
                .map(SelfSigned::generalName)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    record Pair(X509Certificate certificate, PrivateKey key) {}

    private static Optional<GeneralName> generalName(String name) {
        try {
            int kind = IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName;
            return Optional.of(new GeneralName(kind, name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a pair is fit for use still. */
    boolean accepts(X509Certificate certificate, PrivateKey key, Instant now) throws GeneralSecurityException {
        return belongTogether(certificate, key)
                && now.isBefore(certificate.getNotAfter().toInstant())
                && namesOf(certificate).containsAll(names);
    }

    private static Set<GeneralName> namesOf(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null
                ? Set.of()
                : alternatives.stream()
                        .map(name -> generalName(name.get(1).toString()))
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
    }

    static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] probe = certificate.getEncoded();
        Signature signature = Signature.getInstance(signatureOf(key));
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        return signature.verify(signed);
    }

    private static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }

    Pair make(Instant now, SecureRandom random) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                SUBJECT,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(LIFETIME)),
                SUBJECT,
                pair.getPublic());
        extend(builder);
        return new Pair(signed(builder, pair.getPrivate(), random), pair.getPrivate());
    }

    private void extend(X509v3CertificateBuilder builder) throws IOException {
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
