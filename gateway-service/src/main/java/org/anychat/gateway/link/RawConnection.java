package org.anychat.gateway.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** The Netty channel under a connection, for the few things that Vert.x's own API has no words for. */
public final class RawConnection {
    private RawConnection() {}

    /**
     * The channel.
     *
     * @param socket the connection
     * @return its channel, on the socket's event loop
     */
    public static Channel channel(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    /**
     * Whether a connection is encrypted.
     *
     * @param socket the connection
     * @return true with TLS
     */
    public static boolean isSecure(NetSocket socket) {
        return channel(socket).pipeline().get(SslHandler.class) != null;
    }

    /**
     * Closes a connection without waiting for what is queued on it, which a peer that does not read never lets go.
     *
     * @param socket the connection
     */
    public static void drop(NetSocket socket) {
        // From the first handler on, so past those that would say good-bye first.
        ChannelHandlerContext first = channel(socket).pipeline().firstContext();
        if (first != null) {
            ChannelFuture unused = first.close();
        }
    }
}
