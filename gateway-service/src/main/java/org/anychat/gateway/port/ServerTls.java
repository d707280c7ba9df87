package org.anychat.gateway.port;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.anychat.runtime.tls.PemFiles;

/**
 * TLS 1.3 and 1.2 with the server's certificate, by Java's own provider. Netty's builder would set up BouncyCastle and try
 * a key of its own first, a third of a second of every start.
 */
final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = new char[0];

    private ServerTls() {}

    /**
     * Reads the certificate and its key. Blocks on the file system.
     *
     * @throws IOException where a file cannot be read
     * @throws GeneralSecurityException where one holds something else
     */
    static SslContext of(Path certificateFile, Path privateKeyFile) throws IOException, GeneralSecurityException {
        X509Certificate[] chain = PemFiles.certificates(certificateFile).toArray(new X509Certificate[0]);
        // It never leaves the memory, and this kind does not derive a key from the password with 10 000 rounds.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry("server", PemFiles.privateKey(privateKeyFile), NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new JdkSslContext(
                context,
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.NONE,
                PROTOCOLS,
                false);
    }
}
