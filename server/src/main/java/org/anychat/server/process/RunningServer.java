package org.anychat.server.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.anychat.server.log.ServerLog;

/** The server that runs in a folder, seen from another process. */
public final class RunningServer {
    private static final long STOP_SECONDS = 30;

    private RunningServer() {}

    /**
     * Asks it to end, and waits for it.
     *
     * @param home the folder
     * @return what came of it, for the administrator
     * @throws IOException where it cannot be found out, or does not end
     */
    public static String stop(Path home) throws IOException {
        Optional<ProcessHandle> server = HomeLock.holder(home);
        if (server.isEmpty()) {
            return "No server runs in " + home + ".";
        }
        ProcessHandle process = server.orElseThrow();
        if (!process.destroy()) {
            throw new IOException("process " + process.pid() + " belongs to another user; ask that user, or root");
        }
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            return "Stopped: process " + process.pid() + ".";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " has not ended after " + STOP_SECONDS + " s", e);
        }
    }

    /**
     * What a person wants to know of a daemon that is ready.
     *
     * @param home its folder
     * @param start how it started
     * @return some lines
     */
    public static String described(Path home, Daemon.Start start) {
        String ready = start.output()
                .lines()
                .dropWhile(line -> !line.contains(Daemon.READY))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .collect(Collectors.joining("\n"));
        return "The server runs in the background, process " + start.pid() + ":\n" + ready + "\nLog:   "
                + home.resolve(ServerLog.FILE) + "\nStop:  AnyChatCoreServer --stop\n";
    }

    /**
     * Words for somebody who wants to start a second one in the same folder.
     *
     * @param home the folder
     * @return a sentence
     */
    public static String inTheWay(Path home) {
        String process;
        try {
            process = HomeLock.holder(home)
                    .map(server -> "process " + server.pid())
                    .orElse("a process that has just started or ended");
        } catch (IOException e) {
            process = "another process";
        }
        return "a server runs in " + home + " already, " + process
                + ". Stop it with --stop, or start this one in a folder of its own with --home.";
    }
}
