package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.anychat.contracts.UserId;
import org.anychat.runtime.config.UserSourceConfig.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAccountsTest extends UserAccountsContract {
    @Override
    UserAccounts accounts(Path in) {
        return new DatabaseAccounts(in);
    }

    @Override
    BlockingSource source(Path in) {
        return SqlSources.of(new Sql("", in, "", "", SourceConfigs.QUERY), 3_000);
    }

    @Test
    void shouldKeepNumbersLevelsAndNicknames(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("users");
        UserAccounts accounts = accounts(file);
        accounts.add("ann", "secret", 7, "Ann of Green Gables");
        accounts.add("ben", "secret", 0, null);
        accounts.remove("ben");
        accounts.add("cat", "secret", 0, null);
        VerifiedUser ann = source(file).verify(Verifying.typed("ann", "secret"));
        assertEquals(new VerifiedUser(new UserId(1), 7, "Ann of Green Gables", "ann"), ann);
        // A number is never given to another user, not even after its owner is gone.
        assertEquals(
                new UserId(3),
                source(file).verify(Verifying.typed("cat", "secret")).user());
    }
}
