package org.anychat.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.anychat.testsupport.CompiledLibrary;

/** Wall clocks of processes, one for each, that are set while they run. Steady clocks go on, as they do on a machine. */
final class WallClocks {
    private final Path folder;
    private final Path library;

    /** Compiles what is loaded into the processes. */
    WallClocks(Path folder) throws IOException {
        this.folder = folder;
        Path source = folder.resolve("wall_clock.c");
        try (InputStream text =
                WallClocks.class.getResourceAsStream(source.getFileName().toString())) {
            Files.copy(text, source);
        }
        library = CompiledLibrary.make(folder.resolve("wall_clock.so"), source);
    }

    /** The variables with which the process of that name has a clock of its own. */
    Map<String, String> environment(String name) {
        return Map.of(
                "LD_PRELOAD", library.toString(), "WALL_CLOCK_FILE", file(name).toString());
    }

    /** From now on the clock of that process is ahead by so much, or behind by a negative one. */
    void set(String name, Duration ahead) {
        Path next = folder.resolve(name + ".next");
        try {
            Files.writeString(next, Long.toString(ahead.toSeconds()));
            Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".clock");
    }
}
