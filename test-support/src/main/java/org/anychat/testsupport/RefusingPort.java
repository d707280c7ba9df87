package org.anychat.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP port of all addresses of this machine at which nobody listens, so that whoever connects is refused. It is bound
 * until it is closed: a port that is only known to have been free may be somebody's by the time that it is called. Any
 * thread.
 */
public final class RefusingPort implements AutoCloseable {
    private final Socket bound = new Socket();

    private RefusingPort() throws IOException {
        bound.bind(new InetSocketAddress(0));
    }

    /**
     * Takes a port.
     *
     * @return the port, held
     */
    public static RefusingPort open() {
        try {
            return new RefusingPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where clients are refused.
     *
     * @return its number
     */
    public int port() {
        return bound.getLocalPort();
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
