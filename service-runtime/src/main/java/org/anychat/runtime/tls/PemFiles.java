package org.anychat.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys in PEM files (RFC 7468), by the providers that Java has. Any thread; they block on the file system. */
public final class PemFiles {
    private static final int LINE_CHARS = 64;
    private static final long MAX_BYTES = 1024 * 1024;

    private PemFiles() {}

    /**
     * Reads a certificate and its chain.
     *
     * @param file up to 1 MiB
     * @return one at least, in the file's order
     * @throws IOException where the file cannot be read or is larger
     * @throws CertificateException where it holds none
     */
    public static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (Reader reader = Files.newBufferedReader(bounded(file), StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                // Some keep the key in the same file.
                if (block instanceof X509CertificateHolder holder) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(file + " holds no certificate");
        }
        return certificates;
    }

    /** The first certificate of a file. */
    static X509Certificate certificate(Path file) throws IOException, CertificateException {
        byte[] bytes = Files.readAllBytes(bounded(file));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    /**
     * Reads a private key: PKCS#8, or what OpenSSL wrote before it (PKCS#1, SEC 1).
     *
     * @param file up to 1 MiB
     * @return the first key of the file
     * @throws IOException where the file cannot be read or is larger
     * @throws GeneralSecurityException where it holds none, or only an encrypted one
     */
    public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        try (Reader reader = Files.newBufferedReader(bounded(file), StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (block instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                }
            }
            throw new GeneralSecurityException(file + " holds no private key that is not encrypted");
        } catch (PEMException e) {
            throw new GeneralSecurityException(e);
        }
    }

    static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static Path bounded(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too large for a PEM file");
        }
        return file;
    }
}
