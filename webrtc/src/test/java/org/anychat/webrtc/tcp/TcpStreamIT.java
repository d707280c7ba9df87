package org.anychat.webrtc.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.LeakCheck;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.PathSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames on real connections. */
class TcpStreamIT {
    private static final String THREADS = "tcp-stream-it";
    private static final int CHECK_LENGTH = 20;
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final TcpSettings IMPATIENT = new TcpSettings(300, 1_023, 65_536, 131_072, 5_000);
    private static final int SMALL_FRAMES = 20_000;

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads(THREADS);

    private MultiThreadIoEventLoopGroup group;
    private final BlockingQueue<TcpStream> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamEnd> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    private volatile boolean takesAnybody = true;
    private volatile boolean acceptsAtOnce = true;

    @AfterEach
    void stopLoops() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void start(boolean epoll) {
        assumeTrue(!epoll || Epoll.isAvailable(), "epoll is Linux's");
        group = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory(THREADS), epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    private InetSocketAddress listen(TcpSettings settings) throws Exception {
        TcpListener listener = new TcpListener(group.next(), settings);
        return listener.open(ANY, Noting::new).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing came");
        return next;
    }

    private static <T> T on(EventLoop loop, Callable<T> call) throws Exception {
        return loop.submit(call).get(20, TimeUnit.SECONDS);
    }

    private EventLoop loopOf(TcpStream stream) {
        for (var executor : group) {
            if (stream.isOn((EventLoop) executor)) {
                return (EventLoop) executor;
            }
        }
        throw new AssertionError("on none of the loops");
    }

    private static void assertEndOf(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (java.net.SocketException reset) {
            // What had not been read when it was closed resets it.
            assertTrue(reset.getMessage() != null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCarryDatagramsBothWaysBetweenDialerAndListener(boolean epoll) throws Exception {
        start(epoll);
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        EventLoop loop = group.next();
        TcpDialer dialer = new TcpDialer(loop, TcpSettings.STANDARD, new Answers(answers), address -> {});
        on(loop, () -> {
            PathSender sender = new PathSender(new NoUdp());
            StreamAddress address = dialer.address(to);
            assertEquals(address, dialer.address(to));
            for (int i = 0; i < 200; i++) {
                assertTrue(sender.send(check(i), 0, CHECK_LENGTH, address), "kept until it is connected");
            }
            sender.flush();
            return null;
        });
        for (int i = 0; i < 200; i++) {
            assertArrayEquals(check(i), next(frames));
        }
        TcpStream server = next(opened);
        on(loopOf(server), () -> {
            server.send(new byte[] {9}, 0, 1);
            server.flush();
            return null;
        });
        assertArrayEquals(new byte[] {9}, next(answers));
        on(loop, () -> {
            dialer.close();
            return null;
        });
        assertEquals(StreamEnd.REMOTE, next(ends));
    }

    @Test
    void shouldBeginWithACheckAlsoWhereMediaIsSentAllTheWhile() throws Exception {
        start(true);
        BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        BlockingQueue<InetSocketAddress> lost = new LinkedBlockingQueue<>();
        EventLoop loop = group.next();
        byte[] media = new byte[100];
        media[0] = (byte) 0x80;
        TcpDialer dialer = new TcpDialer(loop, TcpSettings.STANDARD, new Answers(answers), lost::add);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            StreamAddress address = on(
                    loop, () -> dialer.address(new InetSocketAddress(server.getInetAddress(), server.getLocalPort())));
            for (int round = 0; round < 3; round++) {
                int number = round;
                assertTrue(on(loop, () -> address.stream().isCrowded()), "nothing is there yet");
                assertFalse(sent(loop, address, media), "not dialled for");
                long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (!sent(loop, address, check(number))) {
                    assertTrue(System.nanoTime() < patience, "dialled again a second later");
                }
                assertFalse(sent(loop, address, media), "nothing has come back yet");
                try (Socket peer = server.accept()) {
                    assertArrayEquals(check(number), readFrame(peer));
                    peer.getOutputStream().write(new byte[] {0, 1, 7});
                    next(answers);
                    assertTrue(sent(loop, address, media), "the peer is there");
                    assertFalse(on(loop, () -> address.stream().isCrowded()));
                    assertArrayEquals(media, readFrame(peer));
                }
                assertEquals(address, next(lost));
            }
        }
        on(loop, () -> {
            dialer.close();
            return null;
        });
    }

    private static boolean sent(EventLoop loop, StreamAddress address, byte[] data) throws Exception {
        return on(loop, () -> {
            boolean taken = address.stream().send(data, 0, data.length);
            address.stream().flush();
            return taken;
        });
    }

    private static byte[] readFrame(Socket peer) throws IOException {
        peer.setSoTimeout(20_000);
        DataInputStream in = new DataInputStream(peer.getInputStream());
        byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        return frame;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMoveToAnotherLoopWithoutLosingAByte(boolean epoll) throws Exception {
        start(epoll);
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (int i = 0; i < 2_000; i++) {
                out.writeShort(2);
                out.writeShort(i == 500 ? 0xFFFF : i);
                if (i % 100 == 0) {
                    out.flush();
                }
            }
            for (int i = 0; i < 2_000; i++) {
                byte[] frame = next(frames);
                int value = (frame[0] & 0xFF) << 8 | (frame[1] & 0xFF);
                assertEquals(i == 500 ? 0xFFFF : i, value);
            }
            assertNotEquals(threads.stream().distinct().count(), 1L, "frames came on two threads");
        }
        assertEquals(StreamEnd.REMOTE, next(ends));
    }

    /** The smallest frames cost the most: a peer that sends many must not keep the loop from others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadLittleOfOneWhereOthersWait(boolean epoll) throws Exception {
        start(epoll);
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        try (Socket busy = new Socket(to.getAddress(), to.getPort());
                Socket calm = new Socket(to.getAddress(), to.getPort())) {
            EventLoop loop = loopOf(next(opened));
            assertTrue(next(opened).isOn(loop));
            CountDownLatch sent = new CountDownLatch(1);
            var held = loop.submit(() -> sent.await(20, TimeUnit.SECONDS));
            // The kernel takes that much without anybody reading it.
            byte[] many = new byte[3 * SMALL_FRAMES];
            for (int i = 0; i < SMALL_FRAMES; i++) {
                many[3 * i + 1] = 1;
            }
            busy.getOutputStream().write(many);
            calm.getOutputStream().write(new byte[] {0, 2, 9, 9});
            sent.countDown();
            assertTrue(held.get(20, TimeUnit.SECONDS));

            int before = 0;
            while (next(frames).length == 1) {
                before++;
            }
            assertTrue(before <= 16_384 / 3 + 1, before + " frames of one, before the other had its turn");
        }
    }

    @Test
    void shouldCloseWhoeverIsNotAcceptedInTime() throws Exception {
        start(true);
        acceptsAtOnce = false;
        InetSocketAddress to = listen(IMPATIENT);
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            assertEndOf(socket);
        }
        assertEquals(StreamEnd.SILENT, next(ends));
    }

    @Test
    void shouldCloseWhoeverSendsNoFrames() throws Exception {
        start(true);
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
            assertEndOf(socket);
        }
        assertEquals(StreamEnd.BAD_FRAME, next(ends));
    }

    @Test
    void shouldCloseWhoeverIsOneTooMany() throws Exception {
        start(true);
        takesAnybody = false;
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            assertEndOf(socket);
        }
    }

    @Test
    void shouldBeCrowdedAndThenCloseWherePeersDoNotRead() throws Exception {
        start(true);
        InetSocketAddress to = listen(IMPATIENT);
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            TcpStream stream = next(opened);
            EventLoop loop = loopOf(stream);
            assertFalse(on(loop, stream::isCrowded));

            byte[] packet = new byte[1_000];
            long crowdedAfter = -1;
            long sent = 0;
            while (on(loop, () -> {
                boolean taken = stream.send(packet, 0, packet.length);
                stream.flush();
                return taken;
            })) {
                sent++;
                if (crowdedAfter < 0 && on(loop, stream::isCrowded)) {
                    crowdedAfter = sent;
                }
                assertTrue(sent < 20_000, "bounded");
            }

            assertTrue(crowdedAfter > 0 && crowdedAfter < sent, crowdedAfter + " of " + sent);
            assertEquals(StreamEnd.SLOW_READER, next(ends));
            assertFalse(on(loop, () -> stream.send(packet, 0, packet.length)));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals(packet.length, in.readUnsignedShort(), "what came is whole frames");
        }
    }

    @Test
    void shouldNotTakeTwoConnectionsForOne() throws Exception {
        start(true);
        InetSocketAddress to = listen(TcpSettings.STANDARD);
        try (Socket one = new Socket(to.getAddress(), to.getPort());
                Socket two = new Socket(to.getAddress(), to.getPort())) {
            StreamAddress first = next(opened).address();
            StreamAddress second = next(opened).address();
            assertNotEquals(first, second);
            assertNotEquals(StreamAddress.inNetwork(first), first, "nor for a UDP peer");
            assertEquals(one.getLocalPort() + two.getLocalPort(), first.getPort() + second.getPort());
        }
    }

    /** As far as a dialer looks at it. */
    private static byte[] check(int number) {
        byte[] check = new byte[CHECK_LENGTH];
        check[1] = 1;
        check[CHECK_LENGTH - 1] = (byte) number;
        return check;
    }

    /** Notes what comes back. */
    private record Answers(BlockingQueue<byte[]> queue) implements DatagramReceiver {
        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            queue.add(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void onBatchEnd() {}
    }

    private static final class NoUdp implements DatagramSender {
        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            throw new AssertionError("by UDP to " + to);
        }

        @Override
        public void flush() {}
    }

    /** Notes what comes; 0xFFFF makes it move. */
    private final class Noting implements StreamReceiver {
        @Override
        public boolean onOpened(TcpStream stream) {
            if (takesAnybody) {
                if (acceptsAtOnce) {
                    stream.accept();
                }
                opened.add(stream);
            }
            return takesAnybody;
        }

        @Override
        public void onDatagram(TcpStream stream, byte[] data, int offset, int length, long nowNs) {
            threads.add(Thread.currentThread().getName());
            frames.add(Arrays.copyOfRange(data, offset, offset + length));
            if (length == 2 && data[offset] == -1 && data[offset + 1] == -1) {
                EventLoop here = loopOf(stream);
                for (var executor : group) {
                    if (executor != here) {
                        stream.moveTo((EventLoop) executor, () -> assertTrue(stream.isOn((EventLoop) executor)));
                    }
                }
            }
        }

        @Override
        public void onBatchEnd() {}

        @Override
        public void onClosed(TcpStream stream, StreamEnd end) {
            ends.add(end);
        }
    }
}
