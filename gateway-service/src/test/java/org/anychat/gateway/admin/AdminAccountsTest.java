package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.OperatorEvents.OperatorAccounts;
import org.anychat.runtime.password.PasswordHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccountsTest {
    private static final String PASSWORD = "a long password";

    @TempDir
    Path home;

    private AdminAccounts accounts;

    @BeforeEach
    void start() {
        accounts = new AdminAccounts(home);
    }

    private static boolean opens(AdminAccount account, String password) {
        return PasswordHash.parse(account.hash()).orElseThrow().matches(password);
    }

    @Test
    void shouldKeepWhatIsAddedForItsOwnerAlone() throws IOException {
        accounts.add("ann", AdminRole.OPERATOR, PASSWORD);

        AdminAccount ann = accounts.read().get(0);
        assertEquals(AdminRole.OPERATOR, ann.role());
        assertTrue(opens(ann, PASSWORD));
        Path file = home.resolve(AdminAccounts.FILE);
        assertFalse(Files.readString(file).contains(PASSWORD));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldChangePasswordAndRole() {
        accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        accounts.password("ann", "another long one");
        accounts.role("ann", AdminRole.ADMIN);

        AdminAccount ann = accounts.read().get(0);
        assertTrue(opens(ann, "another long one"));
        assertFalse(opens(ann, PASSWORD));
        assertEquals(AdminRole.ADMIN, ann.role());
    }

    /** A command changes accounts while the server does. */
    @Test
    void shouldLoseNoneOfTwoChangesAtOnce() throws InterruptedException {
        int each = 200;
        accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        accounts.add("ben", AdminRole.VIEWER, PASSWORD);
        AtomicInteger lost = new AtomicInteger();
        Thread other = new Thread(() -> lost.addAndGet(changesLost(new AdminAccounts(home), "ann", each)));
        other.start();
        lost.addAndGet(changesLost(accounts, "ben", each));
        other.join();

        assertEquals(0, lost.get());
    }

    /** Nobody else changes this account. */
    private static int changesLost(AdminAccounts accounts, String name, int count) {
        int lost = 0;
        for (int i = 0; i < count; i++) {
            AdminRole role = i % 2 == 0 ? AdminRole.ADMIN : AdminRole.OPERATOR;
            accounts.role(name, role);
            boolean kept =
                    accounts.read().stream().anyMatch(account -> account.name().equals(name) && account.role() == role);
            lost += kept ? 0 : 1;
        }
        return lost;
    }

    /** As a mounted secret, which is the same everywhere. */
    @Test
    void shouldNotTouchAFolderWhereNothingIsToBeTakenOver() throws IOException {
        accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        OperatorAccounts same = accounts.copy().orElseThrow();
        Files.delete(home.resolve("." + AdminAccounts.FILE + ".lock"));

        assertEquals(Optional.empty(), accounts.adopt(same, "another"));

        assertFalse(Files.exists(home.resolve("." + AdminAccounts.FILE + ".lock")));
    }

    @Test
    void shouldRemove() {
        accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        accounts.add("ben", AdminRole.VIEWER, PASSWORD);
        accounts.remove("ann");

        assertEquals(
                List.of("ben"), accounts.read().stream().map(AdminAccount::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "<img>", "名", "../etc", "a\nb"})
    void shouldRefuseNamesThatAreNone(String name) {
        assertThrows(AdminAccountException.class, () -> accounts.add(name, AdminRole.VIEWER, PASSWORD));
    }

    @Test
    void shouldRefuseAShortPasswordAnUnknownAccountAndOneThatIsThere() {
        accounts.add("ann", AdminRole.VIEWER, PASSWORD);

        assertThrows(AdminAccountException.class, () -> accounts.add("ben", AdminRole.VIEWER, "short"));
        assertThrows(AdminAccountException.class, () -> accounts.add("ann", AdminRole.VIEWER, PASSWORD));
        assertThrows(AdminAccountException.class, () -> accounts.password("ben", PASSWORD));
        assertThrows(AdminAccountException.class, () -> accounts.role("ben", AdminRole.ADMIN));
        assertThrows(AdminAccountException.class, () -> accounts.remove("ben"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann:viewer", "ann:king:x", "ann:viewer:clear text", ":viewer:x", "a:b:c:d"})
    void shouldNameTheLineThatIsWrong(String line) throws IOException {
        Files.writeString(home.resolve(AdminAccounts.FILE), "# a comment\n\n" + line + "\n");

        String words = assertThrows(AdminAccountException.class, accounts::read).getMessage();
        assertTrue(words.contains("line 3"), words);
    }
}
