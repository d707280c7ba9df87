package org.anychat.auth.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded database: one SQLite file, which the server and the {@code user} command may use at the same time. It is
 * made, readable by its owner only, where it is not there.
 */
final class EmbeddedDatabase {
    private static final int BUSY_TIMEOUT_MS = 2_000;
    private static final String SCHEMA = "CREATE TABLE IF NOT EXISTS anychat_users ("
            + " user_id INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " name TEXT NOT NULL UNIQUE,"
            + " password TEXT NOT NULL,"
            + " level INTEGER NOT NULL DEFAULT 0,"
            + " nickname TEXT)";

    private EmbeddedDatabase() {}

    static DataSource open(Path file) throws IOException, SQLException {
        create(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(SCHEMA);
        }
        return database;
    }

    private static void create(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        if (!Files.exists(file)) {
            try {
                Files.createFile(file, ownerOnly);
            } catch (FileAlreadyExistsException e) {
                return; // the server and the command came at the same time
            }
        }
    }
}
