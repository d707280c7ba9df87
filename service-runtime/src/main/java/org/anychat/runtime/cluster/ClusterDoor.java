package org.anychat.runtime.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.anychat.runtime.config.ClusterConfig;

/** Looks at the other processes of a cluster from the outside, without joining it. Blocks. */
public final class ClusterDoor {
    private static final int PATIENCE_MS = 3_000;

    private ClusterDoor() {}

    /** Whose door it is. */
    public enum Answer {
        /** A process with the same secret. */
        SAME_SECRET,
        /** A process with another one, or something else. */
        OTHER_SECRET,
        /** Nobody answers. */
        SHUT
    }

    /**
     * The addresses of an entry of {@code ClusterMembers}.
     *
     * @param member a host, or host and port
     * @param defaultPort where it has none
     * @return at least one
     * @throws UnknownHostException where the name has none
     */
    public static List<InetSocketAddress> addresses(String member, int defaultPort) throws UnknownHostException {
        ClusterConfig one = new ClusterConfig(Set.of(), List.of(member), "", "", defaultPort, 0, "");
        List<InetSocketAddress> found = new MemberAddresses(one).lookUp();
        if (found.isEmpty()) {
            throw new UnknownHostException(member);
        }
        return found;
    }

    /**
     * Sees whose certificate the event bus of a process shows: it is signed by a key that is made of the secret.
     *
     * @param config has the secret
     * @param bus address and {@code ClusterBusPort}
     * @return whose door it is
     */
    public static Answer knock(ClusterConfig config, InetSocketAddress bus) {
        ClusterIdentity identity = new ClusterIdentity(config.secret(), new SecureRandom());
        try (Socket plain = new Socket()) {
            plain.connect(bus, PATIENCE_MS);
            plain.setSoTimeout(PATIENCE_MS);
            return handshake(plain, bus, new Same(authority(identity)));
        } catch (IOException | GeneralSecurityException e) {
            return Answer.SHUT;
        }
    }

    private static X509Certificate authority(ClusterIdentity identity) throws CertificateException {
        byte[] pem = identity.credentials(Instant.now())
                .trusted()
                .getCertValues()
                .get(0)
                .getBytes();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static Answer handshake(Socket plain, InetSocketAddress bus, Same same) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {same}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, bus.getHostString(), bus.getPort(), false)) {
            socket.startHandshake();
        } catch (IOException e) {
            // It wants a certificate of ours, which this has not: by then it has shown its own.
            return same.answer;
        }
        return same.answer;
    }

    /** Remembers whether the certificate that was shown is of this cluster. */
    private static final class Same implements X509TrustManager {
        private final X509Certificate authority;
        private Answer answer = Answer.OTHER_SECRET;

        Same(X509Certificate authority) {
            this.authority = authority;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                chain[0].verify(authority.getPublicKey());
                answer = Answer.SAME_SECRET;
            } catch (GeneralSecurityException e) {
                throw new CertificateException("signed with another secret", e);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
