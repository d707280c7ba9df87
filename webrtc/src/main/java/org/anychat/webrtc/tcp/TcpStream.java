package org.anychat.webrtc.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.stream.DatagramStream;
import org.anychat.webrtc.stream.StreamAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection that carries datagrams both ways. Everything happens on its event loop, which {@link #moveTo} changes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's addListener and write return the future that they got or made.
public final class TcpStream implements DatagramStream {
    /** Longer than any datagram of WebRTC. */
    static final int MAX_LENGTH = 2_047;

    private static final Logger log = LoggerFactory.getLogger(TcpStream.class);
    private static final int BATCH_BYTES = 4_096;

    private final TcpSettings settings;
    private final StreamReceiver receiver;
    private final FrameReader reader;
    private final Crowding crowding;
    private Channel channel;
    private StreamAddress address;
    private ByteBuf batch;
    private ByteBuf input;
    private Future<?> patience;
    private StreamEnd end = StreamEnd.REMOTE;
    private boolean told;
    private boolean held;
    private boolean inBatch;
    private long batchNs;
    private long takenBytes;
    private volatile boolean accepted;
    private volatile boolean closed;

    /** A connection from outside where {@code accepted} is not given yet. */
    TcpStream(TcpSettings settings, StreamReceiver receiver, boolean accepted) {
        this.settings = settings;
        this.receiver = receiver;
        this.accepted = accepted;
        this.crowding = new Crowding(settings.crowdedBytes());
        this.reader = new FrameReader(accepted ? MAX_LENGTH : settings.firstFrameBytes());
    }

    /**
     * The far end.
     *
     * @return where datagrams of this connection come from
     */
    public StreamAddress address() {
        return address;
    }

    /**
     * The far end as people know it.
     *
     * @return an IP address and a port
     */
    public InetSocketAddress peer() {
        return StreamAddress.inNetwork(address);
    }

    /**
     * Says who is at the far end, where the connection comes by somebody else. Before anything of it has been handed on.
     *
     * @param client the far end of that one's connection
     */
    public void standsFor(InetSocketAddress client) {
        address = new StreamAddress(this, client);
    }

    /** Takes the connection for what it should be: it may stay, and frames may be as long as datagrams. */
    public void accept() {
        accepted = true;
        reader.widen(MAX_LENGTH);
        if (patience != null) {
            patience.cancel(false);
        }
    }

    /**
     * Whether a loop is this connection's.
     *
     * @param loop any
     * @return true where it is
     */
    public boolean isOn(EventLoop loop) {
        return channel.eventLoop() == loop;
    }

    /**
     * Gives the connection to another loop. From now on nothing of it is read until it is there.
     *
     * @param loop of the same kind as its own
     * @param arrived run on that loop before anything more is read
     */
    public void moveTo(EventLoop loop, Runnable arrived) {
        held = true;
        channel.config().setAutoRead(false);
        channel.deregister()
                .addListener(left -> loop.register(channel).addListener(joined -> {
                    if (!joined.isSuccess()) {
                        channel.close();
                        return;
                    }
                    arrived.run();
                    held = false;
                    drain();
                    endBatch();
                    channel.config().setAutoRead(true);
                }));
    }

    @Override
    public boolean send(byte[] data, int offset, int length) {
        if (closed || length > MAX_LENGTH) {
            return false;
        }
        if (queuedBytes() + length > settings.maxQueuedBytes()) {
            close(StreamEnd.SLOW_READER);
            return false;
        }
        if (batch == null) {
            batch = channel.alloc().directBuffer(BATCH_BYTES);
        }
        batch.writeShort(length).writeBytes(data, offset, length);
        takenBytes += Short.BYTES + length;
        return true;
    }

    @Override
    public void flush() {
        if (batch != null && channel.isActive()) {
            ByteBuf full = batch;
            batch = null;
            channel.writeAndFlush(full, channel.voidPromise());
        }
    }

    @Override
    public boolean isCrowded() {
        return !closed && crowding.isCrowded(takenBytes - queuedBytes(), waitingBytes(), System.nanoTime());
    }

    /**
     * Whether it is over.
     *
     * @return true where nothing more can be sent
     */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the connection; what the system has taken is sent first. */
    public void close() {
        close(StreamEnd.LOCAL);
    }

    private void close(StreamEnd reason) {
        if (!closed) {
            closed = true;
            end = reason;
            channel.close();
        }
    }

    /** What waits in this process; the channel's own bound is never reached but for the overhead that it counts. */
    private long queuedBytes() {
        return waitingBytes() + (batch == null ? 0 : batch.readableBytes());
    }

    private long waitingBytes() {
        return Math.max(0, settings.maxQueuedBytes() - channel.bytesBeforeUnwritable());
    }

    ChannelHandler handler() {
        return new Handler();
    }

    /** Reads frames of what has come, as long as nobody holds it. */
    private void drain() {
        while (!held && !closed && input != null && input.isReadable()) {
            switch (reader.read(input)) {
                case FRAME -> receiver.onDatagram(this, reader.frame(), 0, reader.length(), batchNs);
                case TOO_LONG -> close(StreamEnd.BAD_FRAME);
                case TOO_LITTLE -> {}
            }
        }
        if (input != null && (closed || !input.isReadable())) {
            input.release();
            input = null;
        }
    }

    private void endBatch() {
        if (!held && inBatch) {
            inBatch = false;
            receiver.onBatchEnd();
        }
    }

    private void add(ByteBuf more) {
        if (!inBatch) {
            inBatch = true;
            batchNs = System.nanoTime();
        }
        if (input == null) {
            input = more;
        } else {
            // Only while the connection moves: what had been read before it stood still.
            ByteBuf both = channel.alloc().buffer(input.readableBytes() + more.readableBytes());
            both.writeBytes(input).writeBytes(more);
            input.release();
            more.release();
            input = both;
        }
    }

    /** It is over, or has not come about. */
    void end() {
        closed = true;
        if (input != null) {
            input.release();
            input = null;
        }
        if (batch != null) {
            batch.release();
            batch = null;
        }
        if (patience != null) {
            patience.cancel(false);
        }
        if (told) {
            told = false;
            receiver.onClosed(this, end);
        }
    }

    private void begin() {
        if (address == null) {
            address = new StreamAddress(this, (InetSocketAddress) channel.remoteAddress());
        }
        told = receiver.onOpened(this);
        if (!told) {
            close(StreamEnd.LOCAL);
        } else if (!accepted) {
            patience = channel.eventLoop()
                    .schedule(
                            () -> channel.eventLoop().execute(this::onPatience),
                            settings.acceptMs(),
                            TimeUnit.MILLISECONDS);
        }
        flush();
    }

    private void onPatience() {
        if (!accepted) {
            close(StreamEnd.SILENT);
        }
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        private boolean failed;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            begin();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            add((ByteBuf) message);
            drain();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            endBatch();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException) && !failed) {
                failed = true;
                log.error("The receiver of {} failed; the connection is closed", context.channel(), cause);
            }
            context.close();
        }
    }
}
