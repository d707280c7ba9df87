package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command-line bot of the Java SDK, in a process of its own. */
final class BotProcess implements AutoCloseable {
    /** What its sample looks like to {@link Probe}. */
    static final String PICTURE = "magenta-yellow";
    /** What its sample sounds like. */
    static final int TONE_HZ = 880;

    private static final String JOINED = " joined room ";
    /** In a line of statistics, which it prints each second. */
    private static final Pattern RECEIVED = Pattern.compile("rx_frames=(\\d+)");

    private final Process process;
    private final ProcessOutput output;

    private BotProcess(Process process) {
        this.process = process;
        this.output = ProcessOutput.of(process, JOINED);
    }

    /** Starts a bot and waits until it is in its room and its media are connected. */
    static BotProcess join(ServerProcess server, String... arguments) {
        return join(List.of(), "127.0.0.1:" + server.tcpPort(), arguments);
    }

    /** The same on a machine of a lab. */
    static BotProcess joinFrom(NetworkLab.Machine machine, String address, String... arguments) {
        return join(machine.prefix(), address, arguments);
    }

    private static BotProcess join(List<String> prefix, String address, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServerProcess.jvmArguments());
        command.addAll(List.of("-cp", ServerProcess.repository().resolve("client-java/target/lib") + "/*"));
        command.addAll(List.of("org.anychat.client.bot.BotMain", "--server", address));
        command.addAll(List.of(arguments));
        try {
            BotProcess bot = new BotProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            bot.output.await();
            return bot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that it has printed so far. */
    String output() {
        return output.toString();
    }

    /** Sends a signal, such as STOP and CONT. */
    void signal(String name) {
        ProcessSignal.send(process, name);
    }

    /** For how many seconds in a row nothing came, at most, in what it has printed from there on. */
    int quietSecondsSince(int length) {
        int longest = 0;
        int quiet = 0;
        String before = "";
        for (Matcher line = RECEIVED.matcher(output().substring(length)); line.find(); before = line.group(1)) {
            quiet = line.group(1).equals(before) ? quiet + 1 : 0;
            longest = Math.max(longest, quiet);
        }
        return longest;
    }

    /** Ends it without a farewell, as a crash would. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
