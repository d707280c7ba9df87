package org.anychat.webrtc.tcp;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** How connections are set up. */
final class TcpSockets {
    private static final int READ_BYTES = 16_384;

    /** What the kernel may hold that it has not sent: more would be late, and could not be dropped any more. */
    private static final long UNSENT_BYTES = 32_768;

    /** A peer whose kernel confirms nothing for that long is gone. */
    private static final int DEAD_AFTER_MS = 20_000;

    private TcpSockets() {}

    static boolean isEpoll(EventLoop loop) {
        return Epoll.isAvailable() && loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
    }

    static Map<ChannelOption<?>, Object> options(boolean epoll, TcpSettings settings) {
        Map<ChannelOption<?>, Object> options = new LinkedHashMap<>();
        options.put(ChannelOption.TCP_NODELAY, true);
        options.put(ChannelOption.SO_KEEPALIVE, true);
        // One read a turn, so that nobody's bytes keep the loop from what others have sent.
        options.put(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
        options.put(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(settings.maxQueuedBytes() / 2, settings.maxQueuedBytes()));
        if (epoll) {
            options.put(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
            options.put(EpollChannelOption.TCP_USER_TIMEOUT, DEAD_AFTER_MS);
        }
        return options;
    }
}
