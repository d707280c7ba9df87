package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.anychat.gateway.admin.AdminAccount;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that keeps the operators' accounts, as it is typed. */
class AdminCommandTest {
    private static final String PASSWORD = "a long password";
    private final InputStream input = System.in;

    @TempDir
    Path home;

    @AfterEach
    void giveBack() {
        System.setIn(input);
    }

    private int run(String typed, String... arguments) {
        System.setIn(new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8)));
        String[] all = new String[arguments.length + 3];
        all[0] = "--home";
        all[1] = home.toString();
        all[2] = "admin";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new AnyChatCoreServer().execute(all);
    }

    private List<AdminAccount> accounts() {
        return new AdminAccounts(home).read();
    }

    @Test
    void shouldAddChangeAndRemove() {
        assertEquals(0, run(PASSWORD, "add", "ann", "--role", "operator"));
        assertEquals(AdminRole.OPERATOR, accounts().get(0).role());
        String hash = accounts().get(0).hash();

        assertEquals(0, run("another long one", "passwd", "ann"));
        assertTrue(!accounts().get(0).hash().equals(hash));
        assertEquals(0, run("", "role", "ann", "admin"));
        assertEquals(AdminRole.ADMIN, accounts().get(0).role());
        assertEquals(0, run("", "list"));
        assertEquals(0, run("", "remove", "ann"));
        assertEquals(List.of(), accounts());
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertEquals(1, run("short", "add", "ann"));
        assertEquals(1, run("", "remove", "nobody"));
        assertEquals(64, run(PASSWORD, "add", "ann", "--role", "king"));
        assertEquals(64, run("", "add"));
        assertEquals(64, run(""));
        assertEquals(List.of(), accounts());
    }
}
