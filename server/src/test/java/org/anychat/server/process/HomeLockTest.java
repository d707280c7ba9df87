package org.anychat.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path home;

    @Test
    void shouldNameThisProcessWhileItIsHeld() throws IOException {
        try (HomeLock lock = HomeLock.take(home).orElseThrow()) {
            assertEquals(ProcessHandle.current().pid() + "\n", text(), lock::toString);
            assertEquals(Optional.of(ProcessHandle.current()), HomeLock.holder(home));
        }
        assertEquals("", text());
        assertEquals(Optional.empty(), HomeLock.holder(home));
    }

    @Test
    void shouldBeHeldOnce() throws IOException {
        try (HomeLock first = HomeLock.take(home).orElseThrow()) {
            assertEquals(Optional.empty(), HomeLock.take(home), first::toString);
        }
        HomeLock.take(home).orElseThrow().close();
    }

    @Test
    void shouldNotBeHeldByWhatAKilledServerLeftBehind() throws IOException {
        Files.writeString(home.resolve(HomeLock.FILE), "1\n");

        assertEquals(Optional.empty(), HomeLock.holder(home));
        try (HomeLock lock = HomeLock.take(home).orElseThrow()) {
            assertEquals(ProcessHandle.current().pid() + "\n", text(), lock::toString);
        }
    }

    @Test
    void shouldNotBelieveGarbage() throws IOException {
        try (HomeLock lock = HomeLock.take(home).orElseThrow()) {
            Files.writeString(home.resolve(HomeLock.FILE), "-1; rm -rf\n");

            assertEquals(Optional.empty(), HomeLock.holder(home), lock::toString);
            assertTrue(RunningServer.inTheWay(home).contains("--stop"));
        }
    }

    private String text() throws IOException {
        return Files.readString(home.resolve(HomeLock.FILE));
    }
}
