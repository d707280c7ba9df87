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

    @Option(
            names = "--other-server-lib",
            paramLabel = "FOLDER",
            description = "Where the jars of another build are: the server anychat-other of --servers, to be compared.")
    private Path otherLib;

    @Option(names = "--jvm-args", required = true, paramLabel = "FILE", description = "The server's JVM arguments.")
    private Path jvmArgs;

    @Option(
            names = "--other-jvm-args",
            paramLabel = "FILE",
            description = "Those of the server anychat-other, where they are what is to be compared.")
    private Path otherJvmArgs;

    /** Starts one with lines added to the base settings of its ini, and waits until it is ready. */
    MeasuredServer start(String... baseSettings) throws IOException, InterruptedException {
        return start(List.of(), baseSettings);
    }

    /** The same, with words before its command that pin it to cores. */
    MeasuredServer start(List<String> pinning, String... baseSettings) throws IOException, InterruptedException {
        return MeasuredServer.start(lib, jvmArgs, pinning, baseSettings);
    }

    /** The other build, or the same with other arguments, to be measured by turns with this one. */
    ServerOptions other() throws IOException {
        if (otherLib == null && otherJvmArgs == null) {
            throw new IOException("--other-server-lib or --other-jvm-args says what is to be compared");
        }
        ServerOptions other = new ServerOptions();
        other.lib = otherLib == null ? lib : otherLib;
        other.jvmArgs = otherJvmArgs == null ? jvmArgs : otherJvmArgs;
        return other;
    }
}
