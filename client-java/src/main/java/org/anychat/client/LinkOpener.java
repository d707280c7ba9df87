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

    /** Opens; the future completes on the loop, or fails with an {@link AnyChatException}. */
    CompletableFuture<Link> open(ServerAddress server, Link.Owner owner) {
        // Name resolution of the JDK blocks, so it has no place on the loop.
        return CompletableFuture.supplyAsync(() -> resolve(server))
                .thenCompose(address -> connect(server, address, new Link(loop, options.requestTimeoutMs(), owner)));
    }

    private static InetSocketAddress resolve(ServerAddress server) {
        try {
            return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
        } catch (UnknownHostException e) {
            throw new CompletionException(new AnyChatException(ErrorCode.CONNECT_DNSERROR, server.host()));
        }
    }

    private CompletableFuture<Link> connect(ServerAddress server, InetSocketAddress address, Link link) {
        if (loop.isShuttingDown()) {
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, ""));
        }
        CompletableFuture<Link> opened = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.requestTimeoutMs())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .handler(new Pipeline(server, link));
        ChannelFuture unused = bootstrap.connect(address).addListener(connected -> {
            if (connected.isSuccess()) {
                whenSecure(server, link, opened);
            } else {
                opened.completeExceptionally(failure(server, connected.cause()));
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
        String where = server + ", " + cause.getMessage();
        if (cause instanceof SocketTimeoutException || cause instanceof ConnectTimeoutException) {
            return new AnyChatException(ErrorCode.CONNECT_TIMEOUT, where);
        }
        boolean tls = cause instanceof SSLException;
        return new AnyChatException(tls ? ErrorCode.SSLCERT_VERIFYFAIL : ErrorCode.CONNECT_SOCKETERR, where);
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        private final ServerAddress server;
        private final Link link;

        Pipeline(ServerAddress server, Link link) {
            this.server = server;
            this.link = link;
        }

        @Override
        protected void initChannel(Channel channel) throws SSLException {
            if (options.tls().encrypted()) {
                SslContext context = options.tls().sslContext();
                channel.pipeline().addLast(context.newHandler(channel.alloc(), server.host(), server.port()));
            }
            channel.pipeline().addLast(link);
        }
    }
}
