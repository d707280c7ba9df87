package org.anychat.testsupport;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A datagram network in memory, driven by a {@link FakeClock}: nothing arrives before the clock is advanced (by 0 is
 * enough on a network without delay). The same seed and the same calls give the same deliveries. For one thread.
 */
public final class VirtualNetwork {
    /** Bytes behind every delivered datagram that the receiver may overwrite. */
    public static final int TAIL_ROOM = 64;

    private static final long NS_PER_MS = 1_000_000;
    private static final int LONGEST_HOLD_MS = 20;
    private static final int IP_AND_UDP_BYTES = 28;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long BITS_PER_BYTE = 8;

    private final FakeClock clock;
    private final Random random;
    private final Map<InetSocketAddress, Endpoint> endpoints = new HashMap<>();
    private final Map<InetSocketAddress, Bottleneck> bottlenecks = new HashMap<>();
    private LinkConditions conditions = LinkConditions.PERFECT;
    private long deliveredCount;
    private long lostCount;

    /**
     * Makes a perfect network without endpoints.
     *
     * @param clock drives the deliveries
     * @param random decides about loss, duplication and reordering
     */
    public VirtualNetwork(FakeClock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Changes how datagrams sent from now on are treated.
     *
     * @param newConditions for all links
     */
    public void conditions(LinkConditions newConditions) {
        conditions = newConditions;
    }

    /**
     * Puts a slow link with a queue before an address, or changes the speed of the one that is there. What would wait for
     * longer than the queue is long is lost.
     *
     * @param to the address
     * @param bitrateBps of whole datagrams, IP and UDP included
     * @param queueMs how long a datagram may wait at most
     */
    public void throttle(InetSocketAddress to, long bitrateBps, long queueMs) {
        Bottleneck bottleneck = bottlenecks.computeIfAbsent(to, absent -> new Bottleneck());
        bottleneck.bitrateBps = bitrateBps;
        bottleneck.queueNs = queueMs * NS_PER_MS;
    }

    /** A link that takes one datagram after the other. */
    private static final class Bottleneck {
        private static final long FULL = -1;

        private long bitrateBps;
        private long queueNs;
        private boolean used;
        private long freeNs;

        /** How long a datagram takes through, or FULL. */
        long passNs(int length, long nowNs) {
            long waitNs = used ? Math.max(0, freeNs - nowNs) : 0;
            if (waitNs > queueNs) {
                return FULL;
            }
            long takesNs = (length + IP_AND_UDP_BYTES) * BITS_PER_BYTE * NS_PER_SECOND / bitrateBps;
            used = true;
            freeNs = nowNs + waitNs + takesNs;
            return waitNs + takesNs;
        }
    }

    /**
     * Opens an endpoint.
     *
     * @param address not in use
     * @param receiver gets the datagrams sent to the address
     * @return the open endpoint
     */
    public Endpoint bind(InetSocketAddress address, Receiver receiver) {
        Endpoint endpoint = new Endpoint(receiver);
        endpoint.rebind(address);
        return endpoint;
    }

    /**
     * How many datagrams arrived, duplicates included.
     *
     * @return a count
     */
    public long deliveredCount() {
        return deliveredCount;
    }

    /**
     * How many datagrams were lost, or found nobody at their destination.
     *
     * @return a count
     */
    public long lostCount() {
        return lostCount;
    }

    private void transmit(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        if (random.nextDouble() < conditions.loss()) {
            lostCount++;
            return;
        }
        Bottleneck bottleneck = bottlenecks.get(to);
        long passNs = bottleneck == null ? 0 : bottleneck.passNs(datagram.length, clock.nowNs());
        if (passNs == Bottleneck.FULL) {
            lostCount++;
            return;
        }
        clock.schedule(passNs + delayNs(), () -> deliver(from, to, datagram));
        if (random.nextDouble() < conditions.duplication()) {
            clock.schedule(passNs + delayNs(), () -> deliver(from, to, datagram));
        }
    }

    private long delayNs() {
        boolean held = random.nextDouble() < conditions.reordering();
        long holdMs = held ? 1 + random.nextInt(LONGEST_HOLD_MS) : 0;
        return (conditions.delayMs() + holdMs) * NS_PER_MS;
    }

    private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        Endpoint endpoint = endpoints.get(to);
        if (endpoint == null) {
            lostCount++;
            return;
        }
        deliveredCount++;
        byte[] buffer = new byte[datagram.length + TAIL_ROOM];
        System.arraycopy(datagram, 0, buffer, 0, datagram.length);
        endpoint.receiver.onDatagram(buffer, 0, datagram.length, from);
    }

    /** Takes the datagrams of an endpoint. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * A datagram arrived, at the clock's now.
         *
         * @param data holds the datagram and {@link #TAIL_ROOM} more bytes; the receiver's own
         * @param offset of the first byte
         * @param length in bytes
         * @param from the sender's address at the time of sending
         */
        void onDatagram(byte[] data, int offset, int length, InetSocketAddress from);
    }

    /** A socket of the network. */
    public final class Endpoint implements AutoCloseable {
        private final Receiver receiver;
        private InetSocketAddress address;

        private Endpoint(Receiver receiver) {
            this.receiver = receiver;
        }

        /**
         * The address others send to.
         *
         * @return null after {@link #close}
         */
        public InetSocketAddress address() {
            return address;
        }

        /**
         * Moves to another address, as behind a NAT that forgot its binding, or from Wi-Fi to mobile.
         *
         * @param newAddress not in use
         */
        public void rebind(InetSocketAddress newAddress) {
            if (endpoints.putIfAbsent(newAddress, this) != null) {
                throw new IllegalStateException("in use: " + newAddress);
            }
            close();
            address = newAddress;
        }

        /**
         * Sends a copy of a datagram.
         *
         * @param data holds the datagram; the caller's again after the call
         * @param offset of the first byte
         * @param length in bytes
         * @param to the destination
         */
        public void send(byte[] data, int offset, int length, InetSocketAddress to) {
            if (address == null) {
                throw new IllegalStateException("closed");
            }
            byte[] datagram = new byte[length];
            System.arraycopy(data, offset, datagram, 0, length);
            transmit(address, to, datagram);
        }

        /** Leaves the network; datagrams under way to it are lost. */
        @Override
        public void close() {
            if (address != null) {
                endpoints.remove(address);
                address = null;
            }
        }
    }
}
