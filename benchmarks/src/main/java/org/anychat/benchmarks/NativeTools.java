package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C programs, compiled on the spot. */
record NativeTools(Path load, Path floor) {
    private static final String INSTALL =
            "The forwarding figures need a C compiler and OpenSSL's headers (Debian: apt-get install gcc libssl-dev).";

    static NativeTools compile(Path sources, Path folder) throws IOException, InterruptedException {
        NativeTools tools = new NativeTools(folder.resolve("load"), folder.resolve("floor"));
        gcc(tools.load(), sources, "load.c", "connect.c", "media.c", "attack.c", "mumble.c", "feedback.c");
        gcc(tools.floor(), sources, "floor.c");
        return tools;
    }

    /** The words before a command that keep it to cores, such as {@code 0} or {@code 0-1}. */
    static List<String> pinning(String cores) {
        return List.of("taskset", "-c", cores);
    }

    /** The same for what takes the core only when nobody else wants it. */
    static List<String> pinningBehindOthers(String cores) {
        return command(pinning(cores), "chrt", "-i", "0");
    }

    /** Keeps this process to cores, as it is a part of the load. */
    static void pinThisProcess(String cores) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process taskset = new ProcessBuilder("taskset", "-a", "-p", "-c", cores, pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("no such cores: " + cores);
        }
    }

    /** A command line behind the words that pin it to a core. */
    static List<String> command(List<String> pinning, String... words) {
        List<String> command = new ArrayList<>(pinning);
        command.addAll(List.of(words));
        return command;
    }

    private static void gcc(Path program, Path sources, String... files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-march=native", "-o", program.toString()));
        for (String file : files) {
            command.add(sources.resolve(file).toString());
        }
        command.addAll(List.of("-lssl", "-lcrypto"));
        try {
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0 || !Files.isExecutable(program)) {
                throw new IOException(INSTALL + "\n" + said);
            }
        } catch (IOException e) {
            throw new IOException(INSTALL, e);
        }
    }
}
