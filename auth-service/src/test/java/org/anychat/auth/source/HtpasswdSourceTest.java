package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anychat.contracts.ServiceError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtpasswdSourceTest {
    private static final String BCRYPT = "$2y$06$gWsKhcsRvyp7eIXmugIAR.8OXGw1QjTHQBs4FhwC6M9TheNk8XsU2";

    @TempDir
    private Path folder;

    private Path file;
    private HtpasswdSource source;

    @BeforeEach
    void makeSource() {
        file = folder.resolve("users");
        source = new HtpasswdSource(file);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    @Test
    void shouldVerifyAUserOfTheFile() throws Exception {
        write("# people\n\nann:" + BCRYPT + "\n");
        assertEquals(VerifiedUser.named("ann"), source.verify(Verifying.typed("ann", "secret")));
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.refusal(source, "ann", "wrong"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "Ann", "secret"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "# people", "secret"));
    }

    @Test
    void shouldReadTheFileAnewWhenItHasChanged() throws Exception {
        write("ann:" + BCRYPT + "\n");
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "ben", "secret"));
        write("ann:" + BCRYPT + "\nben:" + BCRYPT + "\n");
        source.verify(Verifying.typed("ben", "secret"));
        write("ben:" + BCRYPT + "\n");
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "ann", "secret"));
    }

    @Test
    void shouldBeBrokenWithoutTheFileAndWorkOnceItIsThere() throws Exception {
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", "secret"));
        write("ann:" + BCRYPT + "\n");
        source.verify(Verifying.typed("ann", "secret"));
        Files.delete(file);
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", "secret"));
    }

    @Test
    void shouldBeBrokenByAFileThatIsTooLargeOrNoText() throws Exception {
        Files.write(file, new byte[HtpasswdSource.MAX_BYTES + 1]);
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", "secret"));
        Files.write(file, new byte[] {'a', ':', (byte) 0xFF});
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", "secret"));
    }

    @Test
    void shouldNameTheLinesThatAreWrongAndUseTheOthers() {
        HtpasswdLines lines = HtpasswdLines.parse("ann:" + BCRYPT + "\nnonsense\nben:cleartext\n:x\nann:" + BCRYPT
                + "\ncat:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n" + "x".repeat(2_000) + ":y\n");
        assertEquals(List.of("ann", "cat"), lines.names());
        String problems = String.join("\n", lines.problems());
        for (int line : new int[] {2, 3, 4, 5, 6, 7}) {
            assertTrue(problems.contains("line " + line), problems);
        }
        assertFalse(problems.contains("cleartext"), problems);
    }

    @Test
    void shouldChangeOneUserAndLeaveEveryOtherLineAsItIs() throws Exception {
        write("# kept\nann:" + BCRYPT + "\nnonsense kept, too\nben:" + BCRYPT + "\n");
        UserAccounts accounts = new HtpasswdAccounts(file);
        accounts.changePassword("ann", "new");
        accounts.add("cat", "meow", 0, null);
        accounts.remove("ben");
        List<String> lines = Files.readAllLines(file);
        assertEquals("# kept", lines.get(0));
        assertTrue(lines.get(1).startsWith("ann:$argon2id$"), lines.get(1));
        assertEquals("nonsense kept, too", lines.get(2));
        assertTrue(lines.get(3).startsWith("cat:$argon2id$"), lines.get(3));
        assertEquals(4, lines.size());
        source.verify(Verifying.typed("ann", "new"));
        source.verify(Verifying.typed("cat", "meow"));
        assertEquals(
                List.of("ann", "cat"),
                accounts.list().stream().map(UserAccounts.Account::name).toList());
    }
}
