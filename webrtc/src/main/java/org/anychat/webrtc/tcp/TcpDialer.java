package org.anychat.webrtc.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anychat.webrtc.stream.DatagramStream;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.transport.DatagramClass;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.Demultiplexer;

/**
 * A client's way to passive candidates (RFC 6544, the active side): each is dialled when a check is first sent there, and
 * again where the connection is lost. Whoever takes connections closes those that begin with anything else, so until the
 * peer has said something nothing but checks is sent. Everything happens on its loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's addListener returns the future that it got.
public final class TcpDialer {
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final TcpSettings settings;
    private final DatagramReceiver receiver;
    private final Consumer<InetSocketAddress> lost;
    private final Map<InetSocketAddress, Line> lines = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Makes a dialer without connections.
     *
     * @param loop owns them
     * @param settings what bounds them
     * @param receiver takes what comes, with the addresses that {@link #address} gave
     * @param lost told of these addresses where a connection ends that this side has not ended
     */
    public TcpDialer(
            EventLoop loop, TcpSettings settings, DatagramReceiver receiver, Consumer<InetSocketAddress> lost) {
        this.loop = loop;
        this.settings = settings;
        this.receiver = receiver;
        this.lost = lost;
    }

    /**
     * The address by which a candidate is sent to.
     *
     * @param candidate where it listens
     * @return the same for the same candidate
     */
    public StreamAddress address(InetSocketAddress candidate) {
        return lines.computeIfAbsent(candidate, Line::new).address;
    }

    /** Ends all connections, and makes no more. */
    public void close() {
        closed = true;
        lines.values().forEach(Line::close);
    }

    private Bootstrap bootstrap(TcpStream stream) {
        boolean epoll = TcpSockets.isEpoll(loop);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectMs())
                .handler(stream.handler());
        TcpSockets.options(epoll, settings).forEach((option, value) -> option(bootstrap, option, value));
        return bootstrap;
    }

    @SuppressWarnings("unchecked") // The map of options pairs each with a value of its type.
    private static <T> void option(Bootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.option(option, (T) value);
    }

    /** The way to one candidate, whatever becomes of its connections. */
    private final class Line implements DatagramStream, StreamReceiver {
        private final InetSocketAddress candidate;
        private final StreamAddress address;
        private TcpStream stream;
        private boolean heard;
        private boolean dialled;
        private long dialledNs;

        Line(InetSocketAddress candidate) {
            this.candidate = candidate;
            this.address = new StreamAddress(this, candidate);
        }

        @Override
        public boolean send(byte[] data, int offset, int length) {
            boolean check = Demultiplexer.classify(data, offset, length) == DatagramClass.STUN;
            if (!check && !heard) {
                return false;
            }
            if (check && (stream == null || stream.isClosed())) {
                dial(System.nanoTime());
            }
            return stream != null && stream.send(data, offset, length);
        }

        private void dial(long nowNs) {
            if (closed || (dialled && nowNs - dialledNs < AGAIN_NS)) {
                return;
            }
            dialled = true;
            dialledNs = nowNs;
            heard = false;
            TcpStream dialling = new TcpStream(settings, this, true);
            stream = dialling;
            bootstrap(dialling).connect(candidate).addListener(connected -> {
                if (!connected.isSuccess()) {
                    dialling.end();
                }
            });
        }

        void close() {
            if (stream != null) {
                stream.close();
            }
        }

        @Override
        public void flush() {
            if (stream != null) {
                stream.flush();
            }
        }

        @Override
        public boolean isCrowded() {
            return !heard || stream.isCrowded();
        }

        @Override
        public boolean onOpened(TcpStream opened) {
            return !closed;
        }

        @Override
        public void onDatagram(TcpStream from, byte[] data, int offset, int length, long nowNs) {
            heard |= from == stream;
            receiver.onDatagram(data, offset, length, address, nowNs);
        }

        @Override
        public void onBatchEnd() {
            receiver.onBatchEnd();
        }

        @Override
        public void onClosed(TcpStream ended, StreamEnd end) {
            if (ended == stream && !closed) {
                heard = false;
                lost.accept(address);
            }
        }
    }
}
