package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Leave to bring somebody else's connection: given to gateways over the bus, where no stranger is, and shown once by the
 * connection that follows. 128 random bits each; few at a time and for a short time. Any thread.
 */
public final class StreamTickets {
    /** The length of a ticket. */
    public static final int LENGTH = 16;
    /** How a frame with a ticket begins: with none of the first bytes of RFC 7983. */
    public static final byte MARK = 'T';

    static final int AT_ONCE = 1_000;
    static final long LIFE_NS = TimeUnit.SECONDS.toNanos(10);

    private final SecureRandom random;
    private final Map<ByteBuffer, Ticket> open = new HashMap<>();
    private final ArrayDeque<Ticket> byAge = new ArrayDeque<>();

    private record Ticket(ByteBuffer id, InetSocketAddress client, long endNs) {}

    /**
     * Makes a booth.
     *
     * @param random a cryptographic source
     */
    public StreamTickets(SecureRandom random) {
        this.random = random;
    }

    /**
     * Gives a ticket.
     *
     * @param client whose connection will be brought
     * @param nowNs on the clock of {@link System#nanoTime}
     * @return {@link #LENGTH} bytes, good once and for ten seconds; empty where too many are out
     */
    public synchronized Optional<byte[]> issue(InetSocketAddress client, long nowNs) {
        forgetOld(nowNs);
        if (open.size() >= AT_ONCE) {
            return Optional.empty();
        }
        byte[] id = new byte[LENGTH];
        random.nextBytes(id);
        Ticket ticket = new Ticket(ByteBuffer.wrap(id), client, nowNs + LIFE_NS);
        open.put(ticket.id(), ticket);
        byAge.addLast(ticket);
        return Optional.of(id.clone());
    }

    /** Takes a ticket back; null where it is none. */
    synchronized InetSocketAddress redeem(byte[] data, int offset, int length, long nowNs) {
        if (length != LENGTH) {
            return null;
        }
        forgetOld(nowNs);
        Ticket ticket = open.remove(ByteBuffer.wrap(data, offset, length));
        if (ticket == null) {
            return null;
        }
        byAge.remove(ticket);
        return ticket.client();
    }

    private void forgetOld(long nowNs) {
        for (Iterator<Ticket> oldest = byAge.iterator(); oldest.hasNext(); ) {
            Ticket ticket = oldest.next();
            if (nowNs - ticket.endNs() < 0) {
                return;
            }
            oldest.remove();
            open.remove(ticket.id());
        }
    }
}
