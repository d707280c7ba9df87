package org.anychat.webrtc.udp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;

/**
 * A UDP socket on an event loop. {@link #send} and {@link #flush} are called on that loop, as is the receiver; opening,
 * closing and the counters may be used from any thread. On an epoll loop datagrams are read 8 at a time (recvmmsg), 32 at
 * most before the receiver's batch ends, and equal-sized ones of a destination are sent as one (UDP GSO); on an NIO loop
 * they go one by one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's addListener and write return the future that they got or made.
public final class UdpPort implements DatagramSender {
    private static final int CLOSE_ROUND_MS = 1;
    /** What waits for the kernel when the port is crowded: so much is written without a pause as soon as it takes more. */
    private static final int CROWDED_BYTES = 128 * 1024;

    /** Of Linux, as is the next: the device cannot split. */
    private static final int EIO = -5;

    private static final int EOPNOTSUPP = -95;
    /** EINVAL of Linux: a kernel without UDP GSO, or, where a run went out before, a segment wider than the path. */
    private static final int INVALID = -22;

    private final EventLoop loop;
    private final UdpSettings settings;
    private final UdpCounters counters = new UdpCounters();
    private final boolean epoll;
    private final boolean ipv4;
    private SegmentBatch batch;
    private boolean runWritten;
    private volatile Channel channel;

    /**
     * Makes a closed port.
     *
     * @param loop owns it; of a group with epoll or NIO handlers
     * @param settings how to open it
     */
    public UdpPort(EventLoop loop, UdpSettings settings) {
        this.loop = loop;
        this.settings = settings;
        this.epoll = Epoll.isAvailable() && loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        InetAddress local = settings.local().getAddress();
        this.ipv4 = local instanceof Inet4Address && !local.isAnyLocalAddress();
    }

    /**
     * Opens the port, once.
     *
     * @param receiver takes the datagrams, on the loop; may be called before the result is seen
     * @return the bound address, or the reason why it could not be bound
     */
    public CompletionStage<InetSocketAddress> open(DatagramReceiver receiver) {
        CompletableFuture<InetSocketAddress> opened = new CompletableFuture<>();
        Bootstrap bootstrap = epoll ? epollBootstrap() : nioBootstrap();
        ChannelFuture binding = bootstrap
                .group(loop)
                .option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes())
                .option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(crowdedBytes() / 2, crowdedBytes()))
                .handler(new UdpReader(receiver, this))
                .localAddress(settings.local())
                .bind();
        binding.addListener(done -> onBound(binding, opened));
        return opened;
    }

    @Override
    public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
        Channel open = channel;
        if (open == null || isFull(open) || to.getPort() == 0 || !reaches(to)) {
            counters.onDropped();
            return false;
        }
        if (batch != null && !batch.hasRoom(length, to)) {
            // A full batch goes to the kernel at once: queued here, a key frame to many would be more than the queue
            // holds. The kernel may refuse to split, so that there is no batch any more.
            flush();
        }
        if (batch != null) {
            batch.add(data, offset, length, to);
        } else {
            ByteBuf content = open.alloc().directBuffer(length).writeBytes(data, offset, length);
            open.write(new DatagramPacket(content, to), open.voidPromise());
        }
        counters.onSent(length);
        return true;
    }

    /** A socket of IPv4 would take the first four bytes of an address of IPv6 for one of its own. */
    private boolean reaches(InetSocketAddress to) {
        return !ipv4 || to.getAddress() instanceof Inet4Address;
    }

    @Override
    public boolean isCrowded() {
        Channel open = channel;
        return open != null && !open.isWritable();
    }

    private int crowdedBytes() {
        return Math.min(CROWDED_BYTES, settings.maxQueuedBytes());
    }

    private boolean isFull(Channel open) {
        return !open.isWritable() && open.bytesBeforeWritable() > settings.maxQueuedBytes() - crowdedBytes() / 2;
    }

    @Override
    public void flush() {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (batch != null) {
            batch.drain();
        }
        open.flush();
    }

    /**
     * Closes the port and frees the address. What was not flushed is lost. May be called again.
     *
     * @return done
     */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.execute(() -> closeOnLoop(closed));
        return closed;
    }

    /**
     * The counters, readable from any thread.
     *
     * @return live
     */
    public UdpCounters counters() {
        return counters;
    }

    EventLoop loop() {
        return loop;
    }

    /** The open socket, or null. */
    Channel channel() {
        return channel;
    }

    /** Where all addresses are IPv4 the kernel need not make each of them one of IPv6 and back. */
    private Channel epollChannel() {
        return ipv4 ? new EpollDatagramChannel(SocketProtocolFamily.INET) : new EpollDatagramChannel();
    }

    private Bootstrap epollBootstrap() {
        return new Bootstrap()
                .channelFactory(this::epollChannel)
                .option(EpollChannelOption.SO_REUSEPORT, settings.reusePort())
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, UdpReader.MAX_LENGTH)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new BatchReads());
    }

    private Bootstrap nioBootstrap() {
        Bootstrap bootstrap = new Bootstrap()
                .channelFactory(NioDatagramChannel::new)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(UdpReader.MAX_LENGTH));
        return settings.reusePort()
                ? bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true)
                : bootstrap;
    }

    private void onBound(ChannelFuture binding, CompletableFuture<InetSocketAddress> opened) {
        if (!binding.isSuccess()) {
            opened.completeExceptionally(binding.cause());
            return;
        }
        Channel bound = binding.channel();
        if (epoll && settings.segmentation() && EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
            SegmentBatch made = new SegmentBatch(ByteBufAllocator.DEFAULT, this::write);
            batch = made;
            // Also where the loop ends and nobody has closed the port.
            bound.closeFuture().addListener(closed -> made.release());
        }
        channel = bound;
        opened.complete((InetSocketAddress) bound.localAddress());
    }

    private void write(SegmentRun run) {
        Channel open = channel;
        ByteBuf content = run.take();
        if (run.segments() == 1) {
            open.write(new DatagramPacket(content, run.to()), open.voidPromise());
            return;
        }
        counters.onSegmentRun();
        SegmentedDatagramPacket segments = new SegmentedDatagramPacket(content, run.segmentSize(), run.to());
        if (runWritten) {
            // A failure comes by onSendError, without a promise for each run.
            open.write(segments, open.voidPromise());
        } else {
            open.write(segments).addListener(written -> onFirstRun(written.cause()));
        }
    }

    private void onFirstRun(Throwable failure) {
        if (failure == null) {
            runWritten = true;
            return;
        }
        counters.onSendError();
        if (isRefusal(failure) || (errorOf(failure) == INVALID && !runWritten)) {
            sendSingly();
        }
    }

    /** The kernel's word on something that was sent without a promise. */
    void onSendError(Throwable failure) {
        counters.onSendError();
        if (runWritten && isRefusal(failure)) {
            sendSingly();
        }
    }

    /** Where a device cannot split or a path is too narrow, only this run is lost, not all that follow. */
    private void sendSingly() {
        SegmentBatch given = batch;
        batch = null;
        if (given != null) {
            given.release();
        }
    }

    private static boolean isRefusal(Throwable failure) {
        int error = errorOf(failure);
        return error == EIO || error == EOPNOTSUPP;
    }

    private static int errorOf(Throwable failure) {
        return failure instanceof NativeIoException report ? report.expectedErr() : 0;
    }

    private void closeOnLoop(CompletableFuture<Void> closed) {
        Channel open = channel;
        if (open == null) {
            closed.complete(null);
            return;
        }
        channel = null;
        if (batch != null) {
            batch.release();
        }
        // The JDK's selector frees a closed socket only in its next round.
        open.close()
                .addListener(done -> loop.schedule(() -> closed.complete(null), CLOSE_ROUND_MS, TimeUnit.MILLISECONDS));
    }
}
