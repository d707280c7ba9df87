package org.anychat.auth.source;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.anychat.runtime.config.UserSourceConfig;
import org.anychat.runtime.config.UserSourceConfig.Kind;

/** Makes the sources that the administrator has chosen. */
public final class UserSources {
    private final Vertx vertx;
    private final UserSourceConfig config;
    private final LongSupplier nowNs;

    /**
     * Makes a factory.
     *
     * @param vertx for worker threads, HTTP and timers
     * @param config what the administrator has chosen
     * @param nowNs a clock that never goes back
     */
    public UserSources(Vertx vertx, UserSourceConfig config, LongSupplier nowNs) {
        this.vertx = vertx;
        this.config = config;
        this.nowNs = nowNs;
    }

    /**
     * The source that {@code UserSource} names. None of them is asked for anything yet, so one that is down now is no
     * failure.
     *
     * @return one source, several in order, or the one that has no users
     */
    public UserSource chosen() {
        List<UserSource> sources = config.order().stream().map(this::source).toList();
        return switch (sources.size()) {
            case 0 -> new MissingUserSource();
            case 1 -> sources.get(0);
            default -> new SourceChain(sources);
        };
    }

    private UserSource source(Kind kind) {
        return switch (kind) {
            case HTPASSWD ->
                onWorkers(
                        HtpasswdSource.NAME,
                        new HtpasswdSource(config.htpasswd().file()));
            case JWT -> onWorkers(JwtSource.NAME, new JwtSource(config.jwt(), Clock.systemUTC()));
            case SQL -> onWorkers(SqlSource.NAME, SqlSources.of(config.sql(), config.timeoutMs()));
            case LDAP -> onWorkers(LdapSource.NAME, new LdapSource(config.ldap(), config.timeoutMs()));
            case HTTP -> new HttpSource(vertx, config.http(), config.timeoutMs(), nowNs);
        };
    }

    private UserSource onWorkers(String name, BlockingSource source) {
        return new WorkerSource(vertx, name, source, config.timeoutMs(), nowNs);
    }

    /**
     * The users of a source that this server's own tools can change.
     *
     * @param config where they are kept
     * @param kind which source
     * @return empty where the source is somebody else's
     */
    public static Optional<UserAccounts> accounts(UserSourceConfig config, Kind kind) {
        return switch (kind) {
            case HTPASSWD -> Optional.of(new HtpasswdAccounts(config.htpasswd().file()));
            case SQL ->
                config.sql().url().isEmpty()
                        ? Optional.of(new DatabaseAccounts(config.sql().embeddedFile()))
                        : Optional.empty();
            case JWT, LDAP, HTTP -> Optional.empty();
        };
    }
}
