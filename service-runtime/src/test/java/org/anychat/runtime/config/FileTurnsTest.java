package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, and several threads of one, change one file. */
class FileTurnsTest {
    private static final int CHANGES = 200;
    private static final int OTHERS = 2;

    @TempDir
    Path folder;

    /** Counts on in a file; the program of another process too. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            for (int i = 0; i < CHANGES; i++) {
                FileTurns.take(file, () -> {
                    int before = Integer.parseInt(Files.readString(file));
                    AtomicFiles.write(file, Integer.toString(before + 1));
                    return null;
                });
            }
        }
    }

    @Test
    void shouldLoseNoChangeOfAnotherProcessOrThread() throws Exception {
        Path file = folder.resolve("count.txt");
        Files.writeString(file, "0");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Counter.class.getName(),
                            file.toString())
                    .inheritIO()
                    .start());
        }
        Thread thread = new Thread(() -> {
            try {
                Counter.main(new String[] {file.toString()});
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        Counter.main(new String[] {file.toString()});
        thread.join();
        try {
            for (Process process : processes) {
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
                assertEquals(0, process.exitValue());
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        assertEquals((OTHERS + 2) * CHANGES, Integer.parseInt(Files.readString(file)));
    }

    @Test
    void shouldKeepTheLockToItsOwner() throws IOException {
        Path file = folder.resolve("count.txt");
        assertEquals("made", FileTurns.take(file, () -> "made"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".count.txt.lock"))));
    }

    @Test
    void shouldNotWaitForEver() throws IOException {
        Path file = folder.resolve("count.txt");
        assertThrows(IOException.class, () -> FileTurns.take(file, () -> FileTurnsTest.inAnotherThread(file)));
        assertEquals("free", FileTurns.take(file, () -> "free"));
    }

    private static String inAnotherThread(Path file) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            return FileTurns.take(file, () -> "never");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .join();
        } catch (CompletionException e) {
            throw ((UncheckedIOException) e.getCause()).getCause();
        }
    }
}
