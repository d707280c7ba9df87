package org.anychat.auth.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.anychat.runtime.config.AtomicFiles;
import org.anychat.runtime.config.FileTurns;
import org.anychat.runtime.password.PasswordHash;

/** Users of a password file. Every other line of it stays as it is; a reader sees the old file or the new one. */
final class HtpasswdAccounts implements UserAccounts {
    private final Path file;

    HtpasswdAccounts(Path file) {
        this.file = file;
    }

    @Override
    public void add(String name, String password, int level, String nickname) {
        requireStorable(name);
        AccountRules.requirePassword(password);
        if (level != 0 || nickname != null) {
            throw new AccountException("A password file keeps no level and no nickname. Use the embedded database"
                    + " (UserSource=sql), or leave them out.");
        }
        change(lines -> {
            if (lines.names().contains(name)) {
                throw AccountRules.present(name, file);
            }
            return lines.with(name, Optional.of(PasswordHash.hash(password)));
        });
    }

    private static void requireStorable(String name) {
        AccountRules.requireName(name);
        if (name.contains(":") || name.startsWith("#")) {
            throw new AccountException("A name in a password file holds no colon and does not begin with #.");
        }
    }

    @Override
    public void changePassword(String name, String password) {
        AccountRules.requirePassword(password);
        change(lines -> known(lines, name).with(name, Optional.of(PasswordHash.hash(password))));
    }

    @Override
    public void remove(String name) {
        change(lines -> known(lines, name).with(name, Optional.empty()));
    }

    private HtpasswdLines known(HtpasswdLines lines, String name) {
        if (!lines.names().contains(name)) {
            throw AccountRules.unknown(name, file);
        }
        return lines;
    }

    @Override
    public List<Account> list() {
        try {
            return read().names().stream()
                    .map(name -> new Account(name, 0, 0, name))
                    .toList();
        } catch (IOException e) {
            throw AccountRules.broken(file, e);
        }
    }

    private void change(UnaryOperator<HtpasswdLines> edit) {
        try {
            FileTurns.take(file, () -> {
                AtomicFiles.write(file, edit.apply(read()).text());
                return null;
            });
        } catch (IOException e) {
            throw AccountRules.broken(file, e);
        }
    }

    private HtpasswdLines read() throws IOException {
        try {
            if (Files.size(file) > HtpasswdSource.MAX_BYTES) {
                throw new IOException("it has more than " + HtpasswdSource.MAX_BYTES + " bytes");
            }
            return HtpasswdLines.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return HtpasswdLines.parse("");
        }
    }
}
