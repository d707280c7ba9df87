package org.anychat.server.health;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.runtime.echo.EchoLine;
import org.anychat.runtime.echo.EchoListener;
import org.anychat.runtime.echo.EchoSession;
import org.anychat.server.echo.EchoSignalling;

/** Carries the bot's descriptions over the bus. What touches the line runs on its context. */
final class BusSignalling implements EchoSignalling, EchoListener {
    private final Context context;
    private final EchoLine line;
    private final NodeId relay;
    private Future<EchoSession> opened;
    private OfferListener listener;

    BusSignalling(Context context, EchoLine line, NodeId relay) {
        this.context = context;
        this.line = line;
        this.relay = relay;
    }

    @Override
    public CompletionStage<String> publish(String offer) {
        return onContext(() -> {
            opened = line.open(relay, this);
            return opened.compose(session -> session.publish(offer));
        });
    }

    @Override
    public CompletionStage<Done> subscribe(OfferListener offers) {
        return onContext(() -> {
            listener = offers;
            return opened.compose(EchoSession::subscribe);
        });
    }

    @Override
    public CompletionStage<Done> answer(int revision, String answer) {
        return onContext(() -> opened.compose(session -> session.answer(revision, answer)));
    }

    @Override
    public void close() {
        context.runOnContext(here -> {
            if (opened != null) {
                opened.onSuccess(EchoSession::close);
            }
        });
    }

    @Override
    public void onOffer(int revision, String sdp) {
        if (listener != null) {
            listener.onOffer(revision, sdp);
        }
    }

    @Override
    public void onState(Direction direction, State state, String reason) {
        // The bot sees for itself how its connections are.
    }

    private <T> CompletionStage<T> onContext(Supplier<Future<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(here -> call.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result;
    }
}
