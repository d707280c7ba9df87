package org.anychat.gateway.link;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.anychat.gateway.GatewayCounter;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.anychat.protocol.Limits;

/** A link over a WebSocket: each of its messages is one frame of the protocol. */
public final class WebSocketLink extends ClientLink {
    private static final short NORMAL_CLOSURE = 1000;
    private static final short GOING_AWAY = 1001;

    private final ServerWebSocket socket;
    private final Runnable cut;
    private int type;
    private Buffer message = Buffer.buffer();

    /**
     * Takes over a WebSocket whose handshake is done.
     *
     * @param settings what all links share
     * @param socket the WebSocket
     * @param cut drops the client's TCP connection at once, whatever is queued for it
     */
    public WebSocketLink(LinkSettings settings, ServerWebSocket socket, Runnable cut) {
        super(settings, socket.remoteAddress().hostAddress());
        this.socket = socket;
        this.cut = cut;
    }

    /** Begins to read; after {@link #listen}. */
    public void start() {
        socket.exceptionHandler(failure -> abort());
        socket.closeHandler(closed -> onEnd());
        socket.frameHandler(this::onFrame);
    }

    /** A browser that leaves the page says so; a network that breaks does not. */
    private void onEnd() {
        Short status = socket.closeStatusCode();
        if (status != null && (status == NORMAL_CLOSURE || status == GOING_AWAY)) {
            endedByClient();
        } else {
            ended();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            type = frame.isText() ? Frame.JSON : Frame.BINARY;
            message = Buffer.buffer();
        } else if (!frame.isContinuation()) {
            return;
        }
        message.appendBuffer(frame.binaryData());
        if (message.length() > Limits.CLIENT_JSON_BYTES) {
            message = Buffer.buffer();
            refuse(GatewayCounter.TOO_MUCH, ErrorCode.OVERFLOW, "the message is too long");
        } else if (frame.isFinal()) {
            received(new Frame(type, message.getBytes()));
            message = Buffer.buffer();
        }
    }

    @Override
    public String kind() {
        return "websocket";
    }

    @Override
    protected Future<Void> transmit(Frame frame) {
        return frame.type() == Frame.JSON
                ? socket.writeFinalTextFrame(new String(frame.body(), StandardCharsets.UTF_8))
                : socket.writeFinalBinaryFrame(Buffer.buffer(frame.body()));
    }

    @Override
    protected void shutdown() {
        socket.close(NORMAL_CLOSURE);
    }

    @Override
    protected void abort() {
        if (!isClosed()) {
            cut.run();
        }
    }
}
