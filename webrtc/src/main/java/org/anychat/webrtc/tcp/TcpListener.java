package org.anychat.webrtc.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A TCP port to which peers come with datagrams in frames: a passive candidate (RFC 6544). Any thread may call it. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's addListener returns the future that it got.
public final class TcpListener {
    private static final int BACKLOG = 512;

    private final EventLoop loop;
    private final TcpSettings settings;
    private volatile Channel channel;

    /**
     * Makes a closed port.
     *
     * @param loop takes the connections, until they move
     * @param settings what bounds them
     */
    public TcpListener(EventLoop loop, TcpSettings settings) {
        this.loop = loop;
        this.settings = settings;
    }

    /**
     * Opens the port, once.
     *
     * @param local where to bind; port 0 takes a free one
     * @param receivers makes who takes a connection, one for each, on the loop
     * @return the bound address, or the reason why it could not be bound
     */
    public CompletionStage<InetSocketAddress> open(InetSocketAddress local, Supplier<StreamReceiver> receivers) {
        boolean epoll = TcpSockets.isEpoll(loop);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        TcpStream stream = new TcpStream(settings, receivers.get(), false);
                        opened.pipeline().addLast(stream.handler());
                    }
                });
        TcpSockets.options(epoll, settings).forEach((option, value) -> childOption(bootstrap, option, value));
        CompletableFuture<InetSocketAddress> opened = new CompletableFuture<>();
        ChannelFuture binding = bootstrap.bind(local);
        binding.addListener(done -> onBound(binding, opened));
        return opened;
    }

    @SuppressWarnings("unchecked") // The map of options pairs each with a value of its type.
    private static <T> void childOption(ServerBootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.childOption(option, (T) value);
    }

    private void onBound(ChannelFuture binding, CompletableFuture<InetSocketAddress> opened) {
        if (binding.isSuccess()) {
            channel = binding.channel();
            opened.complete((InetSocketAddress) channel.localAddress());
        } else {
            opened.completeExceptionally(binding.cause());
        }
    }

    /**
     * Closes the port; connections that came by it stay. May be called again.
     *
     * @return done
     */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Channel open = channel;
        if (open == null) {
            closed.complete(null);
        } else {
            open.close().addListener(done -> closed.complete(null));
        }
        return closed;
    }
}
