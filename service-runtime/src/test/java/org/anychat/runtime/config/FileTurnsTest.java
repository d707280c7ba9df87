package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        for (Process process : processes) {
            assertEquals(0, process.waitFor());
        }

        assertEquals((OTHERS + 2) * CHANGES, Integer.parseInt(Files.readString(file)));
    }
}
