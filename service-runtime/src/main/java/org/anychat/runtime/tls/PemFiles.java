package org.anychat.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
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
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Certificates and keys in PEM files (RFC 7468), by the providers that Java has. Any thread; they block on the file system. */
public final class PemFiles {
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final Set<String> KEYS = Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");
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
        for (PemObject block : blocks(file)) {
            if (CERTIFICATES.contains(block.getType())) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.getContent())));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(file + " holds no certificate");
        }
        return certificates;
    }

    /** The first certificate of a file. */
    static X509Certificate certificate(Path file) throws IOException, CertificateException {
        return certificates(file).get(0);
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
        for (PemObject block : blocks(file)) {
            // Headers say how it is encrypted.
            if (KEYS.contains(block.getType()) && block.getHeaders().isEmpty()) {
                return privateKey(block);
            }
        }
        throw new GeneralSecurityException(file + " holds no private key that is not encrypted");
    }

    private static PrivateKey privateKey(PemObject block) throws IOException, GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(pem(block.getType(), block.getContent())))) {
            Object key = parser.readObject();
            // SEC 1 need not have the public half, which nobody needs here.
            PrivateKeyInfo info = key instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) key;
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (PEMException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** All that is in a file, whatever it is called: some keep parameters, requests and remarks in any language with it. */
    private static List<PemObject> blocks(Path file) throws IOException {
        List<PemObject> blocks = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(bounded(file), StandardCharsets.ISO_8859_1);
                PemReader pem = new PemReader(reader)) {
            for (PemObject block = pem.readPemObject(); block != null; block = pem.readPemObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (DecoderException | IllegalArgumentException e) {
            throw new IOException(file + " is no PEM file: " + e.getMessage(), e);
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
