package org.anychat.server;

import java.util.concurrent.atomic.AtomicReference;

/** What procrun calls: {@code start} on one thread, which returns when the server has ended, {@code stop} on another. */
public final class WindowsService {
    private static final AtomicReference<AnyChatCoreServer> RUNNING = new AtomicReference<>();

    private WindowsService() {}

    /**
     * Runs the server; returns when it has ended. A start that fails ends the process, so that Windows sees it.
     *
     * @param args the command line
     */
    public static void start(String[] args) {
        AnyChatCoreServer server = new AnyChatCoreServer();
        RUNNING.set(server);
        int code = server.execute(args);
        if (code != 0) {
            Runtime.getRuntime().halt(code);
        }
    }

    /**
     * Asks the server to end, and waits for it.
     *
     * @param args without meaning
     */
    public static void stop(String[] args) {
        AnyChatCoreServer server = RUNNING.get();
        if (server != null) {
            server.end();
        }
    }
}
