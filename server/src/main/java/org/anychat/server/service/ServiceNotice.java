package org.anychat.server.service;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd when the server is ready, so that {@code systemctl start} waits for that and fails with it
 * ({@code sd_notify(3)}: a datagram to the socket that the environment names).
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's addListener returns the future that it got.
public final class ServiceNotice {
    private static final Logger log = LoggerFactory.getLogger(ServiceNotice.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String READY = "READY=1";

    private ServiceNotice() {}

    /**
     * Says that clients can come, where systemd wants to know. Any thread.
     *
     * @param loops carries the datagram
     */
    public static void ready(EventLoopGroup loops) {
        String socket = System.getenv(SOCKET);
        if (socket == null || socket.isEmpty()) {
            return;
        }
        if (Epoll.isAvailable()) {
            send(loops, socket);
        } else {
            runProgram();
        }
    }

    static ChannelFuture send(EventLoopGroup loops, String socket) {
        // A name that begins with @ is in the abstract namespace, which begins with a zero.
        String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
        return new Bootstrap()
                .group(loops)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(path))
                .addListener((ChannelFutureListener) ServiceNotice::onConnected);
    }

    private static void onConnected(ChannelFuture connected) {
        if (!connected.isSuccess()) {
            log.warn(
                    "systemd cannot be told that the server is ready: {}",
                    connected.cause().toString());
            return;
        }
        connected
                .channel()
                .writeAndFlush(Unpooled.copiedBuffer(READY, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Without Netty's native part there is systemd's own program. */
    private static void runProgram() {
        Commands.Outcome outcome = Commands.ofSystem().run(List.of("systemd-notify", "--ready"));
        if (outcome.exitCode() != 0) {
            log.warn(
                    "systemd cannot be told that the server is ready: {}",
                    outcome.output().trim());
        }
    }
}
