package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** A virtual network whose peers are all on the loop of the test's thread. */
class PeerWorld implements AutoCloseable {
    private static final long STEP_MS = 5;
    private static final long TIMER_NS = 20_000_000;

    final FakeClock clock = new FakeClock();
    final VirtualNetwork network;
    final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    final DtlsWorkers workers;
    private final List<TransportPeer> peers = new ArrayList<>();

    PeerWorld(Random random, LinkConditions conditions) {
        network = new VirtualNetwork(clock, random);
        network.conditions(conditions);
        workers = new DtlsWorkers(TransportPeer.RANDOM);
    }

    /** From now on its timer runs. */
    void add(TransportPeer peer) {
        peers.add(peer);
        clock.every(TIMER_NS, peer.transport::onTimer);
    }

    /** Handshakes compute and retransmit in real time, hence the fake clock keeps step with it here. */
    void runUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() < deadlineNs,
                    () -> peers.stream().map(peer -> peer.events).toList().toString());
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
        peers.forEach(peer -> peer.transport.close());
        workers.close();
    }
}
