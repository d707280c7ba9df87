package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;
import org.anychat.runtime.config.UserSourceConfig.Sql;
import org.anychat.runtime.password.PasswordHash;
import org.anychat.testsupport.RefusingPort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of a real PostgreSQL. */
class SqlSourceIT {
    private final Vertx vertx = Vertx.vertx();
    private static EmbeddedPostgres postgres;
    private UserSource source;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
        execute("CREATE USER anychat");
        execute(LoginDoc.block("sql"));
        insert("ann", PasswordHash.hash("secret"), 7, 3, "Ann");
        insert("ben", PasswordHash.hash("secret"), null, null, null);
        insert("odd", "cleartext", 8, 0, null);
        insert("neg", PasswordHash.hash("secret"), -5, 0, null);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(String name, String hash, Integer number, Integer level, String nickname)
            throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO anychat_users VALUES (?, ?, ?, ?, ?)")) {
            statement.setString(1, name);
            statement.setString(2, hash);
            statement.setObject(3, number);
            statement.setObject(4, level);
            statement.setString(5, nickname);
            statement.executeUpdate();
        }
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    private UserSource open(int port, String query) {
        Sql sql = new Sql("jdbc:postgresql://localhost:" + port + "/postgres", Path.of("unused"), "anychat", "", query);
        return new WorkerSource(vertx, "sql", SqlSources.of(sql, 3_000), 10_000, System::nanoTime);
    }

    private UserSource open(String query) {
        return open(postgres.getPort(), query);
    }

    @BeforeEach
    void openSource() {
        source = open(SourceConfigs.QUERY);
    }

    @AfterEach
    void closeSource() throws Exception {
        Verifying.await(source.close());
        Verifying.await(vertx.close());
    }

    @Test
    void shouldVerifyAUserWithWhatTheDatabaseKnowsOfIt() throws Exception {
        assertEquals(new VerifiedUser(new UserId(7), 3, "Ann", "ann"), Verifying.user(source, "ann", "secret"));
        assertEquals(new VerifiedUser(null, 0, "ben", "ben"), Verifying.user(source, "ben", "secret"));
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source, "ann", "wrong"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(source, "nobody", "secret"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(source, "' OR '1'='1", "secret"));
    }

    @Test
    void shouldBeBrokenByRowsThatItCannotUse() {
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "odd", "cleartext"));
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "neg", "secret"));
    }

    @Test
    void shouldTakeAQueryWithThePasswordAlone() throws Exception {
        Verifying.await(source.close());
        source = open("SELECT password FROM anychat_users WHERE lower(name) = lower(?)");
        assertEquals(new VerifiedUser(null, 0, "Ann", "Ann"), Verifying.user(source, "Ann", "secret"));
    }

    @Test
    void shouldBeBrokenByAQueryThatFindsSeveralUsersOrIsWrong() throws Exception {
        Verifying.await(source.close());
        source = open("SELECT password FROM anychat_users WHERE name <> ?");
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "x", "secret"));
        Verifying.await(source.close());
        source = open("SELECT password FROM no_such_table WHERE name = ?");
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "ann", "secret"));
    }

    @Test
    void shouldBeBrokenWithoutADatabase() throws Exception {
        Verifying.await(source.close());
        try (RefusingPort nobody = RefusingPort.open()) {
            source = open(nobody.port(), SourceConfigs.QUERY);
            assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "ann", "secret"));
        }
    }

    @Test
    void shouldConnectAnewWhenTheDatabaseHasRestarted() throws Exception {
        Verifying.user(source, "ann", "secret");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                + " AND backend_type = 'client backend'");
        assertEquals("Ann", Verifying.user(source, "ann", "secret").nickname());
    }
}
