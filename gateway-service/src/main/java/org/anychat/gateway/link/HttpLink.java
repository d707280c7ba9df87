package org.anychat.gateway.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Decoded;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.EventType;
import org.anychat.protocol.Frame;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.RequestType;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerMessage;

/**
 * The link of a client that knows HTTP alone (WHIP, WHEP): this process speaks the protocol for it, so that all that
 * counts for clients counts for it too. There is no connection that could break; it ends when somebody hangs up.
 */
public final class HttpLink extends ClientLink {
    private static final int HEARTBEATS_PER_SILENCE = 3;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final long heartbeatMs;
    private final Consumer<ServerEvent> onEvent;
    private final Map<Integer, Asked> asked = new HashMap<>();
    private int lastId;
    private long addressedEvents;
    private long heartbeat = NO_TIMER;
    private boolean begun;
    private int endCode = ErrorCode.CONNECT_ABORT.number();

    private record Asked(RequestType type, Promise<ReplyBody> reply) {}

    /** A request that was refused. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;

        /**
         * Makes a refusal.
         *
         * @param code a number of the error table
         * @param message words for a person
         */
        public RefusedException(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /**
         * Why.
         *
         * @return a number of the error table
         */
        public int code() {
            return code;
        }
    }

    /**
     * Makes a link that has not begun.
     *
     * @param settings what all links share
     * @param address the client's IP address
     * @param onEvent gets what the client would be told, {@code linkClose} included; on the gateway's context
     */
    public HttpLink(LinkSettings settings, String address, Consumer<ServerEvent> onEvent) {
        super(settings, address);
        this.vertx = settings.vertx();
        this.heartbeatMs = Math.max(1, settings.limits().silenceMs() / HEARTBEATS_PER_SILENCE);
        this.onEvent = onEvent;
    }

    /** Begins to speak; after {@link #listen}. */
    public void begin() {
        begun = true;
        heartbeat =
                vertx.setPeriodic(heartbeatMs, timer -> ask(id -> new ClientRequest.Heartbeat(id, addressedEvents)));
    }

    /**
     * Sends a request of the client's.
     *
     * @param request makes it with its number
     * @return the body of its reply; fails with a {@link RefusedException}, also where the link is over
     */
    public Future<ReplyBody> ask(IntFunction<ClientRequest> request) {
        if (!isOpen()) {
            return Future.failedFuture(over());
        }
        ClientRequest made = request.apply(++lastId);
        Promise<ReplyBody> reply = Promise.promise();
        asked.put(made.id(), new Asked(made.type(), reply));
        received(RequestCodec.encode(made));
        return reply.future();
    }

    /** The client has gone, or is taken for gone. */
    public void hangUp() {
        endedByClient();
        finish();
    }

    @Override
    public String kind() {
        return "http";
    }

    /** Nobody comes back with a token: whoever publishes again begins anew (RFC 9725). */
    @Override
    public boolean canComeBack() {
        return false;
    }

    @Override
    protected Future<Void> transmit(Frame frame) {
        // Nobody is there for it before the beginning: a link that was refused ends without one.
        if (begun) {
            // Not before the sender is done with what belongs to the message.
            vertx.runOnContext(now -> onMessage(frame));
        }
        return Future.succeededFuture();
    }

    private void onMessage(Frame frame) {
        Decoded<ServerMessage> decoded = ServerCodec.decode(frame, id -> {
            Asked request = asked.get(id);
            return request == null ? null : request.type();
        });
        if (!(decoded instanceof Decoded.Valid<ServerMessage> valid)) {
            return;
        }
        if (valid.value() instanceof Reply reply) {
            onReply(reply);
        } else {
            ServerEvent event = (ServerEvent) valid.value();
            addressedEvents += EventType.of(event).isAddressed() ? 1 : 0;
            endCode = event instanceof ServerEvent.LinkClose close ? close.code() : endCode;
            onEvent.accept(event);
        }
    }

    private void onReply(Reply reply) {
        Asked request = asked.remove(reply.re());
        if (request == null) {
            return;
        }
        if (reply.code() == ErrorCode.SUCCESS.number()) {
            request.reply().complete(reply.body());
        } else {
            request.reply().fail(new RefusedException(reply.code(), reply.message()));
        }
    }

    @Override
    protected void shutdown() {
        finish();
    }

    @Override
    protected void abort() {
        finish();
    }

    private RefusedException over() {
        return new RefusedException(endCode, ErrorCode.describe(endCode));
    }

    private void finish() {
        if (heartbeat != NO_TIMER) {
            vertx.cancelTimer(heartbeat);
            heartbeat = NO_TIMER;
        }
        if (begun) {
            ended();
        }
        // What is on its way comes first: a reply to the last request, the reason of the end.
        vertx.runOnContext(now -> {
            List<Asked> unanswered = new ArrayList<>(asked.values());
            asked.clear();
            unanswered.forEach(request -> request.reply().tryFail(over()));
        });
    }
}
