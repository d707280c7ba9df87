package org.anychat.license.ukey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A token of SoftHSM in a folder of its own, which can be unplugged. */
public final class SoftToken {
    public static final String PIN = "123456";

    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so");

    private final Path folder;
    private final Path plugged;
    private final Path unplugged;
    private final Map<String, String> environment;

    public SoftToken(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        plugged = Files.createDirectories(folder.resolve("tokens"));
        unplugged = folder.resolve("unplugged");
        Path configuration = Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + plugged + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        environment = Map.of("SOFTHSM2_CONF", configuration.toString());
        plugAnother();
    }

    /** Plugs a further token in. */
    void plugAnother() throws IOException, InterruptedException {
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
                .directory(folder.toFile())
                .redirectErrorStream(true);
        init.environment().putAll(environment);
        Process process = init.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("softhsm2-util failed: " + output);
        }
    }

    public static String library() {
        return LIBRARIES.stream()
                .filter(path -> Files.isRegularFile(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("SoftHSM is not installed: see test.sh"));
    }

    public Map<String, String> environment() {
        return environment;
    }

    public UKeyAccess access() {
        return new UKeyAccess(library(), PIN, UKeyAccess.ONLY_TOKEN);
    }

    public UKey ukey() {
        return new UKey(access(), new SecureRandom(), environment);
    }

    public void unplug() throws IOException {
        Files.move(plugged, unplugged);
        Files.createDirectory(plugged);
    }

    public void plug() throws IOException {
        Files.delete(plugged);
        Files.move(unplugged, plugged);
    }
}
