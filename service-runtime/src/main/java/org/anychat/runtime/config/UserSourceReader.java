package org.anychat.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.anychat.runtime.config.UserSourceConfig.Kind;
import org.anychat.runtime.config.UserSourceConfig.Ldap;

/** Makes {@link UserSourceConfig}; what a source cannot do without is asked for only where the source is chosen. */
final class UserSourceReader {
    private static final String EMBEDDED_DATABASE = "AnyChatUsers.db";

    private final IniValues values;
    private final BiFunction<IniKey<String>, String, Path> paths;

    UserSourceReader(IniValues values, BiFunction<IniKey<String>, String, Path> paths) {
        this.values = values;
        this.paths = paths;
    }

    UserSourceConfig read() {
        List<Kind> order = values.value(UserSourceKeys.USER_SOURCE);
        UserSourceConfig config = new UserSourceConfig(
                order,
                values.value(UserSourceKeys.USER_SOURCE_TIMEOUT_MS),
                values.value(UserSourceKeys.USER_SOURCE_TELLS_UNKNOWN),
                lockout(),
                new UserSourceConfig.Htpasswd(path(UserSourceDetailKeys.HTPASSWD_FILE)),
                jwt(),
                sql(),
                ldap(),
                http());
        if (order.contains(Kind.LDAP)) {
            require(UserSourceDetailKeys.LDAP_URL, config.ldap().url() != null);
            require(
                    UserSourceDetailKeys.LDAP_BASE_DN,
                    !config.ldap().search().baseDn().isEmpty());
        }
        if (order.contains(Kind.HTTP)) {
            require(UserSourceDetailKeys.HTTP_URL, config.http().url() != null);
        }
        return config;
    }

    private void require(IniKey<?> key, boolean isThere) {
        if (!isThere) {
            values.violate(key, "the source named in UserSource needs it. Set it, or take the source out.");
        }
    }

    private UserSourceConfig.Lockout lockout() {
        return new UserSourceConfig.Lockout(
                values.value(UserSourceKeys.ACCOUNT_LOCKOUT_FAILURES),
                values.value(UserSourceKeys.ADDRESS_LOCKOUT_FAILURES),
                values.value(UserSourceKeys.LOCKOUT_SECONDS));
    }

    private UserSourceConfig.Jwt jwt() {
        return new UserSourceConfig.Jwt(
                path(UserSourceDetailKeys.JWT_KEYS_FILE),
                values.value(UserSourceDetailKeys.JWT_ISSUER),
                values.value(UserSourceDetailKeys.JWT_AUDIENCE),
                values.value(UserSourceDetailKeys.JWT_NAME_CLAIM));
    }

    private UserSourceConfig.Sql sql() {
        return new UserSourceConfig.Sql(
                values.value(UserSourceDetailKeys.SQL_URL),
                paths.apply(UserSourceDetailKeys.SQL_URL, EMBEDDED_DATABASE),
                values.value(UserSourceDetailKeys.SQL_USER),
                values.value(UserSourceDetailKeys.SQL_PASSWORD),
                values.value(UserSourceDetailKeys.SQL_QUERY));
    }

    private Ldap ldap() {
        return new Ldap(
                url(UserSourceDetailKeys.LDAP_URL),
                values.value(UserSourceDetailKeys.LDAP_START_TLS),
                optionalPath(UserSourceDetailKeys.LDAP_CERTIFICATE_FILE),
                new Ldap.Bind(
                        values.value(UserSourceDetailKeys.LDAP_BIND_DN),
                        values.value(UserSourceDetailKeys.LDAP_BIND_PASSWORD)),
                new Ldap.Search(
                        values.value(UserSourceDetailKeys.LDAP_BASE_DN),
                        values.value(UserSourceDetailKeys.LDAP_FILTER),
                        values.value(UserSourceDetailKeys.LDAP_NAME_ATTRIBUTE),
                        values.value(UserSourceDetailKeys.LDAP_USER_ID_ATTRIBUTE),
                        values.value(UserSourceDetailKeys.LDAP_LEVEL_ATTRIBUTE),
                        values.value(UserSourceDetailKeys.LDAP_NICKNAME_ATTRIBUTE)));
    }

    private UserSourceConfig.Http http() {
        return new UserSourceConfig.Http(
                url(UserSourceDetailKeys.HTTP_URL),
                values.value(UserSourceDetailKeys.HTTP_SECRET),
                optionalPath(UserSourceDetailKeys.HTTP_CERTIFICATE_FILE));
    }

    private URI url(IniKey<URI> key) {
        URI url = values.value(key);
        return url.getScheme() == null ? null : url;
    }

    private Path path(IniKey<String> key) {
        return paths.apply(key, values.value(key));
    }

    private Optional<Path> optionalPath(IniKey<String> key) {
        return values.value(key).isEmpty() ? Optional.empty() : Optional.of(path(key));
    }
}
