package org.anychat.auth.plugin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.anychat.auth.plugin.child.NativeFilterMain;

/** Loads a native library, in a process of its own that runs with this server's Java and class path. */
final class NativePluginLoader implements PluginLoader {
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash");
    /** What a crash leaves behind, in the server's folder; the next one writes over it. */
    static final String CRASH_FILE = "SDKFilterPlus-crash.log";

    private final FilterConfig config;
    private final Outbox outbox;

    NativePluginLoader(FilterConfig config, Outbox outbox) {
        this.config = config;
        this.outbox = outbox;
    }

    @Override
    public LoadedPlugin load() throws PluginException {
        requireLibrary();
        NativePlugin plugin = new NativePlugin(start(), outbox);
        plugin.awaitReady();
        return plugin;
    }

    private void requireLibrary() throws PluginException {
        if (!Files.isRegularFile(config.file())) {
            throw PluginException.lasting("there is no such file");
        }
        boolean windows = isWindows();
        if (config.file().toString().toLowerCase(Locale.ROOT).endsWith(".dll") != windows) {
            throw PluginException.lasting(
                    windows
                            ? "it is not a library of Windows. Name the plug-in's .dll"
                            : "it is a library of Windows. Name the plug-in's .so for this system");
        }
    }

    private Process start() throws PluginException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-XX:ErrorFile=" + config.home().resolve(CRASH_FILE));
        command.addAll(List.of("-cp", classPath(), NativeFilterMain.class.getName()));
        command.addAll(List.of(config.file().toString(), Integer.toString(config.threads())));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(config.home().toFile());
        addLibraryPath(builder.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw PluginException.passing("its process cannot be started: " + e.getMessage());
        }
    }

    /** The child runs in another folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Libraries that the plug-in needs are looked for beside it and in the server's folder, as ever. */
    private void addLibraryPath(Map<String, String> environment) {
        String variable = isWindows() ? "Path" : "LD_LIBRARY_PATH";
        String folders = config.file().getParent() + File.pathSeparator + config.home();
        environment.merge(variable, folders, (before, ours) -> ours + File.pathSeparator + before);
    }

    /** What a plug-in prints is in the encoding of its strings. */
    static Charset outputCharset() {
        return isWindows() ? Charset.forName(System.getProperty("native.encoding", "UTF-8")) : StandardCharsets.UTF_8;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
