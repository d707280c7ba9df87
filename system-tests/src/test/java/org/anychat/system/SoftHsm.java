package org.anychat.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A UKey made of software: a token of SoftHSM with a folder of its own. */
final class SoftHsm {
    static final String PIN = "123456";

    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so");

    private final Path folder;
    private final Path configuration;

    SoftHsm(Path home) throws IOException, InterruptedException {
        folder = Files.createDirectory(home.resolve("softhsm"));
        configuration = configuration("tokens");
        ProcessBuilder init = new ProcessBuilder(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "anychat",
                        "--pin",
                        PIN,
                        "--so-pin",
                        "87654321")
                .redirectErrorStream(true);
        init.environment().putAll(environment());
        Process process = init.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("softhsm2-util failed: " + output);
        }
    }

    static String library() {
        return LIBRARIES.stream()
                .filter(path -> Files.isRegularFile(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("SoftHSM is not installed: see test.sh"));
    }

    Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", configuration.toString());
    }

    Path emptyConfiguration() throws IOException {
        return configuration("no-tokens");
    }

    private Path configuration(String tokens) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(tokens));
        return Files.writeString(
                folder.resolve(tokens + ".conf"),
                "directories.tokendir = " + directory + "\nobjectstore.backend = file\n");
    }
}
