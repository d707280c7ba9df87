package org.anychat.auth.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.UserSourceConfig;
import org.anychat.runtime.config.UserSourceConfig.Kind;
import org.anychat.runtime.config.UserSourceConfig.Ldap;

/** Configurations of user sources with a file in a folder, and of none. */
public final class SourceConfigs {
    static final String QUERY = "SELECT password, user_id, level, nickname FROM anychat_users WHERE name = ?";

    private SourceConfigs() {}

    /** No source at all. */
    public static UserSourceConfig none() {
        return of(Path.of("nowhere"));
    }

    /** No source at all, and nobody is ever locked out. */
    public static UserSourceConfig withoutLockouts() {
        UserSourceConfig none = none();
        return new UserSourceConfig(
                none.order(),
                none.timeoutMs(),
                none.tellsUnknown(),
                new UserSourceConfig.Lockout(0, 0, 60),
                none.htpasswd(),
                none.jwt(),
                none.sql(),
                none.ldap(),
                none.http());
    }

    static UserSourceConfig of(Path folder, Kind... order) {
        return new UserSourceConfig(
                List.of(order),
                3_000,
                false,
                new UserSourceConfig.Lockout(3, 5, 60),
                new UserSourceConfig.Htpasswd(folder.resolve("users")),
                new UserSourceConfig.Jwt(folder.resolve("keys.json"), "", "", "sub"),
                new UserSourceConfig.Sql("", folder.resolve("users.db"), "", "", QUERY),
                new Ldap(
                        null,
                        true,
                        Optional.empty(),
                        new Ldap.Bind("", ""),
                        new Ldap.Search("", "(uid={name})", "uid", "", "", "cn")),
                new UserSourceConfig.Http(null, "", Optional.empty()));
    }
}
