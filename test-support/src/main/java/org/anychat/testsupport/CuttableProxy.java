package org.anychat.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port before a server's, whose connections a test can cut or freeze as a broken network does. Any thread. */
public final class CuttableProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Socket> frozen = new CopyOnWriteArrayList<>();
    private volatile boolean blocked;

    private CuttableProxy(int serverPort) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        daemon(this::accept);
    }

    /**
     * Opens a port.
     *
     * @param serverPort the server's, on loopback
     * @return a proxy on a free port
     */
    public static CuttableProxy to(int serverPort) {
        try {
            return new CuttableProxy(serverPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where clients connect to.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /** Drops every connection without a good-bye; new ones are taken, unless {@link #block} says otherwise. */
    public void cut() {
        sockets.forEach(CuttableProxy::reset);
        sockets.clear();
    }

    /**
     * Drops new connections as soon as they come, or takes them again.
     *
     * @param on whether the way is blocked
     */
    public void block(boolean on) {
        blocked = on;
    }

    /** Lets the connections that there are carry nothing any more, without an end that either side could see. */
    public void freeze() {
        frozen.addAll(sockets);
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // Where the other side was quicker, that is as good.
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            if (blocked) {
                reset(client);
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.addAll(List.of(client, server));
            daemon(() -> pump(client, server));
            daemon(() -> pump(server, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream input = from.getInputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                if (!frozen.contains(from)) {
                    to.getOutputStream().write(buffer, 0, count);
                }
            }
        }
    }

    /** What a thread does until its socket closes. */
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the sockets is closed: the thread has nothing left to do.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
