package org.anychat.auth.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.password.PasswordHash;

/** Users of a database. The query's first column is the hash; {@code user_id}, {@code level}, {@code nickname} may follow. */
final class SqlSource implements BlockingSource {
    static final String NAME = "sql";

    /** SQLSTATE classes: connection exception, and PostgreSQL's operator intervention. */
    private static final List<String> CLOSED = List.of("08", "57P");

    private final Connections database;
    private final String query;
    private final int timeoutSeconds;

    /**
     * Makes a source.
     *
     * @param database where connections come from; closed with the source
     * @param query with one parameter
     * @param timeoutSeconds how long it may take
     */
    SqlSource(Connections database, String query, int timeoutSeconds) {
        this.database = database;
        this.query = query;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Where connections come from. */
    interface Connections {
        Connection open() throws SQLException;

        /** Those that are kept for later are no good. */
        default void dropIdle() {}

        default void close() {}
    }

    private record Row(String hash, Long number, Long level, String nickname) {}

    @Override
    public VerifiedUser verify(Credentials credentials) throws SQLException {
        Optional<Row> row = findAgain(credentials.name());
        if (row.isEmpty()) {
            PasswordHash.checkNobody(credentials.password());
            throw Refusals.unknownUser();
        }
        Row user = row.get();
        PasswordHash hash = PasswordHash.parse(user.hash())
                .orElseThrow(() -> Refusals.broken(
                        NAME, "has a password for " + credentials.name() + " that is no hash of a kind that is taken"));
        if (!hash.matches(credentials.password())) {
            throw Refusals.wrongPassword();
        }
        return UserFields.user(NAME, credentials.name(), user.number(), user.level(), user.nickname());
    }

    /** A connection that the database has closed meanwhile is no failure of the login that finds out. */
    private Optional<Row> findAgain(String name) throws SQLException {
        try {
            return find(name);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (CLOSED.stream().noneMatch(state::startsWith)) {
                throw e;
            }
            database.dropIdle();
            return find(name);
        }
    }

    /** The connection goes back before the hash is checked, which takes longer. */
    private Optional<Row> find(String name) throws SQLException {
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.setMaxRows(2);
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return onlyRow(rows, name);
            }
        }
    }

    private static Optional<Row> onlyRow(ResultSet rows, String name) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        Row row = new Row(rows.getString(1), number(rows, "user_id"), number(rows, "level"), text(rows, "nickname"));
        if (rows.next()) {
            throw Refusals.broken(NAME, "has several users of the name " + name + "; correct SQLQuery");
        }
        return Optional.of(row);
    }

    private static Long number(ResultSet rows, String label) throws SQLException {
        int column = column(rows.getMetaData(), label);
        if (column == 0) {
            return null;
        }
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }

    private static String text(ResultSet rows, String label) throws SQLException {
        int column = column(rows.getMetaData(), label);
        return column == 0 ? null : rows.getString(column);
    }

    private static int column(ResultSetMetaData columns, String label) throws SQLException {
        for (int column = 2; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnLabel(column).equalsIgnoreCase(label)) {
                return column;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        database.close();
    }
}
