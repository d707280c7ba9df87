package org.anychat.webrtc.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.LeakCheck;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpPortIT {
    private static final String THREADS = "udp-port-it";
    /** So many small datagrams fit into any system's receive buffer; what is more the kernel may drop. */
    private static final int BURST = 100;

    private static final long WAIT_SECONDS = 20;

    /** SOL_SOCKET and SO_NO_CHECK of Linux. */
    private static final IntegerUnixChannelOption NO_CHECKSUMS = new IntegerUnixChannelOption("SO_NO_CHECK", 1, 11);

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads(THREADS);

    private MultiThreadIoEventLoopGroup group;

    @AfterEach
    void stopLoops() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ParameterizedTest
    @CsvSource({"true, 127.0.0.1", "false, 127.0.0.1", "true, ::1", "false, ::1"})
    void shouldCarryBurstsInOrder(boolean epoll, String host) throws Exception {
        start(epoll, 2);
        Inbox inbox = new Inbox();
        UdpPort sender = open(settings(host), new Inbox());
        UdpPort target = new UdpPort(group.next(), settings(host));
        InetSocketAddress to = await(target.open(inbox));

        for (int first = 0; first < 1000; first += BURST) {
            int begin = first;
            onLoop(sender, () -> sendBurst(sender, begin, to));
            for (int i = first; i < first + BURST; i++) {
                assertArrayEquals(numbered(i, 40 + i % 2), inbox.take());
            }
        }
        assertEquals(1000, target.counters().received());
        assertEquals(1000, sender.counters().sent());
        await(sender.close());
        await(target.close());
    }

    private static void sendBurst(UdpPort sender, int first, InetSocketAddress to) {
        for (int i = first; i < first + BURST; i++) {
            sender.send(numbered(i, 40 + i % 2), 0, 40 + i % 2, to);
            if (i % 50 == 49) {
                sender.flush();
            }
        }
    }

    /** 32 at most before the receiver looks at what waits to be sent. */
    @ParameterizedTest
    @CsvSource({"5, 5", "12, 12", "32, 32", "77, 32 32 13"})
    void shouldReadAsMuchAsABatchMayBring(int datagrams, String expected) throws Exception {
        assumeTrue(Epoll.isAvailable());
        start(true, 1);
        StringBuilder batches = new StringBuilder();
        int[] inBatch = {0};
        Inbox inbox = new Inbox() {
            @Override
            public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
                inBatch[0]++;
                super.onDatagram(data, offset, length, from, nowNs);
            }

            @Override
            public void onBatchEnd() {
                batches.append(batches.isEmpty() ? "" : " ").append(inBatch[0]);
                inBatch[0] = 0;
            }
        };
        UdpPort target = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress to = await(target.open(inbox));
        try (DatagramSocket client = new DatagramSocket()) {
            onLoop(target, () -> {
                for (int i = 0; i < datagrams; i++) {
                    assertDoesNotThrow(() -> client.send(new DatagramPacket(new byte[100], 100, to)));
                }
            });
        }

        for (int i = 0; i < datagrams; i++) {
            inbox.take();
        }
        String[] seen = new String[1];
        onLoop(target, () -> seen[0] = batches.toString());
        assertEquals(expected, seen[0]);
    }

    @Test
    void shouldSendEqualSizesAsOneWhereTheKernelCan() throws Exception {
        start(Epoll.isAvailable(), 1);
        Inbox inbox = new Inbox();
        UdpPort target = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress to = await(target.open(inbox));
        UdpPort sender = open(settings("127.0.0.1"), new Inbox());

        onLoop(sender, () -> {
            for (int i = 0; i < 10; i++) {
                sender.send(numbered(i, 1200), 0, 1200, to);
            }
            sender.send(numbered(10, 7), 0, 7, to);
            sender.flush();
        });

        for (int i = 0; i <= 10; i++) {
            assertArrayEquals(numbered(i, i < 10 ? 1200 : 7), inbox.take());
        }
        boolean segmented = Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        assertEquals(segmented ? 1 : 0, sender.counters().segmentRuns());
        assertEquals(0, sender.counters().sendErrors());
    }

    /** Without checksums the kernel refuses to split; the first run of a full batch finds out. */
    @Test
    void shouldSendWhatComesAfterARefusalToSplitAFullBatch() throws Exception {
        start(Epoll.isAvailable(), 1);
        assumeTrue(Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported());
        Inbox inbox = new Inbox();
        UdpPort target = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress to = await(target.open(inbox));
        UdpPort sender = open(settings("127.0.0.1"), new Inbox());

        onLoop(sender, () -> {
            sender.channel().config().setOption(NO_CHECKSUMS, 1);
            sender.send(numbered(0, 100), 0, 100, new InetSocketAddress("127.0.0.2", 1));
            for (int port = 1; port <= 1024; port++) {
                sender.send(numbered(port, 100), 0, 100, new InetSocketAddress("127.0.0.2", port));
            }
            sender.send(numbered(1, 50), 0, 50, to);
            sender.send(numbered(2, 50), 0, 50, to);
            sender.flush();
        });

        assertArrayEquals(numbered(1, 50), inbox.take());
        assertArrayEquals(numbered(2, 50), inbox.take());
        assertEquals(1, sender.counters().sendErrors());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendNothingToIpv6WhereItIsBoundToAnAddressOfIpv4(boolean epoll) throws Exception {
        start(epoll, 1);
        Inbox inbox = new Inbox();
        UdpPort target = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress to = await(target.open(inbox));
        UdpPort sender = open(settings("127.0.0.1"), new Inbox());
        // Of which the first four bytes are those of the target.
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.getByName("7f00:1::1"), to.getPort());

        onLoop(sender, () -> {
            assertFalse(sender.send(numbered(1, 50), 0, 50, ipv6));
            assertTrue(sender.send(numbered(2, 50), 0, 50, to));
            sender.flush();
        });

        assertArrayEquals(numbered(2, 50), inbox.take());
        assertEquals(1, sender.counters().dropped());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerFromWithinABatch(boolean epoll) throws Exception {
        start(epoll, 1);
        UdpPort[] port = new UdpPort[1];
        port[0] = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress address = await(port[0].open(new Echo(port)));
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            client.setSoTimeout(20_000);
            client.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, address));
            DatagramPacket answer = new DatagramPacket(new byte[16], 16);
            client.receive(answer);

            assertEquals(3, answer.getLength());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropWhatIsLongerThanAnyPacketOfWebRtc(boolean epoll) throws Exception {
        start(epoll, 1);
        Inbox inbox = new Inbox();
        UdpPort port = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress address = await(port.open(inbox));
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[5_000], 5_000, address));
            client.send(new DatagramPacket(new byte[] {7}, 1, address));
        }

        assertArrayEquals(new byte[] {7}, inbox.take());
        assertEquals(1, port.counters().oversized());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropBeyondItsQueueInsteadOfGrowing(boolean epoll) throws Exception {
        start(epoll, 1);
        UdpPort sender = open(settings("127.0.0.1").withoutSegmentation().withMaxQueuedBytes(10_000), new Inbox());
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        boolean[] taken = new boolean[100];

        onLoop(sender, () -> {
            for (int i = 0; i < taken.length; i++) {
                taken[i] = sender.send(new byte[1000], 0, 1000, nobody);
            }
        });

        assertTrue(taken[0]);
        assertFalse(taken[taken.length - 1]);
        assertTrue(
                sender.counters().dropped() > 80,
                () -> "dropped " + sender.counters().dropped());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayWhenItIsCrowdedAndWhenItIsNoMore(boolean epoll) throws Exception {
        start(epoll, 1);
        CountDownLatch writable = new CountDownLatch(1);
        Inbox inbox = new Inbox() {
            @Override
            public void onWritable() {
                writable.countDown();
            }
        };
        UdpPort sender = open(settings("127.0.0.1").withoutSegmentation(), inbox);
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        boolean[] crowded = new boolean[3];

        onLoop(sender, () -> {
            crowded[0] = sender.isCrowded();
            for (int i = 0; i < 200; i++) {
                sender.send(new byte[1000], 0, 1000, nobody);
            }
            crowded[1] = sender.isCrowded();
            sender.flush();
            crowded[2] = sender.isCrowded();
        });

        assertArrayEquals(new boolean[] {false, true, false}, crowded);
        assertTrue(writable.await(WAIT_SECONDS, TimeUnit.SECONDS), "it is writable again");
        assertEquals(200, sender.counters().sent(), "crowded, it takes what cannot wait");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotCountAsSentWhatItHasNoMemoryFor(boolean epoll) throws Exception {
        start(epoll, 1);
        UdpPort sender = open(settings("127.0.0.1").withoutSegmentation(), new Inbox());
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        sender.channel().config().setAllocator(new NoMemory());

        ExecutionException failure = assertThrows(
                ExecutionException.class, () -> onLoop(sender, () -> sender.send(new byte[10], 0, 10, nobody)));

        assertTrue(failure.getCause() instanceof OutOfMemoryError, () -> "cause " + failure.getCause());
        assertEquals(0, sender.counters().sent());
        assertEquals(0, sender.counters().sentBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFreeTheAddressAndTakeNothingAfterClosing(boolean epoll) throws Exception {
        start(epoll, 1);
        UdpPort port = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress address = await(port.open(new Inbox()));
        onLoop(port, () -> port.send(new byte[100], 0, 100, address));
        await(port.close());
        await(port.close());

        boolean[] taken = {true};
        onLoop(port, () -> {
            taken[0] = port.send(new byte[1], 0, 1, address);
            port.flush();
        });

        assertFalse(taken[0]);
        UdpPort next = new UdpPort(group.next(), UdpSettings.of(address));
        assertEquals(address, await(next.open(new Inbox())));
    }

    @Test
    void shouldSayWhyItCannotOpen() throws Exception {
        start(Epoll.isAvailable(), 1);
        UdpPort first = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress taken = await(first.open(new Inbox()));
        UdpPort second = new UdpPort(group.next(), UdpSettings.of(taken));

        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(second.open(new Inbox())));

        assertTrue(failure.getCause() instanceof IOException, () -> "cause " + failure.getCause());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShareAPortAmongLoops(boolean epoll) throws Exception {
        start(epoll, 2);
        Inbox inbox = new Inbox();
        UdpPort first = new UdpPort(group.next(), settings("127.0.0.1").shared());
        InetSocketAddress address = await(first.open(inbox));
        UdpPort second = new UdpPort(group.next(), UdpSettings.of(address).shared());
        await(second.open(inbox));
        for (int i = 0; i < 64; i++) {
            try (DatagramSocket client = new DatagramSocket()) {
                client.send(new DatagramPacket(new byte[] {1}, 1, address));
            }
        }
        for (int i = 0; i < 64; i++) {
            inbox.take();
        }

        assertEquals(64, first.counters().received() + second.counters().received());
        assertTrue(first.counters().received() > 0 && second.counters().received() > 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnAfterAFaultOfTheReceiver(boolean epoll) throws Exception {
        start(epoll, 1);
        Inbox inbox = new Inbox();
        UdpPort port = new UdpPort(group.next(), settings("127.0.0.1"));
        InetSocketAddress address = await(port.open(new Faulty(inbox)));
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[] {0}, 1, address));
            client.send(new DatagramPacket(new byte[] {1}, 1, address));
        }

        assertArrayEquals(new byte[] {1}, inbox.take());
    }

    private void start(boolean epoll, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory(THREADS),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    private UdpPort open(UdpSettings settings, DatagramReceiver receiver) throws Exception {
        UdpPort port = new UdpPort(group.next(), settings);
        await(port.open(receiver));
        return port;
    }

    private void onLoop(UdpPort port, Runnable task) throws Exception {
        EventLoop loop = port.loop();
        loop.submit(task).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static UdpSettings settings(String host) {
        return UdpSettings.of(new InetSocketAddress(host, 0));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static byte[] numbered(int number, int length) {
        byte[] data = new byte[length];
        data[0] = (byte) (number >> 8);
        data[1] = (byte) number;
        return data;
    }

    private static final class NoMemory extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("no memory");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("no direct memory");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private static class Inbox implements DatagramReceiver {
        private final LinkedBlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();

        byte[] take() throws InterruptedException {
            byte[] datagram = datagrams.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(datagram != null, "no datagram within " + WAIT_SECONDS + " s");
            return datagram;
        }

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            assertTrue(data.length - offset - length >= TAIL_ROOM);
            byte[] copy = new byte[length];
            System.arraycopy(data, offset, copy, 0, length);
            datagrams.add(copy);
        }

        @Override
        public void onBatchEnd() {}
    }

    private static final class Faulty extends Inbox {
        private final Inbox inbox;

        Faulty(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            if (data[offset] == 0) {
                throw new IllegalStateException("a fault of the receiver");
            }
            inbox.onDatagram(data, offset, length, from, nowNs);
        }
    }

    private static final class Echo extends Inbox {
        private final UdpPort[] port;

        Echo(UdpPort[] port) {
            this.port = port;
        }

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            port[0].send(data, offset, length, from);
        }
    }
}
