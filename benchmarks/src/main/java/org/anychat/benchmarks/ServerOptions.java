package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which server to measure. */
final class ServerOptions {
    @Option(
            names = "--server-lib",
            required = true,
            paramLabel = "FOLDER",
            description = "Where the server's jars are.")
    private Path lib;

    @Option(names = "--jvm-args", required = true, paramLabel = "FILE", description = "The server's JVM arguments.")
    private Path jvmArgs;

    /** Starts one with lines added to the base settings of its ini, and waits until it is ready. */
    MeasuredServer start(String... baseSettings) throws IOException, InterruptedException {
        return start(List.of(), baseSettings);
    }

    /** The same, with words before its command that pin it to cores. */
    MeasuredServer start(List<String> pinning, String... baseSettings) throws IOException, InterruptedException {
        return MeasuredServer.start(lib, jvmArgs, pinning, baseSettings);
    }
}
