package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.relay.allocation.PauseReason;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.dtls.DtlsWorkers;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.udp.UdpPort;

/** Two media loops and a client without sockets, all on the test's thread and on a clock that the test moves. */
final class LoopWorld implements AutoCloseable, MediaEvents {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InetSocketAddress RELAY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907);
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);
    private static final long STEP_MS = 5;

    final FakeClock clock = new FakeClock();
    final List<String> events = new ArrayList<>();
    final MediaLoops loops;
    final MediaLoop first;
    final MediaLoop second;
    final IceCredentials relayCredentials;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final DtlsWorkers workers = new DtlsWorkers(RANDOM);
    private final DtlsCertificate certificate = DtlsCertificate.generate(Instant.now(), RANDOM);
    private final DtlsCertificate clientCertificate = DtlsCertificate.generate(Instant.now(), RANDOM);
    private final IceCredentials clientCredentials = IceCredentials.generate(RANDOM);
    private final PeerTransport client;
    private MediaLoop reader;
    private boolean clientIsGone;
    private boolean clientSpeaksOnlyStun;
    private boolean holdsBack;
    private Runnable heldBack;

    LoopWorld() {
        MediaClock mediaClock = new MediaClock(clock::nowNs, 0);
        LoopSettings settings = new LoopSettings(
                certificate,
                workers,
                RANDOM,
                mediaClock,
                "relay",
                1_000_000,
                0,
                0,
                SendBufferLimits.DEFAULT,
                SideProtocol.NONE);
        loops = new MediaLoops(settings, this);
        first = loops.attach(tasks::add, toClient(), LoopWorld::noLinks);
        second = loops.attach(tasks::add, toClient(), LoopWorld::noLinks);
        reader = first;
        IceCredentials drawn = IceCredentials.generate(RANDOM);
        relayCredentials = new IceCredentials(MediaLoops.ufragPrefix(first) + drawn.ufrag(), drawn.password());
        PeerContext context = new PeerContext(clientCertificate, workers, toRelay(), tasks::add, RANDOM, 64);
        client = new PeerTransport(IceRole.CONTROLLING, clientCredentials, context, new Listener(), clock.nowNs());
        clock.every(MediaLoop.TICK_NS, now -> first.onTimer());
        clock.every(MediaLoop.TICK_NS, now -> second.onTimer());
        clock.every(2 * MediaLoop.TICK_NS, client::onTimer);
    }

    /** What the end of another connection in this world shares with the relay's. */
    PeerContext context(DtlsCertificate shown, DatagramSender sender) {
        return new PeerContext(shown, workers, sender, tasks::add, RANDOM, 64);
    }

    /** Runs a task when the world's next ones are run. */
    boolean later(Runnable task) {
        return tasks.add(task);
    }

    /** What the client's description says. */
    RemotePeer clientDescription() {
        return new RemotePeer(clientCredentials, List.of(), List.of(clientCertificate.fingerprint()), DtlsRole.SERVER);
    }

    /** Lets the client begin its checks. */
    void connectClient() {
        client.connect(
                new RemotePeer(
                        relayCredentials,
                        List.of(IceCandidate.host(RELAY, 1)),
                        List.of(certificate.fingerprint()),
                        DtlsRole.CLIENT),
                clock.nowNs());
    }

    /** From now on the kernel gives the client's datagrams to this loop's socket. */
    void readBy(MediaLoop loop) {
        reader = loop;
    }

    void clientSpeaksOnlyStun() {
        clientSpeaksOnlyStun = true;
    }

    void clientGoes() {
        clientIsGone = true;
    }

    void clientComesBack() {
        clientIsGone = false;
    }

    /** A datagram that somebody else has sent, with the client's address as its sender. */
    void forge(MediaLoop readBy, byte[] datagram, int length) {
        readBy.router().onDatagram(datagram, 0, length, CLIENT, clock.nowNs());
        runTasks();
    }

    /** Whose the client's address is. */
    long ownerOfTheClientsAddress() {
        return loops.directory().find(CLIENT).session().id();
    }

    /** The client reports from a source of its own. */
    void reportFrom(int ssrc) {
        byte[] report = new byte[8 + DatagramReceiver.TAIL_ROOM];
        NetworkOrder.put32(report, 0, 0x80C9_0001);
        NetworkOrder.put32(report, 4, ssrc);
        assertTrue(client.sendRtcp(report, 0, 8));
    }

    /** The next datagram of the client comes when {@link #letGo} says so. */
    void holdBack() {
        holdsBack = true;
    }

    void letGo() {
        heldBack.run();
    }

    /** Moves the clock; handshakes do not get on meanwhile. */
    void advanceMs(long durationMs) {
        for (long passed = 0; passed < durationMs; passed += STEP_MS) {
            clock.advanceMs(STEP_MS);
            runTasks();
        }
    }

    /** Handshakes compute in real time, so the clock keeps step with it. */
    void runUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, () -> "events: " + events);
            runOne();
            clock.advanceMs(STEP_MS);
            runTasks();
        }
    }

    int held() {
        int held = loops.directory().size();
        for (MediaLoop loop : loops.loops()) {
            held += loop.registry().entries();
        }
        return held;
    }

    private void runOne() {
        try {
            Runnable task = tasks.poll(STEP_MS, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private DatagramSender toRelay() {
        return new Wire() {
            @Override
            void deliver(byte[] datagram, int length) {
                boolean stun = datagram[0] < 4;
                if (holdsBack) {
                    holdsBack = false;
                    heldBack = () -> deliver(datagram, length);
                } else if (!clientIsGone && (stun || !clientSpeaksOnlyStun)) {
                    reader.router().onDatagram(datagram, 0, length, CLIENT, clock.nowNs());
                }
            }
        };
    }

    private DatagramSender toClient() {
        return new Wire() {
            @Override
            void deliver(byte[] datagram, int length) {
                if (!clientIsGone) {
                    client.onDatagram(datagram, 0, length, RELAY, clock.nowNs());
                }
            }
        };
    }

    /** Delivers a copy of each datagram in a task of its own. */
    private static UdpPort noLinks() {
        throw new AssertionError("there are no links in this world");
    }

    private abstract class Wire implements DatagramSender {
        abstract void deliver(byte[] datagram, int length);

        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            byte[] copy = Arrays.copyOf(
                    Arrays.copyOfRange(data, offset, offset + length), length + DatagramReceiver.TAIL_ROOM);
            return tasks.add(() -> deliver(copy, length));
        }

        @Override
        public void flush() {}
    }

    private final class Listener implements PeerListener {
        @Override
        public void onConnected() {
            events.add("client connected");
        }

        @Override
        public void onRtp(byte[] data, int offset, int length, long nowNs) {}

        @Override
        public void onRtcp(byte[] data, int offset, int length, long nowNs) {}

        @Override
        public void onInterrupted() {}

        @Override
        public void onResumed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    @Override
    public void onConnected(long connectionId) {
        events.add("connected " + connectionId);
    }

    @Override
    public void onInterrupted(long connectionId) {
        events.add("interrupted " + connectionId);
    }

    @Override
    public void onResumed(long connectionId) {
        events.add("resumed " + connectionId);
    }

    @Override
    public void onVideoPaused(long connectionId, int user, PauseReason reason, boolean paused) {
        events.add((paused ? "paused " : "resumed ") + reason + " " + connectionId + " " + user);
    }

    @Override
    public void onOverRate(long connectionId) {
        events.add("over rate " + connectionId);
    }

    @Override
    public void onClosed(long connectionId, CloseReason reason) {
        events.add("closed " + connectionId + " " + reason);
    }

    @Override
    public void close() {
        workers.close();
    }
}
