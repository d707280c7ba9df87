package org.anychat.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/** Whether the link is encrypted, and which certificate of the server is good enough. */
public final class TlsTrust {
    private static final TlsTrust PLAIN_TEXT = new TlsTrust(false, null);
    private static final TlsTrust SYSTEM = new TlsTrust(true, null);

    private final boolean encrypted;
    private final X509TrustManager trustManager;

    private TlsTrust(boolean encrypted, X509TrustManager trustManager) {
        this.encrypted = encrypted;
        this.trustManager = trustManager;
    }

    /**
     * No TLS. Servers take it from their own machine, and from elsewhere only with {@code TCPSecurity=optional}.
     *
     * @return plain TCP.
     */
    public static TlsTrust plainText() {
        return PLAIN_TEXT;
    }

    /**
     * TLS with a certificate for the server's name that the Java installation trusts.
     *
     * @return the system's trust.
     */
    public static TlsTrust system() {
        return SYSTEM;
    }

    /**
     * TLS with exactly one certificate, such as the one that a server makes for itself on its first start. Its names and dates do not matter.
     *
     * @param sha256 fingerprint of the certificate: 32 bytes in hex, with or without colons, in any case.
     * @return trust in that certificate alone.
     * @throws IllegalArgumentException if that is not such a fingerprint.
     */
    public static TlsTrust pinned(String sha256) {
        String hex = sha256.replace(":", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Not a SHA-256 fingerprint in hex: " + sha256);
        }
        return new TlsTrust(true, new FingerprintTrust(hex));
    }

    /**
     * TLS with exactly one certificate.
     *
     * @param certificate the server's.
     * @return trust in that certificate alone.
     */
    public static TlsTrust pinned(X509Certificate certificate) {
        try {
            return pinned(FingerprintTrust.sha256(certificate));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("The certificate cannot be encoded", e);
        }
    }

    /**
     * TLS with any certificate: safe from listeners, not from someone in between. For tests.
     *
     * @return trust in everybody.
     */
    public static TlsTrust trustAll() {
        return new TlsTrust(true, new FingerprintTrust(null));
    }

    boolean encrypted() {
        return encrypted;
    }

    SslContext sslContext() throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (trustManager != null) {
            // The pinned certificate is the identity: a self-made one need not carry the name that was dialled.
            builder.trustManager(trustManager).endpointIdentificationAlgorithm(null);
        }
        return builder.build();
    }
}
