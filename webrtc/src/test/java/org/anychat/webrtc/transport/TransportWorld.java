package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** A client and a server on a virtual network, both on the loop of the test's thread. */
final class TransportWorld implements AutoCloseable {
    static final InetSocketAddress SERVER_ADDRESS = new InetSocketAddress("192.0.2.1", 8907);
    static final InetSocketAddress CLIENT_ADDRESS = new InetSocketAddress("198.51.100.7", 40000);

    private static final long STEP_MS = 5;
    private static final long TIMER_NS = 20_000_000;

    final FakeClock clock = new FakeClock();
    final VirtualNetwork network;
    final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    final DtlsWorkers workers;
    final TransportPeer server;
    final TransportPeer client;

    TransportWorld(Random random, LinkConditions conditions) {
        this(random, conditions, TransportPatience.CLIENTS);
    }

    TransportWorld(Random random, LinkConditions conditions, TransportPatience ofTheClient) {
        network = new VirtualNetwork(clock, random);
        network.conditions(conditions);
        workers = new DtlsWorkers(TransportPeer.RANDOM);
        server = new TransportPeer(this, IceRole.LITE, SERVER_ADDRESS);
        client = new TransportPeer(this, IceRole.CONTROLLING, ofTheClient, CLIENT_ADDRESS);
        clock.every(TIMER_NS, server.transport::onTimer);
        clock.every(TIMER_NS, client.transport::onTimer);
    }

    /** As after offer and answer. */
    void describe() {
        server.transport.connect(client.description(DtlsRole.SERVER), clock.nowNs());
        client.transport.connect(server.description(DtlsRole.CLIENT), clock.nowNs());
    }

    void connect() {
        describe();
        runUntil(() -> server.transport.isConnected() && client.transport.isConnected());
    }

    /** Handshakes compute and retransmit in real time, hence the fake clock keeps step with it here. */
    void runUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, () -> "server " + server.events + ", client " + client.events);
            step();
        }
    }

    /** Without handshakes under way, time costs nothing. */
    void advanceMs(long durationMs) {
        clock.advanceMs(durationMs);
        loop.forEach(Runnable::run);
        loop.clear();
    }

    private void step() {
        long stepEndNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MS);
        long waitNs = stepEndNs - System.nanoTime();
        while (waitNs > 0) {
            runTask(waitNs);
            waitNs = stepEndNs - System.nanoTime();
        }
        clock.advanceMs(STEP_MS);
    }

    private void runTask(long waitNs) {
        try {
            Runnable task = loop.poll(waitNs, TimeUnit.NANOSECONDS);
            if (task != null) {
                task.run();
                clock.advanceMs(0);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.transport.close();
        client.transport.close();
        workers.close();
    }
}
