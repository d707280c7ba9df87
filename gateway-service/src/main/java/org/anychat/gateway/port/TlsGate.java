package org.anychat.gateway.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;

/**
 * Stands first in a connection's pipeline until five bytes have come: where they begin a TLS handshake it makes way for
 * TLS, otherwise for plain text, or closes where that is not allowed. Media (ICE-TCP) is always allowed, as it is encrypted in
 * itself.
 */
final class TlsGate extends OptionalSslHandler {
    private static final long HANDSHAKE_TIMEOUT_MS = 10_000;
    private static final int TLS_HEADER_LENGTH = 5;

    private final boolean plainTextAllowed;
    private boolean isMedia;
    private final GatewayCounters counters;

    TlsGate(SslContext tls, boolean plainTextAllowed, GatewayCounters counters) {
        super(tls);
        this.plainTextAllowed = plainTextAllowed;
        this.counters = counters;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!plainTextAllowed && in.readableBytes() >= TLS_HEADER_LENGTH && !SslHandler.isEncrypted(in, false)) {
            FirstBytes speaks = FirstBytes.of(
                    ByteBufUtil.getBytes(in, in.readerIndex(), Math.min(in.readableBytes(), FirstBytes.ENOUGH)));
            if (speaks == FirstBytes.UNDECIDED) {
                return;
            }
            isMedia = speaks == FirstBytes.ICE_TCP;
        }
        super.decode(context, in, out);
    }

    @Override
    protected SslHandler newSslHandler(ChannelHandlerContext context, SslContext tls) {
        SslHandler handler = super.newSslHandler(context, tls);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MS);
        return handler;
    }

    @Override
    protected ChannelHandler newNonSslHandler(ChannelHandlerContext context) {
        if (plainTextAllowed || isMedia) {
            return null;
        }
        counters.count(GatewayCounter.PLAIN_TEXT_REFUSED);
        ChannelFuture unused = context.close();
        return new Swallow();
    }

    /** Keeps what came with the refused bytes from the handlers behind. */
    private static final class Swallow extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
