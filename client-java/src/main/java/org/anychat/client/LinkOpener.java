package org.anychat.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.anychat.protocol.ErrorCode;

/** Opens the TCP or TLS connection below a {@link Link}. */
final class LinkOpener {
    private static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(1 << 20, 4 << 20);

    private final ClientOptions options;
    private final EventLoop loop;
    private final Class<? extends Channel> channelType;

    LinkOpener(ClientOptions options, EventLoop loop, Class<? extends Channel> channelType) {
        this.options = options;
        this.loop = loop;
        this.channelType = channelType;
    }

    /** Opens within that time; the future completes on the loop, or fails with an {@link AnyChatException}. */
    CompletableFuture<Link> open(ServerAddress server, long patienceMs, Link.Owner owner) {
        // Name resolution of the JDK blocks, so it has no place on the loop.
        return CompletableFuture.supplyAsync(() -> resolve(server))
                .thenCompose(address -> connect(
                        new Target(server, address, patienceMs), new Link(loop, options.requestTimeoutMs(), owner)));
    }

    private record Target(ServerAddress server, InetSocketAddress address, long patienceMs) {}

    private static InetSocketAddress resolve(ServerAddress server) {
        try {
            return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
        } catch (UnknownHostException e) {
            throw new CompletionException(new AnyChatException(ErrorCode.CONNECT_DNSERROR, server.host()));
        }
    }

    private CompletableFuture<Link> connect(Target target, Link link) {
        if (loop.isShuttingDown()) {
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, ""));
        }
        CompletableFuture<Link> opened = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) target.patienceMs())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .handler(new Pipeline(target, link));
        ChannelFuture unused = bootstrap.connect(target.address()).addListener(connected -> {
            if (connected.isSuccess()) {
                whenSecure(target.server(), link, opened);
            } else {
                opened.completeExceptionally(failure(target.server(), connected.cause()));
            }
        });
        return opened;
    }

    private static void whenSecure(ServerAddress server, Link link, CompletableFuture<Link> opened) {
        SslHandler ssl = link.channel().pipeline().get(SslHandler.class);
        if (ssl == null) {
            opened.complete(link);
            return;
        }
        Future<Channel> unused = ssl.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                opened.complete(link);
            } else {
                opened.completeExceptionally(failure(server, handshake.cause()));
            }
        });
    }

    private static AnyChatException failure(ServerAddress server, Throwable cause) {
        return new AnyChatException(codeOf(cause), server + ", " + cause.getMessage());
    }

    private static ErrorCode codeOf(Throwable cause) {
        if (cause instanceof SocketTimeoutException
                || cause instanceof ConnectTimeoutException
                || cause instanceof SslHandshakeTimeoutException) {
            return ErrorCode.CONNECT_TIMEOUT;
        }
        return cause instanceof SSLException && !isBroken(cause)
                ? ErrorCode.SSLCERT_VERIFYFAIL
                : ErrorCode.CONNECT_SOCKETERR;
    }

    /** A server that goes away in the middle of a handshake says nothing about its certificate. */
    private static boolean isBroken(Throwable cause) {
        return cause.getCause() == null && String.valueOf(cause.getMessage()).startsWith("Connection closed");
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        private final ServerAddress server;
        private final long patienceMs;
        private final Link link;

        Pipeline(Target target, Link link) {
            this.server = target.server();
            this.patienceMs = target.patienceMs();
            this.link = link;
        }

        @Override
        protected void initChannel(Channel channel) throws SSLException {
            if (options.tls().encrypted()) {
                SslContext context = options.tls().sslContext();
                SslHandler handler = context.newHandler(channel.alloc(), server.host(), server.port());
                handler.setHandshakeTimeoutMillis(patienceMs);
                channel.pipeline().addLast(handler);
            }
            channel.pipeline().addLast(link);
        }
    }
}
