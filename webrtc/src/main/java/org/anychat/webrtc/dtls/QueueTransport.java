package org.anychat.webrtc.dtls;

import java.io.InterruptedIOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * The protocol library's view of the datagrams: it blocks during the handshake, and afterwards says at once that there
 * is nothing more.
 */
final class QueueTransport implements DatagramTransport {
    /** So that every flight fits into one packet of any path (RFC 8835 and the IPv6 minimum MTU of 1280). */
    static final int SEND_LIMIT = 1200;

    static final int RECEIVE_LIMIT = 2048;

    private final DatagramQueue queue;
    private final DtlsTransport.Output output;
    private final ComputingTurns computing;
    private final FlightGate gate;
    /** Only while there is something in it: most of its life an association has nothing to say. */
    private byte[] flight;

    private int flightLength;
    private int budget = -1;
    private boolean closed;
    /** All waiting before since the handshake got on, as if it had been just now. */
    private volatile long silentSinceNs;

    private volatile boolean waits;
    private long waitedNs;
    private int progress;

    QueueTransport(DtlsRole role, DatagramQueue queue, DtlsTransport.Output output, ComputingTurns computing) {
        gate = new FlightGate(role);
        this.queue = queue;
        this.output = output;
        this.computing = computing;
    }

    /** From now on receiving never blocks, and ends after this many datagrams until it is called again. */
    void receiveAtMost(int datagrams) {
        budget = datagrams;
    }

    /**
     * How long the handshake has waited for its peer, all together, since it got on last; 0 while it does not wait. It gets
     * on where a message has come as a whole that it needs, see {@link FlightGate#progress}, each once: who is slow goes on, and nobody stays by repeating
     * what has come. Any thread.
     */
    long silentNs(long nowNs) {
        return waits ? nowNs - silentSinceNs : 0;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
            throws InterruptedIOException, TlsFatalAlert {
        flush();
        byte[] datagram = budget < 0 ? take(waitMillis) : takeAtOnce();
        if (datagram == null) {
            return -1;
        }
        int copied = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, buffer, offset, copied);
        return copied;
    }

    /**
     * Collects the records of a flight, which the library sends one by one, into as few datagrams as hold them (RFC 6347
     * section 4.1.1): a flight of five datagrams that each may be lost rarely comes through as a whole.
     */
    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (flightLength + length > SEND_LIMIT) {
            flush();
        }
        if (flight == null) {
            flight = new byte[SEND_LIMIT];
        }
        System.arraycopy(buffer, offset, flight, flightLength, length);
        flightLength += length;
    }

    /** Sends what was collected; done by itself when the library wants to receive. */
    void flush() {
        if (flightLength > 0) {
            output.send(flight, 0, flightLength);
            flightLength = 0;
            flight = null;
        }
    }

    @Override
    public void close() {
        flush();
        closed = true;
    }

    private byte[] takeAtOnce() throws NothingReceived {
        byte[] datagram = budget > 0 ? queue.poll() : null;
        if (datagram == null) {
            throw new NothingReceived();
        }
        budget--;
        return datagram;
    }

    private byte[] take(int waitMillis) throws InterruptedIOException, TlsFatalAlert {
        byte[] datagram = next();
        if (datagram == null) {
            await(waitMillis);
            datagram = next();
        }
        if (datagram == null && queue.isClosed()) {
            throw new TlsFatalAlert(AlertDescription.user_canceled);
        }
        return datagram;
    }

    private byte[] next() {
        byte[] datagram = gate.release();
        if (datagram != null) {
            return datagram;
        }
        datagram = queue.poll();
        while (datagram != null && !gate.admit(datagram)) {
            datagram = queue.poll();
        }
        if (gate.progress() > progress) {
            progress = gate.progress();
            waitedNs = 0;
        }
        return datagram;
    }

    /** A handshake that waits for its peer lets others compute. */
    private void await(int waitMillis) throws InterruptedIOException {
        computing.end();
        silentSinceNs = System.nanoTime() - waitedNs;
        waits = true;
        try {
            queue.await(waitMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            waits = false;
            waitedNs = System.nanoTime() - silentSinceNs;
            computing.goOn();
        }
    }

    /** Leaves the library's receive loop; of all exceptions only this kind does not end the association. */
    static final class NothingReceived extends InterruptedIOException {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
