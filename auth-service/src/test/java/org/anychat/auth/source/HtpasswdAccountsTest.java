package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtpasswdAccountsTest extends UserAccountsContract {
    @Override
    UserAccounts accounts(Path in) {
        return new HtpasswdAccounts(in);
    }

    @Override
    BlockingSource source(Path in) {
        return new HtpasswdSource(in);
    }

    @Test
    void shouldRefuseWhatAPasswordFileCannotHold(@TempDir Path folder) {
        UserAccounts accounts = accounts(folder.resolve("users"));
        assertThrows(UserAccounts.AccountException.class, () -> accounts.add("a:b", "secret", 0, null));
        assertThrows(UserAccounts.AccountException.class, () -> accounts.add("#ann", "secret", 0, null));
        assertThrows(UserAccounts.AccountException.class, () -> accounts.add("ann", "secret", 3, null));
        assertThrows(UserAccounts.AccountException.class, () -> accounts.add("ann", "secret", 0, "Nick"));
    }
}
