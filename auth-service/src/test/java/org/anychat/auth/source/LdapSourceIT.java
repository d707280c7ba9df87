package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import io.vertx.core.Vertx;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;
import org.anychat.runtime.config.UserSourceConfig.Ldap;
import org.anychat.runtime.tls.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a directory that speaks LDAP on real sockets. */
class LdapSourceIT {
    private static final String READER = "cn=reader,dc=example,dc=org";
    private static final Ldap.Search SEARCH = new Ldap.Search(
            "ou=people,dc=example,dc=org", "(|(uid={name})(mail={name}))", "uid", "uidNumber", "employeeNumber", "cn");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private ServerCertificate certificate;
    private InMemoryDirectoryServer directory;

    @BeforeEach
    void startDirectory() throws Exception {
        certificate = ServerCertificate.selfSigned(folder, List.of("localhost"), Instant.now(), new SecureRandom());
        SSLUtil tls = new SSLUtil(
                new PEMFileKeyManager(
                        new File[] {certificate.certificateFile().toFile()},
                        certificate.privateKeyFile().toFile()),
                null);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, tls.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig("tls", loopback, 0, tls.createSSLServerSocketFactory(), null));
        config.addAdditionalBindCredentials(READER, "reader-word");
        config.setSchema(null);
        config.setAuthenticationRequiredOperationTypes(com.unboundid.ldap.sdk.OperationType.SEARCH);
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        directory.add("dn: ou=people,dc=example,dc=org", "objectClass: organizationalUnit", "ou: people");
        person("ann", "secret", "uidNumber: 1007", "employeeNumber: 3", "mail: ann@example.org");
        person("ben", "secret", "mail: ben@example.org");
        person("twin", "secret", "mail: ann@example.org", "mail: shared@example.org");
        person("cat", "secret", "mail: shared@example.org");
        directory.startListening();
    }

    private void person(String uid, String password, String... more) throws Exception {
        java.util.List<String> lines = new java.util.ArrayList<>(List.of(
                "dn: uid=" + uid + ",ou=people,dc=example,dc=org",
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid + " of Example",
                "sn: Example",
                "userPassword: " + password));
        lines.addAll(List.of(more));
        directory.add(lines.toArray(String[]::new));
    }

    @AfterEach
    void stopDirectory() throws Exception {
        Verifying.await(vertx.close());
        directory.shutDown(true);
    }

    private UserSource source(String url, boolean startTls, Optional<Path> authorities) {
        Ldap config = new Ldap(URI.create(url), startTls, authorities, new Ldap.Bind(READER, "reader-word"), SEARCH);
        return new WorkerSource(vertx, "ldap", new LdapSource(config, 2_000), 10_000, System::nanoTime);
    }

    private UserSource plain() {
        return source("ldap://localhost:" + directory.getListenPort("plain"), false, Optional.empty());
    }

    private Optional<Path> ownAuthority() {
        return Optional.of(certificate.certificateFile());
    }

    @Test
    void shouldVerifyAUserByABindAndTakeItsAttributes() throws Exception {
        UserSource source = plain();
        assertEquals(
                new VerifiedUser(new UserId(1007), 3, "ann of Example", "ann"),
                Verifying.user(source, "ann", "secret"));
        assertEquals(new VerifiedUser(null, 0, "ben of Example", "ben"), Verifying.user(source, "ben", "secret"));
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source, "ann", "wrong"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(source, "nobody", "secret"));
        // Searches after a refused bind run as the reader again.
        assertEquals("ann", Verifying.user(source, "ann", "secret").account());
    }

    @Test
    void shouldTakeAnySpellingAndGiveTheOneOfTheDirectory() throws Exception {
        UserSource source = plain();
        assertEquals("ben", Verifying.user(source, "BEN", "secret").account());
        assertEquals("ben", Verifying.user(source, "Ben@example.org", "secret").account());
    }

    @Test
    void shouldNotLetANameBeAFilter() {
        UserSource source = plain();
        for (String name : List.of("*", "a*", "ann)(cn=*", "*)(uid=ann))(|(uid=*", "ann\\2a", "(", "\\")) {
            assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(source, name, "secret"), name);
        }
    }

    @Test
    void shouldNotTakeABindWithoutAPassword() {
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(plain(), "ann", ""));
    }

    @Test
    void shouldBeBrokenByANameThatSeveralHave() {
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(plain(), "shared@example.org", "secret"));
    }

    @Test
    void shouldSpeakTls() throws Exception {
        String ldaps = "ldaps://localhost:" + directory.getListenPort("tls");
        assertEquals(
                "ann",
                Verifying.user(source(ldaps, false, ownAuthority()), "ann", "secret")
                        .account());
        assertEquals(
                ServiceError.SERVER_SDK_FAIL, Verifying.error(source(ldaps, false, Optional.empty()), "ann", "secret"));
    }

    @Test
    void shouldGoOverToTlsBeforeItSaysAnything() throws Exception {
        String ldap = "ldap://localhost:" + directory.getListenPort("plain");
        assertEquals(
                "ann",
                Verifying.user(source(ldap, true, ownAuthority()), "ann", "secret")
                        .account());
        assertEquals(
                ServiceError.SERVER_SDK_FAIL, Verifying.error(source(ldap, true, Optional.empty()), "ann", "secret"));
    }

    @Test
    void shouldRefuseACertificateOfAnotherHost() throws Exception {
        File certificateFile = resource("stranger.crt");
        SSLUtil tls = new SSLUtil(new PEMFileKeyManager(new File[] {certificateFile}, resource("stranger.key")), null);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.addAdditionalBindCredentials(READER, "reader-word");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, tls.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig("tls", loopback, 0, tls.createSSLServerSocketFactory(), null));
        InMemoryDirectoryServer stranger = new InMemoryDirectoryServer(config);
        stranger.startListening();
        Optional<Path> authority = Optional.of(certificateFile.toPath());
        try {
            assertEquals(
                    ServiceError.SERVER_SDK_FAIL,
                    Verifying.error(
                            source("ldaps://localhost:" + stranger.getListenPort("tls"), false, authority),
                            "ann",
                            "secret"));
            assertEquals(
                    ServiceError.SERVER_SDK_FAIL,
                    Verifying.error(
                            source("ldap://localhost:" + stranger.getListenPort("plain"), true, authority),
                            "ann",
                            "secret"));
        } finally {
            stranger.shutDown(true);
        }
    }

    /** A certificate for ldap.example.org, and its key. */
    private static File resource(String name) throws URISyntaxException {
        return new File(LdapSourceIT.class.getResource(name).toURI());
    }

    @Test
    void shouldWorkAgainWhenTheDirectoryIsBack() throws Exception {
        UserSource source = plain();
        Verifying.user(source, "ann", "secret");
        int port = directory.getListenPort("plain");
        directory.shutDown(true);
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "ann", "secret"));
        directory.startListening("plain");
        assertEquals(port, directory.getListenPort("plain"));
        assertEquals("ann", Verifying.user(source, "ann", "secret").account());
    }

    @Test
    void shouldNotWaitForADirectoryThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    ServiceError.SERVER_SDK_TIMEOUT,
                    Verifying.error(
                            source("ldap://127.0.0.1:" + silent.getLocalPort(), false, Optional.empty()),
                            "ann",
                            "secret"));
        }
    }
}
