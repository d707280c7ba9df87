package org.anychat.gateway.link;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import org.anychat.gateway.GatewayCounter;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.anychat.protocol.FrameDecoder;

/** A link that speaks the framed protocol right on TCP or TLS. */
public final class FramedLink extends ClientLink {
    private final NetSocket socket;
    private final FrameDecoder decoder = FrameDecoder.ofClientFrames();

    /**
     * Takes over a connection; the caller has taken its handlers off.
     *
     * @param settings what all links share
     * @param socket the connection
     */
    public FramedLink(LinkSettings settings, NetSocket socket) {
        super(settings, socket.remoteAddress().hostAddress());
        this.socket = socket;
    }

    /**
     * Begins to read; after {@link #listen}.
     *
     * @param firstBytes what was read already
     */
    public void start(Buffer firstBytes) {
        socket.closeHandler(closed -> ended());
        socket.handler(this::onBytes);
        onBytes(firstBytes);
    }

    private void onBytes(Buffer bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes.getBytes());
        while (input.hasRemaining() && isOpen()) {
            decoder.decode(input).ifPresent(this::received);
            decoder.violation().ifPresent(this::refuse);
        }
    }

    private void refuse(FrameDecoder.Violation violation) {
        if (violation == FrameDecoder.Violation.TOO_LONG) {
            refuse(GatewayCounter.TOO_MUCH, ErrorCode.OVERFLOW, "the frame is too long");
        } else {
            refuse(GatewayCounter.BAD_FRAME, ErrorCode.PROTOCOLFAIL, "not a frame of this protocol");
        }
    }

    @Override
    public String kind() {
        return "framed";
    }

    @Override
    protected Future<Void> transmit(Frame frame) {
        return socket.write(Buffer.buffer(frame.encode()));
    }

    @Override
    protected void shutdown() {
        socket.close();
    }

    @Override
    protected void abort() {
        if (!isClosed()) {
            RawConnection.drop(socket);
        }
    }
}
