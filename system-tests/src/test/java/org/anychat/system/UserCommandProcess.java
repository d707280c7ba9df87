package org.anychat.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The commands {@code AnyChatCoreServer user} and {@code admin} in a process of their own. */
final class UserCommandProcess {
    private static final long DEADLINE_SECONDS = 60;

    private UserCommandProcess() {}

    /** What it printed, both streams apart, and how it ended. */
    record Outcome(int exitCode, String output, String errors) {}

    static Outcome run(Path home, String standardInput, String... arguments) throws Exception {
        return run("user", home, standardInput, arguments);
    }

    static Outcome admin(Path home, String standardInput, String... arguments) throws Exception {
        return run("admin", home, standardInput, arguments);
    }

    private static Outcome run(String family, Path home, String standardInput, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ServerProcess.repository().resolve("server/target/lib") + "/*",
                "org.anychat.server.AnyChatCoreServer",
                "--home",
                home.toString(),
                family));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        try (var in = process.getOutputStream()) {
            in.write(standardInput.getBytes(StandardCharsets.UTF_8));
        }
        String output = text(process.getInputStream());
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end");
        }
        return new Outcome(process.exitValue(), output, errors.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
