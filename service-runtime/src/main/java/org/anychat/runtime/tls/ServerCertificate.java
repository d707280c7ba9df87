package org.anychat.runtime.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.anychat.runtime.config.AtomicFiles;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.NetworkConfig.TlsFiles;

/**
 * The server's TLS certificate in two PEM files, as a TLS endpoint wants them.
 *
 * @param certificateFile the certificate, its chain after it
 * @param privateKeyFile the private key
 * @param fingerprint SHA-256 over the certificate, upper-case hex with colons
 * @param notAfter when it expires
 * @param created whether it has just been made
 */
public record ServerCertificate(
        Path certificateFile, Path privateKeyFile, String fingerprint, Instant notAfter, boolean created) {
    /** The name of the certificate's file that the server makes. */
    public static final String CERTIFICATE_NAME = "AnyChatCoreServer.crt";
    /** The name of the key's file that the server makes. */
    public static final String PRIVATE_KEY_NAME = "AnyChatCoreServer.key";

    /**
     * Checks a certificate that the administrator has configured. Blocks on the file system.
     *
     * @param files the two files
     * @param now the time
     * @return the certificate
     * @throws ConfigException where a file cannot be read, the key is another's, the certificate has expired, or its chain is not in order
     */
    public static ServerCertificate configured(TlsFiles files, Instant now) {
        try {
            List<X509Certificate> chain = PemFiles.certificates(files.certificate());
            X509Certificate certificate = chain.get(0);
            PrivateKey key = PemFiles.privateKey(files.privateKey());
            if (!SelfSigned.belongTogether(certificate, key)) {
                throw new ConfigException(files.privateKey() + " is not the key of " + files.certificate()
                        + ". Correct TLSPrivateKeyFile or TLSCertificateFile.");
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                throw new ConfigException(files.certificate() + " has expired on "
                        + certificate.getNotAfter().toInstant() + ". Renew it, or empty TLSCertificateFile.");
            }
            requireOrder(files, chain);
            return of(files, certificate, false);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException("The TLS certificate " + files.certificate() + " with the key "
                    + files.privateKey() + " cannot be used (" + e.getMessage()
                    + "). Both are PEM files, the key not encrypted.");
        }
    }

    /** Clients that build no path of their own refuse another one. */
    private static void requireOrder(TlsFiles files, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new ConfigException(files.certificate() + ": certificate " + (i + 1) + " ("
                        + chain.get(i).getSubjectX500Principal() + ") is not who issued certificate " + i + " ("
                        + chain.get(i - 1).getIssuerX500Principal()
                        + "). Put the server's own first, each followed by its issuer's.");
            }
        }
    }

    /**
     * Takes the self-signed certificate of a directory, or makes one: ECDSA on P-256, for 825 days. It is made anew
     * where the files are missing or damaged, it has expired, or lacks one of the names. Blocks on the file system.
     *
     * @param directory where the two files are, beside the ini
     * @param names host names and IP addresses that clients use; {@code localhost}, {@code 127.0.0.1} and {@code ::1}
     *     are added
     * @param now the time
     * @param random where a new key comes from
     * @return the certificate
     * @throws ConfigException where the files cannot be written
     */
    public static ServerCertificate selfSigned(Path directory, List<String> names, Instant now, SecureRandom random) {
        TlsFiles files = new TlsFiles(directory.resolve(CERTIFICATE_NAME), directory.resolve(PRIVATE_KEY_NAME));
        SelfSigned wanted = new SelfSigned(names);
        try {
            X509Certificate certificate = PemFiles.certificate(files.certificate());
            if (wanted.accepts(certificate, PemFiles.privateKey(files.privateKey()), now)) {
                return of(files, certificate, false);
            }
        } catch (IOException | GeneralSecurityException e) {
            // Missing or damaged: there is nothing to lose in a certificate that nobody signed.
            return make(files, wanted, now, random);
        }
        return make(files, wanted, now, random);
    }

    private static ServerCertificate make(TlsFiles files, SelfSigned wanted, Instant now, SecureRandom random) {
        try {
            SelfSigned.Pair pair = wanted.make(now, random);
            // The key first: a crash in between leaves a pair that does not match, and is made anew.
            AtomicFiles.write(
                    files.privateKey(), PemFiles.pem("PRIVATE KEY", pair.key().getEncoded()));
            AtomicFiles.write(
                    files.certificate(),
                    PemFiles.pem("CERTIFICATE", pair.certificate().getEncoded()));
            return of(files, pair.certificate(), true);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException("The TLS certificate " + files.certificate() + " cannot be written (" + e
                    + "). Make the directory writable, or set TLSCertificateFile and TLSPrivateKeyFile.");
        }
    }

    private static ServerCertificate of(TlsFiles files, X509Certificate certificate, boolean created)
            throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return new ServerCertificate(
                files.certificate(),
                files.privateKey(),
                HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT),
                certificate.getNotAfter().toInstant(),
                created);
    }
}
