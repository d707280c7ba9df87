package org.anychat.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanFileTest {
    @TempDir
    Path folder;

    private Path file;
    private BanFile store;

    @BeforeEach
    void name() {
        file = folder.resolve("bans.txt");
        store = new BanFile(file);
    }

    @Test
    void shouldHaveNoBansWithoutAFile() throws IOException {
        assertEquals(List.of(), store.read());
    }

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        List<BanDecision> bans = List.of(ban("10.*", 0), ban("2001:db8:*", 1_900_000_000_000L));
        store.write(List.of(ban("192.0.2.1", 0)));
        store.write(bans);

        assertEquals(bans, store.read());
        assertTrue(Files.readString(file).contains("2001:db8:* 2030-03-17T17:46:40Z"));
    }

    @Test
    void shouldLeaveOutLinesThatAreNoBans() throws IOException {
        Files.writeString(file, "\n# comment\n10.*\nexample.org\n10.1.2.3 tomorrow\n10.1.2.3 1 2\n*\n192.0.2.1\r\n");

        assertEquals(List.of(ban("10.*", 0), ban("192.0.2.1", 0)), store.read());
    }

    @Test
    void shouldSayWhichFileCannotBeRead() throws IOException {
        Files.write(file, new byte[] {'1', (byte) 0xFF, (byte) 0xFE});
        assertTrue(assertThrows(IOException.class, store::read).getMessage().contains(file.toString()));
        Files.write(file, new byte[2_000_000]);
        assertTrue(assertThrows(IOException.class, store::read).getMessage().contains("larger than"));
    }

    @Test
    void shouldKeepTheFileWhereItCannotWrite() throws IOException {
        store.write(List.of(ban("10.*", 0)));
        BanFile elsewhere = new BanFile(folder.resolve("missing").resolve("bans.txt"));

        assertThrows(IOException.class, () -> elsewhere.write(List.of()));
        assertEquals(List.of(ban("10.*", 0)), store.read());
    }

    @Test
    void shouldRememberWhenEachWasDecidedAndWhatWasTakenBack() throws IOException {
        List<BanDecision> decisions = List.of(
                new BanDecision("10.*", 0, 1_900_000_000_000L, false),
                new BanDecision("192.0.2.1", 0, 1_900_000_000_001L, true));
        store.write(decisions);

        assertEquals(decisions, store.read());
        assertTrue(Files.readString(file).contains("# 10.* banned 2030-03-17T17:46:40Z\n10.*\n"));
    }

    @Test
    void shouldTakeTheWordOfWhoeverHasEditedTheFile() throws IOException {
        Files.writeString(file, """
                # 10.* banned 2030-03-17T17:46:40Z
                # 192.0.2.1 admitted 2030-03-17T17:46:40Z
                192.0.2.1
                # 192.0.2.2 admitted yesterday
                # example.org admitted 2030-03-17T17:46:40Z
                """);

        assertEquals(List.of(ban("192.0.2.1", 0)), store.read());
    }

    /** Of whose time nothing is known. */
    private static BanDecision ban(String pattern, long untilMs) {
        return new BanDecision(pattern, untilMs, 0, false);
    }
}
