package org.anychat.gateway.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.runtime.echo.EchoLine;
import org.anychat.runtime.echo.EchoListener;
import org.anychat.runtime.echo.EchoSession;

/**
 * One check of a connection, JSON text both ways ({@code docs/doctor.md}): {@code ping} is answered at once;
 * {@code publish} opens an echo at the relay with least to do; {@code answer} takes up what it offers.
 */
final class CheckVisit implements EchoListener {
    /** How long a visit may last. */
    static final int SECONDS = 30;

    static final int MAX_MESSAGES = 100;
    static final int MAX_SDP = 65_536;
    private static final long MS = 1_000;
    private static final short NORMAL = 1000;
    private static final short POLICY = 1008;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final EchoLine line;
    private final JsonObject hello;
    private final MediaCandidates candidates;
    private Runnable onEnd;
    private long timer;
    private int messages;
    private boolean ended;
    private boolean published;
    private EchoSession echo;

    /** {@code hello} is what the visitor is told first of the server; the candidates are told of it later. */
    CheckVisit(Vertx vertx, ServerWebSocket socket, EchoLine line, JsonObject hello, MediaCandidates candidates) {
        this.vertx = vertx;
        this.socket = socket;
        this.line = line;
        this.hello = hello;
        this.candidates = candidates;
    }

    /** Begins; the end is told once. */
    void start(Runnable whenEnded) {
        onEnd = whenEnded;
        timer = vertx.setTimer(SECONDS * MS, late -> end());
        socket.exceptionHandler(failure -> end());
        socket.closeHandler(closed -> end());
        socket.textMessageHandler(this::onMessage);
        send(hello.copy()
                .put("type", "hello")
                .put("time", System.currentTimeMillis())
                .put("seconds", SECONDS));
    }

    void end() {
        close(NORMAL);
    }

    private void close(short status) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        if (echo != null) {
            echo.close();
        }
        if (!socket.isClosed()) {
            // A peer that is gone already has nothing to be told.
            socket.close(status).otherwiseEmpty();
        }
        onEnd.run();
    }

    private void onMessage(String text) {
        if (ended) {
            return;
        }
        if (++messages > MAX_MESSAGES || text.length() > 2 * MAX_SDP) {
            close(POLICY);
            return;
        }
        try {
            JsonObject message = new JsonObject(text);
            onRequest(text(message, "type"), message);
        } catch (DecodeException e) {
            close(POLICY);
        }
    }

    private void onRequest(String type, JsonObject message) {
        switch (type) {
            case "ping" ->
                send(new JsonObject()
                        .put("type", "pong")
                        .put("n", number(message, "n"))
                        .put("time", System.currentTimeMillis()));
            case "publish" -> publish(text(message, "sdp"));
            case "answer" -> answer(number(message, "revision"), text(message, "sdp"));
            default -> close(POLICY);
        }
    }

    private static String text(JsonObject message, String key) {
        return message.getValue(key) instanceof String text ? text : "";
    }

    private static int number(JsonObject message, String key) {
        return message.getValue(key) instanceof Number number ? number.intValue() : 0;
    }

    private void publish(String sdp) {
        if (published || sdp.isEmpty() || sdp.length() > MAX_SDP) {
            close(POLICY);
            return;
        }
        published = true;
        line.relays()
                .compose(relays -> choice(relays)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture("none is open")))
                .onFailure(failure -> failed("relay", failure))
                .compose(relay -> line.open(relay, this).onFailure(failure -> failed("relay", failure)))
                .compose(opened -> publish(opened, sdp));
    }

    private Future<?> publish(EchoSession opened, String sdp) {
        if (ended) {
            opened.close();
            return Future.succeededFuture();
        }
        echo = opened;
        return opened.publish(sdp)
                .onSuccess(
                        answer -> send(new JsonObject().put("type", "answer").put("sdp", candidates.addedTo(answer))))
                .compose(answer -> opened.subscribe())
                .onFailure(failure -> failed("publish", failure));
    }

    /** The one with least to do, as for a room. */
    private static Optional<NodeId> choice(List<RelayStatus> relays) {
        return relays.stream()
                .filter(status -> status.mode() == RelayMode.OPEN)
                .min(Comparator.comparingInt(status -> status.load().busyPerMille()))
                .map(RelayStatus::relay);
    }

    private void answer(int revision, String sdp) {
        if (echo == null || sdp.isEmpty() || sdp.length() > MAX_SDP) {
            close(POLICY);
            return;
        }
        echo.answer(revision, sdp).onFailure(failure -> failed("answer", failure));
    }

    @Override
    public void onOffer(int revision, String sdp) {
        send(new JsonObject().put("type", "offer").put("revision", revision).put("sdp", candidates.addedTo(sdp)));
    }

    @Override
    public void onState(Direction direction, State state, String reason) {
        send(new JsonObject()
                .put("type", "state")
                .put("direction", direction.name().toLowerCase(Locale.ROOT))
                .put("state", state.name().toLowerCase(Locale.ROOT)));
    }

    /** Strangers hear which step, and no more than that of a fault. */
    private void failed(String step, Throwable failure) {
        String reason =
                failure instanceof ServiceException known ? known.error().name() : failure.getMessage();
        send(new JsonObject().put("type", "failed").put("step", step).put("reason", reason));
    }

    private void send(JsonObject message) {
        if (!ended && !socket.isClosed()) {
            // Where it cannot be written the socket's end follows.
            socket.writeTextMessage(message.encode()).otherwiseEmpty();
        }
    }
}
