package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.UserSourceConfig.Kind;
import org.anychat.runtime.config.UserSourceConfig.Ldap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserSourceConfigTest {
    private static final String EVERY_KEY = """
            [User Source Settings]
            UserSource=LDAP, http ,sql,jwt,htpasswd
            UserSourceTimeoutMs=1500
            UserSourceTellsUnknown=1
            AccountLockoutFailures=3
            AddressLockoutFailures=0
            LockoutSeconds=60
            HtpasswdFile=/etc/anychat/users
            JWTKeysFile=keys/jwks.json
            JWTIssuer=https://id.example.org/
            JWTAudience=anychat
            JWTNameClaim=preferred_username
            SQLUrl=jdbc:postgresql://db.example.org/users?sslmode=verify-full
            SQLUser=anychat
            SQLPassword=sql-secret
            SQLQuery=SELECT pw FROM people WHERE login = ?
            LDAPUrl=ldaps://ldap.example.org:3636
            LDAPStartTLS=0
            LDAPCertificateFile=ca.pem
            LDAPBindDN=cn=reader,dc=example,dc=org
            LDAPBindPassword=ldap-secret
            LDAPBaseDN=dc=example,dc=org
            LDAPFilter=(|(uid={name})(mail={name}))
            LDAPNameAttribute=sAMAccountName
            LDAPUserIdAttribute=uidNumber
            LDAPLevelAttribute=employeeType
            LDAPNicknameAttribute=displayName
            HTTPUrl=https://id.example.org/login?app=av
            HTTPSecret=http-secret
            HTTPCertificateFile=ca.pem
            """;

    @TempDir
    private Path directory;

    /** What a file without the section means. */
    static UserSourceConfig defaults(Path directory) {
        return new UserSourceConfig(
                List.of(),
                3_000,
                false,
                new UserSourceConfig.Lockout(10, 100, 300),
                new UserSourceConfig.Htpasswd(directory.resolve("AnyChatUsers.htpasswd")),
                new UserSourceConfig.Jwt(directory.resolve("AnyChatKeys.json"), "", "", "sub"),
                new UserSourceConfig.Sql(
                        "",
                        directory.resolve("AnyChatUsers.db"),
                        "",
                        "",
                        "SELECT password, user_id, level, nickname FROM anychat_users WHERE name = ?"),
                new Ldap(
                        null,
                        true,
                        Optional.empty(),
                        new Ldap.Bind("", ""),
                        new Ldap.Search("", "(uid={name})", "uid", "", "", "cn")),
                new UserSourceConfig.Http(null, "", Optional.empty()));
    }

    private ServerConfig load(String text) {
        try {
            Path file = directory.resolve(ServerConfigFile.NAME);
            Files.writeString(file, text);
            return ServerConfigFile.load(file).config();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String refusalOf(String lines) {
        return assertThrows(ConfigException.class, () -> load("[User Source Settings]\n" + lines))
                .getMessage();
    }

    @Test
    void shouldReadEveryKeyOfTheSection() {
        Path here = directory.toAbsolutePath();
        Optional<Path> authorities = Optional.of(here.resolve("ca.pem"));
        assertEquals(
                new UserSourceConfig(
                        List.of(Kind.LDAP, Kind.HTTP, Kind.SQL, Kind.JWT, Kind.HTPASSWD),
                        1_500,
                        true,
                        new UserSourceConfig.Lockout(3, 0, 60),
                        new UserSourceConfig.Htpasswd(Path.of("/etc/anychat/users")),
                        new UserSourceConfig.Jwt(
                                here.resolve("keys/jwks.json"),
                                "https://id.example.org/",
                                "anychat",
                                "preferred_username"),
                        new UserSourceConfig.Sql(
                                "jdbc:postgresql://db.example.org/users?sslmode=verify-full",
                                here.resolve("AnyChatUsers.db"),
                                "anychat",
                                "sql-secret",
                                "SELECT pw FROM people WHERE login = ?"),
                        new Ldap(
                                URI.create("ldaps://ldap.example.org:3636"),
                                false,
                                authorities,
                                new Ldap.Bind("cn=reader,dc=example,dc=org", "ldap-secret"),
                                new Ldap.Search(
                                        "dc=example,dc=org",
                                        "(|(uid={name})(mail={name}))",
                                        "sAMAccountName",
                                        "uidNumber",
                                        "employeeType",
                                        "displayName")),
                        new UserSourceConfig.Http(
                                URI.create("https://id.example.org/login?app=av"), "http-secret", authorities)),
                load(EVERY_KEY).userSource());
    }

    @Test
    void shouldHideEverySecretInWords() {
        String words = load(EVERY_KEY).toString();
        assertFalse(words.contains("-secret"), words);
        assertTrue(words.contains("***"), words);
    }

    @Test
    void shouldHideASecretThatIsNotAllowed() {
        for (String key : List.of("SQLPassword", "LDAPBindPassword", "HTTPSecret")) {
            String words = refusalOf(key + "=" + "s".repeat(1_025) + "\n");
            assertTrue(words.contains(key + "=***"), words);
        }
    }

    @Test
    void shouldDemandWhatAChosenSourceNeeds() {
        String ldap = refusalOf("UserSource=ldap\n");
        assertTrue(ldap.contains("LDAPUrl") && ldap.contains("LDAPBaseDN"), ldap);
        String http = refusalOf("UserSource=http\n");
        assertTrue(http.contains("HTTPUrl"), http);
        load("[User Source Settings]\nUserSource=htpasswd,jwt,sql\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UserSource=htpasswd,htpasswd",
                "UserSource=none,jwt",
                "UserSource=",
                "UserSource=oracle",
                "UserSourceTimeoutMs=4001",
                "LockoutSeconds=0",
                "SQLUrl=jdbc:h2:mem:x",
                "SQLUrl=jdbc:postgresql://h/db?user=u&password=p",
                "SQLQuery=SELECT pw FROM people",
                "LDAPUrl=http://h",
                "LDAPFilter=(uid=ann)",
                "LDAPFilter=uid={name}",
                "HTTPUrl=https://user:pass@h/",
                "HTTPUrl=https:///path",
                "HTTPUrl=/path"
            })
    void shouldRefuse(String line) {
        refusalOf(line + "\n");
    }
}
