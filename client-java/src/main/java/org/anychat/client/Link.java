package org.anychat.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Decoded;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.anychat.protocol.FrameDecoder;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerMessage;

/** The framed protocol on one connection: requests and their replies, events, heartbeat. For the connection's loop. */
final class Link extends SimpleChannelInboundHandler<ByteBuf> {
    /** Of each second between two heartbeats that the server wants: when the next one goes out, and how long its answer may take. */
    private static final long HEARTBEAT_SHARE_MS = 500;

    private static final long ANSWER_SHARE_MS = 400;

    private final EventLoop loop;
    private final Owner owner;
    private final PendingRequests pending;
    private final FrameDecoder decoder = FrameDecoder.ofServerFrames();
    private Channel channel;
    private ScheduledFuture<?> heartbeat;
    private boolean lost;

    /** Whose link it is. */
    interface Owner {
        void onEvent(ServerEvent event);

        /** How many events for the client alone have come in its session, or null without one. */
        Long received();

        /** Once, after which nothing comes. The pending requests have failed already. */
        void onLost(ServerEvent.LinkClose reason);
    }

    Link(EventLoop loop, long requestTimeoutMs, Owner owner) {
        this.loop = loop;
        this.owner = owner;
        this.pending = new PendingRequests(loop, requestTimeoutMs);
    }

    Channel channel() {
        return channel;
    }

    /** Sends a request with the id it is given. Fails with 62 where the connection does not take what was sent before. */
    CompletableFuture<ReplyBody> request(IntFunction<ClientRequest> withId) {
        return request(withId, pending.timeoutMs());
    }

    CompletableFuture<ReplyBody> request(IntFunction<ClientRequest> withId, long patienceMs) {
        if (lost) {
            return failed(ErrorCode.CONNECT_ABORT, "");
        }
        if (!channel.isWritable()) {
            return failed(ErrorCode.OVERFLOW, "the connection does not take what was sent before");
        }
        ClientRequest request = withId.apply(pending.nextId());
        CompletableFuture<ReplyBody> reply = pending.add(request.id(), request.type(), patienceMs);
        byte[] frame = RequestCodec.encode(request).encode();
        ChannelFuture unused = channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
        return reply;
    }

    /** Begins to send heartbeats, twice as often as the server wants them: a server that has stopped is to be noticed within that time. */
    void startHeartbeat(int heartbeatSeconds) {
        long periodMs = heartbeatSeconds * HEARTBEAT_SHARE_MS;
        long patienceMs = heartbeatSeconds * ANSWER_SHARE_MS;
        heartbeat =
                loop.scheduleAtFixedRate(() -> sendHeartbeat(patienceMs), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** Closes the connection from this side; the owner is not told. */
    void close() {
        if (!lost) {
            end(new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, ""));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        ByteBuffer input = bytes.nioBuffer();
        while (input.hasRemaining() && !lost) {
            Optional<Frame> frame = decoder.decode(input);
            if (decoder.violation().isPresent()) {
                lose(
                        ErrorCode.PROTOCOLFAIL,
                        "the server sent no frame: " + decoder.violation().get());
            } else if (frame.isPresent()) {
                onFrame(frame.get());
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lose(ErrorCode.CONNECT_ABORT, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(ErrorCode.CONNECT_ABORT, String.valueOf(cause.getMessage()));
    }

    private void onFrame(Frame frame) {
        Decoded<ServerMessage> decoded = ServerCodec.decode(frame, pending::typeOf);
        if (decoded instanceof Decoded.Valid<ServerMessage> valid) {
            onMessage(valid.value());
        } else if (decoded instanceof Decoded.Invalid<ServerMessage> invalid) {
            onInvalid(invalid);
        }
    }

    private void onMessage(ServerMessage message) {
        if (message instanceof Reply reply) {
            pending.onReply(reply);
        } else if (message instanceof ServerEvent.LinkClose close) {
            lose(close);
        } else if (message instanceof ServerEvent event) {
            owner.onEvent(event);
        }
    }

    private void onInvalid(Decoded.Invalid<ServerMessage> invalid) {
        if (invalid.id() > 0) {
            pending.fail(invalid.id(), new AnyChatException(ErrorCode.PROTOCOLFAIL, invalid.reason()));
        } else if (invalid.code() == ErrorCode.PROTOCOLFAIL) {
            lose(ErrorCode.PROTOCOLFAIL, invalid.reason());
        }
        // Anything else is an event of a later protocol, which clients ignore.
    }

    private void sendHeartbeat(long patienceMs) {
        CompletableFuture<ReplyBody> unused = request(
                        id -> new ClientRequest.Heartbeat(id, owner.received()), patienceMs)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        lose(ErrorCode.CONNECT_TIMEOUT, "the server does not answer the heartbeat");
                    }
                });
    }

    private void lose(ErrorCode code, String message) {
        lose(new ServerEvent.LinkClose(code.number(), message));
    }

    private void lose(ServerEvent.LinkClose reason) {
        if (!lost) {
            end(new AnyChatException(reason.code(), reason.message()));
            owner.onLost(reason);
        }
    }

    private void end(AnyChatException reason) {
        lost = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        ChannelFuture unused = channel.close();
        pending.failAll(reason);
    }

    private static CompletableFuture<ReplyBody> failed(ErrorCode code, String message) {
        return CompletableFuture.failedFuture(new AnyChatException(code, message));
    }
}
