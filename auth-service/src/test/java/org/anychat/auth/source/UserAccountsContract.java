package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.anychat.auth.source.UserAccounts.AccountException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools do, wherever the users are kept. */
abstract class UserAccountsContract {
    @TempDir
    private Path folder;

    private Path file;
    private UserAccounts accounts;

    abstract UserAccounts accounts(Path in);

    abstract BlockingSource source(Path in);

    @BeforeEach
    void open() {
        file = folder.resolve("users");
        accounts = accounts(file);
    }

    private static String refusal(Runnable call) {
        return assertThrows(AccountException.class, call::run).getMessage();
    }

    private List<String> names() {
        return accounts.list().stream().map(UserAccounts.Account::name).toList();
    }

    @Test
    void shouldHaveNoUsersAtFirst() {
        assertEquals(List.of(), accounts.list());
    }

    @Test
    void shouldKeepAUserWhomTheSourceThenVerifies() throws Exception {
        accounts.add("\u5B89\u5A1C", "secret", 0, null);
        accounts.add("ben", "other", 0, null);
        assertEquals("ben", source(file).verify(Verifying.typed("ben", "other")).nickname());
        source(file).verify(Verifying.typed("\u5B89\u5A1C", "secret"));
        assertEquals(List.of("ben", "\u5B89\u5A1C"), names());
    }

    @Test
    void shouldChangeAPasswordAndRemoveAUser() throws Exception {
        accounts.add("ann", "secret", 0, null);
        accounts.changePassword("ann", "new");
        source(file).verify(Verifying.typed("ann", "new"));
        accounts.remove("ann");
        assertEquals(List.of(), names());
    }

    @Test
    void shouldSayWhoIsThereAlreadyAndWhoIsNot() {
        accounts.add("ann", "secret", 0, null);
        assertTrue(refusal(() -> accounts.add("ann", "x", 0, null)).contains("ann"));
        assertTrue(refusal(() -> accounts.remove("ben")).contains("ben"));
        assertTrue(refusal(() -> accounts.changePassword("ben", "x")).contains("ben"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void shouldRefuseANameThatNobodyCouldLogInWith(String name) {
        refusal(() -> accounts.add(name, "secret", 0, null));
        assertEquals(List.of(), accounts.list());
    }

    @Test
    void shouldRefuseAnEmptyAndAnEndlessPassword() {
        refusal(() -> accounts.add("ann", "", 0, null));
        refusal(() -> accounts.add("ann", "x".repeat(129), 0, null));
    }

    @Test
    void shouldKeepTheFileToItsOwnerAndNoPasswordInIt() throws Exception {
        accounts.add("ann", "secret-word", 0, null);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("secret-word"));
    }
}
