package org.anychat.server.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * "Press q to exit" on a terminal. Input is read only when there is some and the server is in the terminal's foreground:
 * a background job that reads is stopped by the system, and would serve no more.
 */
public final class QuitKey {
    private static final long POLL_MS = 200;
    private static final Path STDIN = Path.of("/proc/self/fd/0");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int PROCESS_GROUP = 2;
    private static final int FOREGROUND_GROUP = 5;

    private final InputStream input;
    private final BooleanSupplier foreground;
    private final Runnable quit;
    private final ScheduledExecutorService poller;

    private QuitKey(InputStream input, BooleanSupplier foreground, Runnable quit) {
        this.input = input;
        this.foreground = foreground;
        this.quit = quit;
        this.poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "quit-key");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Whether a person may type at this process.
     *
     * @return whether standard input is a terminal
     */
    public static boolean atTerminal() {
        try {
            String target = Files.readSymbolicLink(STDIN).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // No Linux, and Java does not tell: whoever sends a q means it.
            return true;
        }
    }

    /**
     * Watches standard input, from a thread of its own, as long as the process lives.
     *
     * @param quit called once, when a line that begins with q or Q comes
     */
    public static void watch(Runnable quit) {
        watch(System.in, QuitKey::inForeground, quit);
    }

    static void watch(InputStream input, BooleanSupplier foreground, Runnable quit) {
        QuitKey key = new QuitKey(input, foreground, quit);
        var unused = key.poller.scheduleWithFixedDelay(key::poll, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            while (foreground.getAsBoolean() && input.available() > 0) {
                int read = input.read();
                if (read == 'q' || read == 'Q') {
                    poller.shutdown();
                    quit.run();
                    return;
                }
            }
        } catch (IOException e) {
            // The terminal is gone.
            poller.shutdown();
        }
    }

    private static boolean inForeground() {
        try {
            String stat = Files.readString(STAT);
            // The name in brackets may hold anything; what counts comes after it.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return fields.get(PROCESS_GROUP).equals(fields.get(FOREGROUND_GROUP));
        } catch (IOException e) {
            return true;
        }
    }
}
