package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals of POSIX, such as STOP and CONT, to processes that tests have started. */
final class ProcessSignal {
    private ProcessSignal() {}

    /** Sends it; fails where the process is not there any more. */
    static void send(Process process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("process " + process.pid() + " is not there any more");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
