package org.anychat.auth.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.anychat.runtime.config.UserSourceConfig.Sql;

/** Opens databases. A server that starts before its database finds it later. */
final class SqlSources {
    private static final int POOL_SIZE = 4;
    private static final String EMBEDDED_QUERY =
            "SELECT password, user_id, level, nickname FROM anychat_users WHERE name = ?";

    private SqlSources() {}

    static BlockingSource of(Sql config, long timeoutMs) {
        return config.url().isEmpty() ? embedded(config, timeoutMs) : pooled(config, timeoutMs);
    }

    private static BlockingSource embedded(Sql config, long timeoutMs) {
        LazyDatabase database = new LazyDatabase(config);
        return new SqlSource(() -> database.open().getConnection(), EMBEDDED_QUERY, seconds(timeoutMs));
    }

    private static BlockingSource pooled(Sql config, long timeoutMs) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("auth-sql");
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(POOL_SIZE);
        hikari.setMinimumIdle(1);
        // Do not wait for the database at the start, nor longer than a login does.
        hikari.setInitializationFailTimeout(-1);
        hikari.setConnectionTimeout(Math.max(250, timeoutMs));
        hikari.setReadOnly(true);
        hikari.addDataSourceProperty("connectTimeout", seconds(timeoutMs));
        hikari.addDataSourceProperty("socketTimeout", seconds(timeoutMs));
        return new SqlSource(new Pool(new HikariDataSource(hikari)), config.query(), seconds(timeoutMs));
    }

    private static int seconds(long timeoutMs) {
        return (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(timeoutMs + 999));
    }

    private record Pool(HikariDataSource connections) implements SqlSource.Connections {
        @Override
        public Connection open() throws SQLException {
            return connections.getConnection();
        }

        @Override
        public void dropIdle() {
            connections.getHikariPoolMXBean().softEvictConnections();
        }

        @Override
        public void close() {
            connections.close();
        }
    }

    /** The embedded database, made at the first login so that a full disk is no reason not to start. */
    private static final class LazyDatabase {
        private final Sql config;
        private DataSource database;

        LazyDatabase(Sql config) {
            this.config = config;
        }

        synchronized DataSource open() throws SQLException {
            if (database == null) {
                try {
                    database = EmbeddedDatabase.open(config.embeddedFile());
                } catch (IOException e) {
                    throw new SQLException(config.embeddedFile() + " cannot be made: " + e.getMessage(), e);
                }
            }
            return database;
        }
    }
}
