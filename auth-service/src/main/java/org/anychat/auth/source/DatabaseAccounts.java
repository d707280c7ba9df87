package org.anychat.auth.source;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.anychat.runtime.password.PasswordHash;

/** Users of the embedded database. */
final class DatabaseAccounts implements UserAccounts {
    private final Path file;

    DatabaseAccounts(Path file) {
        this.file = file;
    }

    /** Sets the parameters of a statement. */
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    @Override
    public void add(String name, String password, int level, String nickname) {
        AccountRules.requireName(name);
        AccountRules.requireNickname(nickname);
        AccountRules.requirePassword(password);
        String hash = PasswordHash.hash(password);
        int added = update(
                "INSERT OR IGNORE INTO anychat_users (name, password, level, nickname) VALUES (?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, name);
                    statement.setString(2, hash);
                    statement.setInt(3, level);
                    statement.setString(4, nickname);
                });
        if (added == 0) {
            throw AccountRules.present(name, file);
        }
    }

    @Override
    public void changePassword(String name, String password) {
        AccountRules.requirePassword(password);
        String hash = PasswordHash.hash(password);
        requireOne(name, update("UPDATE anychat_users SET password = ? WHERE name = ?", statement -> {
            statement.setString(1, hash);
            statement.setString(2, name);
        }));
    }

    @Override
    public void remove(String name) {
        requireOne(name, update("DELETE FROM anychat_users WHERE name = ?", statement -> statement.setString(1, name)));
    }

    private void requireOne(String name, int rows) {
        if (rows == 0) {
            throw AccountRules.unknown(name, file);
        }
    }

    private int update(String sql, Parameters parameters) {
        try (Connection connection = open().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        } catch (IOException | SQLException e) {
            throw AccountRules.broken(file, e);
        }
    }

    @Override
    public List<Account> list() {
        try (Connection connection = open().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT name, user_id, level, nickname FROM anychat_users ORDER BY name");
                ResultSet rows = statement.executeQuery()) {
            List<Account> accounts = new ArrayList<>();
            while (rows.next()) {
                String name = rows.getString(1);
                String nickname = rows.getString(4);
                accounts.add(new Account(name, rows.getInt(2), rows.getInt(3), nickname == null ? name : nickname));
            }
            return List.copyOf(accounts);
        } catch (IOException | SQLException e) {
            throw AccountRules.broken(file, e);
        }
    }

    private DataSource open() throws IOException, SQLException {
        return EmbeddedDatabase.open(file);
    }
}
