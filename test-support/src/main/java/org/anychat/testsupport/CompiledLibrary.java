package org.anychat.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A shared library made of a C source while a test runs, with gcc. */
public final class CompiledLibrary {
    private CompiledLibrary() {}

    /**
     * Compiles a library with all warnings as errors.
     *
     * @param library where to write it
     * @param source the C file
     * @return the library
     */
    public static Path make(Path library, Path source) {
        try {
            Process gcc = new ProcessBuilder(List.of(
                            "gcc",
                            "-std=c11",
                            "-D_DEFAULT_SOURCE",
                            "-O1",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-fPIC",
                            "-fvisibility=hidden",
                            "-shared",
                            "-o",
                            library.toString(),
                            source.toString()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                throw new AssertionError("gcc failed for " + source + ":\n" + output);
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException("gcc is needed (Debian: apt-get install gcc libc6-dev)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
