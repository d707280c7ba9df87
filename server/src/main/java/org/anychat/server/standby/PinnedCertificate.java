package org.anychat.server.standby;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.X509TrustManager;

/** Trusts one certificate, whoever signed it. */
final class PinnedCertificate implements X509TrustManager {
    private final String sha256;

    /** Lower-case hex. */
    PinnedCertificate(String sha256) {
        this.sha256 = sha256;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
            if (!sha256.equals(HexFormat.of().formatHex(hash))) {
                throw new CertificateException("the master shows another certificate than it said");
            }
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
