package org.anychat.gateway.link;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.anychat.gateway.GatewayCounter;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerMessage;

/**
 * A client's link: messages out, frames in, and one end with one code. Lives on the gateway's context.
 */
public abstract class ClientLink {
    /** What a link tells its owner. */
    public interface Listener {
        /**
         * A message came; within the rate, but otherwise as the client sent it.
         *
         * @param frame the message
         */
        void onFrame(Frame frame);

        /**
         * The link is over, whoever ended it. Told once.
         *
         * @param code why, a number of the error table; 116 where the client has said good-bye
         */
        void onClosed(int code);
    }

    private static final long LINGER_MS = 3_000;

    private final LinkSettings settings;
    private final String address;
    private final TokenBucket allowance;
    private final long openedNs;
    private Listener listener;
    private Runnable onOver = () -> {};
    private long receivedNs;
    private long unreadBytes;
    private int closeCode = ErrorCode.CONNECT_ABORT.number();
    private boolean secure;
    private boolean closing;
    private boolean closed;

    /**
     * Begins a link.
     *
     * @param settings what all links share
     * @param address the client's IP address
     */
    protected ClientLink(LinkSettings settings, String address) {
        this.settings = settings;
        this.address = address;
        this.openedNs = settings.nowNs().getAsLong();
        this.receivedNs = openedNs;
        this.allowance = new TokenBucket(
                settings.limits().messagesPerSecond(), settings.limits().messageBurst(), openedNs);
    }

    /**
     * Names the owner; before the first byte is read.
     *
     * @param owner who is told
     */
    public final void listen(Listener owner) {
        listener = owner;
    }

    /**
     * Has something done when the link is over, whoever listens by then: a session goes on on other links than its first.
     *
     * @param action runs once, before the listener is told
     */
    public final void whenOver(Runnable action) {
        onOver = action;
    }

    /**
     * The client's IP address.
     *
     * @return numeric
     */
    public final String address() {
        return address;
    }

    /**
     * Says whether the link is encrypted; before the first byte is read.
     *
     * @param tls whether it is
     */
    public final void secure(boolean tls) {
        secure = tls;
    }

    /**
     * Whether the link is encrypted.
     *
     * @return true with TLS
     */
    public final boolean isSecure() {
        return secure;
    }

    /**
     * How the client comes, for operators.
     *
     * @return {@code framed}, {@code websocket} or {@code http}
     */
    public abstract String kind();

    /**
     * Whether the client can take its session up on another link when this one is lost.
     *
     * @return false for a client that has no way to
     */
    public boolean canComeBack() {
        return true;
    }

    /**
     * Whether the link has a future.
     *
     * @return false once it is being closed or is over
     */
    public final boolean isOpen() {
        return !closing && !closed;
    }

    /**
     * How long the client has been silent.
     *
     * @param nowNs the time
     * @return milliseconds
     */
    public final long silentMs(long nowNs) {
        return TimeUnit.NANOSECONDS.toMillis(nowNs - receivedNs);
    }

    /**
     * How long the link has been there.
     *
     * @param nowNs the time
     * @return milliseconds
     */
    public final long ageMs(long nowNs) {
        return TimeUnit.NANOSECONDS.toMillis(nowNs - openedNs);
    }

    /**
     * Sends a message after those before it. A link that is not open swallows it. A client that has left too much
     * unread is cut off with 62.
     *
     * @param message the message
     */
    public final void send(ServerMessage message) {
        if (isOpen()) {
            write(message);
        }
    }

    /**
     * Sends what is encoded already, as {@link #send(ServerMessage)}.
     *
     * @param frame the message
     */
    public final void send(Frame frame) {
        if (isOpen()) {
            write(frame);
        }
    }

    /**
     * Sends a message of a flow whose receiver paces it, so that what is unread of it has a bound of its own and is no
     * sign of a client that does not read.
     *
     * @param message the message
     */
    public final void sendPaced(ServerMessage message) {
        if (isOpen()) {
            Frame frame = ServerCodec.encode(message);
            countOut(frame);
            transmit(frame);
        }
    }

    /**
     * Gives messages of the allowance back, because others have taken note of what they brought.
     *
     * @param messages how many
     */
    public final void giveBack(int messages) {
        allowance.giveBack(messages);
    }

    /**
     * Says {@code linkClose} and closes, at the latest a few seconds later. The first code holds.
     *
     * @param code why, a number of the error table
     * @param message words for a person
     */
    public final void close(int code, String message) {
        if (!isOpen()) {
            return;
        }
        closeCode = code;
        write(new ServerEvent.LinkClose(code, message));
        closing = true;
        if (!closed) {
            shutdown();
            settings.vertx().setTimer(LINGER_MS, timer -> abort());
        }
    }

    private void write(ServerMessage message) {
        write(ServerCodec.encode(message));
    }

    private void write(Frame frame) {
        int bytes = countOut(frame);
        unreadBytes += bytes;
        transmit(frame).onComplete(written -> unreadBytes -= bytes);
        if (unreadBytes > settings.limits().unreadBytes() && !closed) {
            settings.counters().count(GatewayCounter.SLOW_READER);
            closeCode = ErrorCode.OVERFLOW.number();
            // A linkClose would wait behind all that is unread.
            closing = true;
            abort();
        }
    }

    private int countOut(Frame frame) {
        int bytes = Frame.HEADER_BYTES + frame.body().length;
        settings.counters().count(GatewayCounter.MESSAGE_OUT);
        settings.counters().count(GatewayCounter.BYTES_OUT, bytes);
        return bytes;
    }

    /**
     * For subclasses: a message came.
     *
     * @param frame the message
     */
    protected final void received(Frame frame) {
        if (!isOpen()) {
            return;
        }
        receivedNs = settings.nowNs().getAsLong();
        settings.counters().count(GatewayCounter.MESSAGE_IN);
        settings.counters().count(GatewayCounter.BYTES_IN, Frame.HEADER_BYTES + frame.body().length);
        if (allowance.take(receivedNs)) {
            listener.onFrame(frame);
        } else {
            refuse(GatewayCounter.RATE_EXCEEDED, ErrorCode.OVERFLOW, "more messages than the rate allows");
        }
    }

    /**
     * Closes because the client broke a rule.
     *
     * @param counter what to count
     * @param code why
     * @param message which rule
     */
    public final void refuse(GatewayCounter counter, ErrorCode code, String message) {
        if (isOpen()) {
            settings.counters().count(counter);
            close(code.number(), message);
        }
    }

    /** For subclasses: the connection is over, because the client has said so. */
    protected final void endedByClient() {
        if (isOpen()) {
            closeCode = ErrorCode.CONNECT_SELFCLOSE.number();
        }
        ended();
    }

    /** For subclasses: the connection is over. */
    protected final void ended() {
        if (closed) {
            return;
        }
        closed = true;
        if (!closing) {
            settings.counters().count(GatewayCounter.LINK_ENDED);
        }
        // A link may end in the midst of a send, while its owner walks through those who are to be told.
        settings.vertx().runOnContext(now -> {
            onOver.run();
            listener.onClosed(closeCode);
        });
    }

    /**
     * Whether the connection is gone.
     *
     * @return true once it is
     */
    protected final boolean isClosed() {
        return closed;
    }

    /**
     * Hands a message to the network, in order.
     *
     * @param frame the message
     * @return done when it has left this process
     */
    protected abstract Future<Void> transmit(Frame frame);

    /** Closes the connection behind what was transmitted; {@link #ended} follows. */
    protected abstract void shutdown();

    /** Closes the connection at once where it is still there; {@link #ended} follows. */
    protected abstract void abort();
}
