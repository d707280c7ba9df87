package org.anychat.license.ukey;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a key on a token: P-256, never to leave it, with a certificate, since Java finds keys by those. */
final class NewTokenKey {
    static final String ALIAS = "anychat-licence";

    private static final X500Name SUBJECT = new X500Name("CN=AnyChat licence UKey");
    /** Nobody looks at the certificate's days; it only carries the key. */
    private static final Duration LIFETIME = Duration.ofDays(36_500);

    private static final int SERIAL_BITS = 120;

    private NewTokenKey() {}

    /** Gives the public half: SubjectPublicKeyInfo. */
    static byte[] make(KeyStore token) {
        try {
            if (token.containsAlias(ALIAS)) {
                return token.getCertificate(ALIAS).getPublicKey().getEncoded();
            }
            Provider provider = token.getProvider();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            token.setKeyEntry(ALIAS, pair.getPrivate(), null, new Certificate[] {certificate(pair, provider)});
            return pair.getPublic().getEncoded();
        } catch (GeneralSecurityException | ProviderException | OperatorCreationException | IOException e) {
            throw new LicenseException(LicenseFault.UKEY_READ, "the token makes no key: " + e);
        }
    }

    private static X509Certificate certificate(KeyPair pair, Provider provider)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                SUBJECT,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(LIFETIME)),
                SUBJECT,
                pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(provider)
                        .build(pair.getPrivate())));
    }
}
