package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.EventType;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerPasswordProof;

/** The state of one client on its loop: the link if there is one, the way back to it, and the media. All methods are for the loop. */
final class ClientSession {
    /** How long a server may take to answer at all where there is another one. */
    private static final long PATIENCE_MS = 4_000;

    private final ClientOptions options;
    private final EventLoop loop;
    private final LinkOpener opener;
    private final MediaSession media;
    private final Transfers transfers;
    private final Servers servers;
    private final Reconnection reconnection;
    private final WaitingRequests waiting;
    private final KnownState known = new KnownState();
    private LinkOwner current;
    private boolean closed;

    ClientSession(ClientOptions options, ClientRuntime runtime, EventLoop loop) {
        this.options = options;
        this.loop = loop;
        this.opener = new LinkOpener(options, loop, runtime.socketType());
        this.media = new MediaSession(this::request, runtime, loop, options.upBps());
        this.transfers = new Transfers(
                new TransferContext(this::request, loop, runtime.files(), callbackExecutor()), options.listener());
        this.servers = new Servers(options.servers());
        this.reconnection = new Reconnection(loop, servers, new WayBack());
        this.waiting = new WaitingRequests(loop, options.requestTimeoutMs());
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
        if (closed || current != null || reconnection.isUnderWay()) {
            String why = closed ? "the client is closed" : "the client is connected already";
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.FUNCNOTALLOW, why));
        }
        return connect(servers.count());
    }

    private CompletableFuture<ReplyBody.Connected> connect(int addressesLeft) {
        return open(servers.current()).exceptionallyCompose(failure -> {
            if (addressesLeft <= 1 || closed || !Reconnection.isPassing(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            servers.next();
            return connect(addressesLeft - 1);
        });
    }

    private CompletableFuture<ReplyBody.Connected> open(ServerAddress address) {
        LinkOwner owner = new LinkOwner();
        current = owner;
        long patienceMs =
                servers.count() > 1 ? Math.min(PATIENCE_MS, options.requestTimeoutMs()) : options.requestTimeoutMs();
        return opener.open(address, patienceMs, owner)
                .thenComposeAsync(link -> owner.introduce(link, patienceMs), loop)
                .thenCompose(connected -> owner.authenticate(connected).thenApply(done -> connected))
                .whenCompleteAsync((connected, failure) -> owner.onConnected(connected, failure), loop);
    }

    CompletableFuture<ReplyBody.LoggedIn> login(String name, String password) {
        return request(id -> new ClientRequest.Login(id, name, password), ReplyBody.LoggedIn.class)
                .thenApply(login -> loggedIn(name, password, login));
    }

    private ReplyBody.LoggedIn loggedIn(String name, String password, ReplyBody.LoggedIn login) {
        known.begin();
        media.onLogin(login.userId());
        servers.learn(login.servers());
        if (options.autoReconnect()) {
            reconnection.remember(new Reconnection.Credentials(name, password, login.token()));
        }
        return login;
    }

    <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        if (reconnection.isUnderWay()) {
            return waiting.add(withId).thenApply(bodyType::cast);
        }
        if (current == null || current.link == null) {
            return CompletableFuture.failedFuture(
                    new AnyChatException(ErrorCode.NOTINIT, "the client is not connected"));
        }
        return current.link.request(withId).thenApply(bodyType::cast);
    }

    CompletableFuture<ReplyBody.Room> enter(IntFunction<ClientRequest> withId) {
        return room(withId).thenApply(room -> {
            media.onEntered(room.roomId());
            media.onRoom(room.users());
            return room;
        });
    }

    /** Asks for a room and everybody in it. */
    CompletableFuture<ReplyBody.Room> room(IntFunction<ClientRequest> withId) {
        return request(withId, ReplyBody.Room.class).thenApply(room -> {
            known.room(room.version());
            media.onRoom(room.users());
            return room;
        });
    }

    CompletableFuture<Void> leaveRoom() {
        return request(ClientRequest.LeaveRoom::new, ReplyBody.class).thenAccept(left -> {
            known.noRoom();
            media.endAll();
        });
    }

    CompletableFuture<Void> logout() {
        return request(ClientRequest.Logout::new, ReplyBody.class).thenAccept(left -> {
            reconnection.forget();
            known.end();
            media.endAll();
        });
    }

    void close() {
        closed = true;
        boolean loggedIn = known.received() != null;
        reconnection.forget();
        media.endAll();
        transfers.endAll(ErrorCode.CONNECT_SELFCLOSE.number());
        waiting.fail(new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, ""));
        LinkOwner owner = current;
        current = null;
        if (owner != null && owner.link != null) {
            if (loggedIn) {
                // So that the server does not wait for the client to come back. Nobody waits for the reply.
                CompletableFuture<ReplyBody> unused = owner.link.request(ClientRequest.Logout::new);
            }
            owner.link.close();
        }
    }

    private void onEvent(ServerEvent event) {
        known.onEvent(event);
        media.onEvent(event);
        transfers.onEvent(event);
        callbackExecutor().execute(() -> EventDispatch.dispatch(event, options.listener()));
    }

    private void onLost(ServerEvent.LinkClose reason) {
        transfers.endAll(reason.code());
        if (reconnection.isWorthwhile(reason)) {
            callbackExecutor().execute(() -> options.listener().onReconnecting(reason));
            reconnection.begin(reason);
        } else {
            end(reason);
        }
    }

    private void end(ServerEvent.LinkClose reason) {
        reconnection.forget();
        known.end();
        media.endAll();
        waiting.fail(new AnyChatException(ErrorCode.CONNECT_ABORT, "the client did not get its link back"));
        callbackExecutor().execute(() -> EventDispatch.dispatch(reason, options.listener()));
    }

    /** What the server has to be told on the way back: how much of the session has come. */
    private static final class KnownState {
        private Long received;
        private Long roomVersion;

        Long received() {
            return received;
        }

        Long roomVersion() {
            return roomVersion;
        }

        void begin() {
            received = 0L;
            roomVersion = null;
        }

        void end() {
            received = null;
            roomVersion = null;
        }

        void room(long version) {
            roomVersion = version;
        }

        void noRoom() {
            roomVersion = null;
        }

        void onEvent(ServerEvent event) {
            if (received != null && EventType.of(event).isAddressed()) {
                received++;
            }
            if (roomVersion != null && event instanceof ServerEvent.OfRoomVersion change) {
                roomVersion = Math.max(roomVersion, change.version());
            }
        }
    }

    private final class WayBack implements Reconnection.Client {
        @Override
        public CompletableFuture<ReplyBody.Connected> open(ServerAddress address) {
            return ClientSession.this.open(address);
        }

        @Override
        public CompletableFuture<ReplyBody.Resumed> resume(String token, int attempt) {
            return current.link
                    .request(id -> new ClientRequest.Resume(id, token, known.received(), known.roomVersion(), attempt))
                    .thenApply(reply -> onResumed((ReplyBody.Resumed) reply));
        }

        private ReplyBody.Resumed onResumed(ReplyBody.Resumed reply) {
            reconnection.remember(reconnection.credentials().with(reply.login().token()));
            if (reply.room() == null) {
                known.noRoom();
                media.endAll();
            } else {
                known.room(reply.room().version());
                if (reply.room().users() != null) {
                    media.onRoom(reply.room().users());
                }
            }
            back(Reconnected.of(reply));
            waiting.release(current.link::request);
            if (reply.room() != null) {
                media.onReturn(reply.media());
            }
            return reply;
        }

        @Override
        public CompletableFuture<ReplyBody.LoggedIn> login(String name, String password) {
            return current.link
                    .request(id -> new ClientRequest.Login(id, name, password))
                    .thenApply(reply -> onLoggedIn(name, password, (ReplyBody.LoggedIn) reply));
        }

        private ReplyBody.LoggedIn onLoggedIn(String name, String password, ReplyBody.LoggedIn login) {
            media.endAll();
            loggedIn(name, password, login);
            waiting.fail(new AnyChatException(ErrorCode.CONNECT_ABORT, "the session was lost with the link"));
            back(Reconnected.anew(login));
            return login;
        }

        private void back(Reconnected event) {
            servers.learn(event.login().servers());
            reconnection.done();
            callbackExecutor().execute(() -> options.listener().onReconnected(event));
        }

        @Override
        public void closeLink() {
            LinkOwner owner = current;
            current = null;
            if (owner != null && owner.link != null) {
                owner.link.close();
            }
        }

        @Override
        public void onGivenUp(ServerEvent.LinkClose why) {
            end(why);
        }
    }

    /** Stands between one link and the session: what a link says that is no longer, or not yet, the session's is dropped. */
    private final class LinkOwner implements Link.Owner {
        private Link link;

        CompletionStage<ReplyBody.Connected> introduce(Link opened, long patienceMs) {
            link = opened;
            if (current != this) {
                link.close();
            }
            return link.request(
                            id -> new ClientRequest.Connect(id, Limits.VERSION, options.device(), options.name()),
                            patienceMs)
                    .thenApply(ReplyBody.Connected.class::cast);
        }

        CompletionStage<ReplyBody> authenticate(ReplyBody.Connected connected) {
            if (!connected.authRequired() || options.serverPassword() == null) {
                return CompletableFuture.completedFuture(ReplyBody.EMPTY);
            }
            String proof = ServerPasswordProof.of(options.serverPassword(), connected.challenge());
            return link.request(id -> new ClientRequest.Authenticate(id, proof));
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
        public Long received() {
            return known.received();
        }

        @Override
        public void onEvent(ServerEvent event) {
            if (current == this) {
                ClientSession.this.onEvent(event);
            }
        }

        /** On the way back the failed requests of the link speak for it. */
        @Override
        public void onLost(ServerEvent.LinkClose reason) {
            if (current == this && link != null) {
                current = null;
                if (!reconnection.isUnderWay()) {
                    ClientSession.this.onLost(reason);
                }
            }
        }
    }
}
