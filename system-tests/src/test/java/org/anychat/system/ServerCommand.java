package org.anychat.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the real command line that ends by itself.
 *
 * @param exitCode what the shell was told
 * @param output everything that was printed
 */
record ServerCommand(int exitCode, String output) {
    private static final long SECONDS = 120;

    static ServerCommand run(Path home, String... arguments) {
        return run(home, Map.of(), arguments);
    }

    static ServerCommand run(Path home, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short runs: what compiles quickly is quick.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", ServerProcess.repository().resolve("server/target/lib") + "/*"));
        command.addAll(List.of("org.anychat.server.AnyChatCoreServer", "--home", home.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the command did not end:\n" + output);
            }
            return new ServerCommand(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
