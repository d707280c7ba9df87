package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/** The state of one client on its loop: the link if there is one, and the media. All methods are for the loop. */
final class ClientSession {
    private final ClientOptions options;
    private final EventLoop loop;
    private final LinkOpener opener;
    private final MediaSession media;
    private final Transfers transfers;
    private LinkOwner current;
    private boolean closed;

    ClientSession(ClientOptions options, ClientRuntime runtime, EventLoop loop) {
        this.options = options;
        this.loop = loop;
        this.opener = new LinkOpener(options, loop, runtime.socketType());
        this.media = new MediaSession(this::request, runtime, loop);
        this.transfers = new Transfers(
                new TransferContext(this::request, loop, runtime.files(), callbackExecutor()), options.listener());
    }

    EventLoop loop() {
        return loop;
    }

    Executor callbackExecutor() {
        return options.callbackExecutor() == null ? Runnable::run : options.callbackExecutor();
    }

    MediaSession media() {
        return media;
    }

    Transfers transfers() {
        return transfers;
    }

    CompletableFuture<ReplyBody.Connected> connect() {
        if (closed || current != null) {
            String why = closed ? "the client is closed" : "the client is connected already";
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.FUNCNOTALLOW, why));
        }
        LinkOwner owner = new LinkOwner();
        current = owner;
        return opener.open(owner)
                .thenComposeAsync(owner::introduce, loop)
                .thenCompose(connected -> authenticate(connected).thenApply(done -> connected))
                .whenCompleteAsync((connected, failure) -> owner.onConnected(connected, failure), loop);
    }

    <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        if (current == null || current.link == null) {
            return CompletableFuture.failedFuture(
                    new AnyChatException(ErrorCode.NOTINIT, "the client is not connected"));
        }
        return current.link.request(withId).thenApply(bodyType::cast);
    }

    CompletableFuture<ReplyBody.Room> enter(IntFunction<ClientRequest> withId) {
        return request(withId, ReplyBody.Room.class).thenApply(room -> {
            media.endAll();
            return room;
        });
    }

    CompletableFuture<Void> leave(IntFunction<ClientRequest> withId) {
        return request(withId, ReplyBody.class).thenAccept(left -> {
            media.endAll();
        });
    }

    void close() {
        closed = true;
        media.endAll();
        transfers.endAll(ErrorCode.CONNECT_SELFCLOSE.number());
        LinkOwner owner = current;
        current = null;
        if (owner != null && owner.link != null) {
            owner.link.close();
        }
    }

    private CompletionStage<ReplyBody> authenticate(ReplyBody.Connected connected) {
        if (!connected.authRequired() || options.serverPassword() == null) {
            return CompletableFuture.completedFuture(ReplyBody.EMPTY);
        }
        String proof = ServerPasswordProof.of(options.serverPassword(), connected.challenge());
        return request(id -> new ClientRequest.Authenticate(id, proof), ReplyBody.class);
    }

    private void onEvent(ServerEvent event) {
        media.onEvent(event);
        transfers.onEvent(event);
        callbackExecutor().execute(() -> EventDispatch.dispatch(event, options.listener()));
    }

    /** Stands between one link and the session: what a link says that is no longer, or not yet, the session's is dropped. */
    private final class LinkOwner implements Link.Owner {
        private Link link;

        CompletionStage<ReplyBody.Connected> introduce(Link opened) {
            link = opened;
            if (current != this) {
                link.close();
            }
            return link.request(id -> new ClientRequest.Connect(id, Limits.VERSION, options.device(), options.name()))
                    .thenApply(ReplyBody.Connected.class::cast);
        }

        void onConnected(ReplyBody.Connected connected, Throwable failure) {
            if (failure == null) {
                media.parameters().server(connected.config());
                link.startHeartbeat(connected.heartbeatSeconds());
            } else if (current == this) {
                current = null;
                if (link != null) {
                    link.close();
                }
            }
        }

        @Override
        public void onEvent(ServerEvent event) {
            if (current == this) {
                ClientSession.this.onEvent(event);
            }
        }

        @Override
        public void onLost(ServerEvent.LinkClose reason) {
            if (current == this && link != null) {
                current = null;
                media.endAll();
                transfers.endAll(reason.code());
                callbackExecutor().execute(() -> EventDispatch.dispatch(reason, options.listener()));
            }
        }
    }
}
