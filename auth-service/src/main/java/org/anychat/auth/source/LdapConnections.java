package org.anychat.auth.source;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import org.anychat.runtime.config.UserSourceConfig.Ldap;

/** Connections to a directory, made when they are needed. Any thread. */
final class LdapConnections {
    private static final int MAX_CONNECTIONS = 4;
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;

    private final Ldap config;
    private final LDAPConnectionOptions options = new LDAPConnectionOptions();
    private LDAPConnectionPool pool;

    LdapConnections(Ldap config, long timeoutMs) {
        this.config = config;
        options.setConnectTimeoutMillis((int) timeoutMs);
        options.setResponseTimeoutMillis(timeoutMs);
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    }

    synchronized LDAPConnectionPool pool() throws LDAPException, GeneralSecurityException, IOException {
        if (pool == null) {
            pool = open();
        }
        return pool;
    }

    private LDAPConnectionPool open() throws LDAPException, GeneralSecurityException, IOException {
        boolean ldaps = config.url().getScheme().toLowerCase(Locale.ROOT).equals("ldaps");
        int port = config.url().getPort() > 0 ? config.url().getPort() : ldaps ? LDAPS_PORT : LDAP_PORT;
        String host = config.url().getHost();
        SSLUtil tls = new SSLUtil(trust());
        SingleServerSet server = ldaps
                ? new SingleServerSet(host, port, tls.createSSLSocketFactory(), options)
                : new SingleServerSet(host, port, options);
        PostConnectProcessor startTls =
                ldaps || !config.startTls() ? null : new StartTLSPostConnectProcessor(tls.createSSLSocketFactory());
        LDAPConnectionPool opened = new LDAPConnectionPool(server, bind(), 0, MAX_CONNECTIONS, startTls);
        // A server that closed an idle connection is no failure of the login that finds out.
        opened.setRetryFailedOperationsDueToInvalidConnections(true);
        opened.setMaxWaitTimeMillis(options.getConnectTimeoutMillis());
        return opened;
    }

    private BindRequest bind() {
        return config.bind().dn().isEmpty()
                ? null
                : new SimpleBindRequest(config.bind().dn(), config.bind().password());
    }

    private TrustManager trust() throws KeyStoreException {
        return config.certificateFile().isPresent()
                ? new PEMFileTrustManager(
                        new File[] {config.certificateFile().get().toFile()})
                : JVMDefaultTrustManager.getInstance();
    }

    synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
