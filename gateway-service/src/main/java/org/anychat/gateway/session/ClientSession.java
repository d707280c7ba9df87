package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.ClientLink;
import org.anychat.gateway.transfer.TransferTable;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Decoded;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.anychat.protocol.Limits;
import org.anychat.protocol.Reply;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.RequestType;
import org.anychat.protocol.ServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its link, how far it has come, and its requests on their way. */
final class ClientSession implements ClientLink.Listener {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    private static final ClientLink.Listener NOBODY = new ClientLink.Listener() {
        @Override
        public void onFrame(Frame frame) {
            // The session goes on on another link.
        }

        @Override
        public void onClosed(int code) {
            // The session goes on on another link.
        }
    };

    private final Outgoing outgoing;
    private final Requests requests;
    private final GatewayCounters counters;
    private final int maxPending;
    private final String challenge;
    private final SessionTrail trail;
    private final RequestOrder order = new RequestOrder();
    private final TransferTable transfers = new TransferTable();
    private final SessionCalls calls = new SessionCalls();
    private final Set<Direction> media = EnumSet.noneOf(Direction.class);

    private boolean connected;
    private boolean authenticated;
    private boolean loginSeen;
    private boolean loggedOut;
    private boolean moving;
    private boolean tokenGiven;
    private boolean unconfirmed;
    private int device;
    private long loginMs;
    private int numbers;
    /** Why somebody ended the session while its link was going down, or 0. */
    private int willedEnd;

    private Mute mute = Mute.NONE;
    private ClientSession successor;
    private List<ResumeKey> keys = List.of();
    private int attempt;
    private ClientLogin login;
    private UserState state;
    private RoomSeat seat;

    /**
     * A number that no request of the session to a service has had yet, here or at another gateway: it tells one that is
     * asked again, of a successor, from the next one like it.
     */
    long nextNumber() {
        return ((long) login.moves() << Integer.SIZE) | Integer.toUnsignedLong(++numbers);
    }

    /** The challenge is what this client's {@code authenticate} has to prove. */
    ClientSession(
            Outgoing outgoing,
            Requests requests,
            GatewayCounters counters,
            int maxPending,
            String challenge,
            SessionTrail trail) {
        this.trail = trail;
        this.outgoing = outgoing;
        this.requests = requests;
        this.counters = counters;
        this.maxPending = maxPending;
        this.challenge = challenge;
    }

    @Override
    public void onFrame(Frame frame) {
        if (!loginSeen && frame.body().length > Limits.BEFORE_LOGIN_BYTES) {
            link().refuse(GatewayCounter.TOO_MUCH, ErrorCode.OVERFLOW, "the message is too long before a login");
            return;
        }
        Decoded<ClientRequest> decoded = RequestCodec.decode(frame);
        if (decoded instanceof Decoded.Valid<ClientRequest> valid) {
            onRequest(valid.value());
        } else if (decoded instanceof Decoded.Invalid<ClientRequest> invalid) {
            onInvalid(invalid);
        }
    }

    private void onInvalid(Decoded.Invalid<ClientRequest> invalid) {
        switch (invalid.code()) {
            case FUNCOPTERROR -> {
                counters.count(GatewayCounter.BAD_PARAMETER);
                link().send(Reply.failure(invalid.id(), invalid.code().number(), invalid.reason()));
            }
            case OVERFLOW -> link().refuse(GatewayCounter.TOO_MUCH, ErrorCode.OVERFLOW, invalid.reason());
            default -> link().refuse(GatewayCounter.BAD_MESSAGE, invalid.code(), invalid.reason());
        }
    }

    private void onRequest(ClientRequest request) {
        if (unconfirmed) {
            unconfirmed = false;
            requests.confirm(this);
        }
        if (request instanceof ClientRequest.Heartbeat heartbeat) {
            onHeartbeat(heartbeat);
        } else if (order.size() >= maxPending) {
            link().refuse(GatewayCounter.TOO_MUCH, ErrorCode.OVERFLOW, "too many requests without a reply");
        } else {
            loginSeen |= request.type() == RequestType.LOGIN;
            ClientLink asked = link();
            order.submit(RequestOrder.Lane.of(request.type()), () -> answer(request, asked));
        }
    }

    private void onHeartbeat(ClientRequest.Heartbeat heartbeat) {
        if (heartbeat.received() != null) {
            outgoing.acknowledge(heartbeat.received());
        }
        link().send(Reply.success(heartbeat.id()));
    }

    /** The reply goes out on the link that asked: on another the number may be that of another request. */
    private Future<Outcome> answer(ClientRequest request, ClientLink asked) {
        if (successor != null) {
            successor.onRequest(request);
            return Future.succeededFuture(Outcome.DONE);
        }
        long begunNs = System.nanoTime();
        return handled(request)
                .onSuccess(outcome -> {
                    counters.answered(request.type(), ErrorCode.SUCCESS.number(), System.nanoTime() - begunNs);
                    trail.answered(request, ErrorCode.SUCCESS.number(), "");
                    asked.send(Reply.success(request.id(), outcome.body()));
                    outcome.afterReply().run();
                })
                .onFailure(failure -> {
                    Refusal refusal = refusalOf(request, failure);
                    counters.answered(request.type(), refusal.code(), System.nanoTime() - begunNs);
                    trail.answered(request, refusal.code(), refusal.getMessage());
                    asked.send(Reply.failure(request.id(), refusal.code(), refusal.getMessage()));
                });
    }

    private Future<Outcome> handled(ClientRequest request) {
        ErrorCode missing = stage().refusal(Stage.neededBy(request.type()));
        if (missing != ErrorCode.SUCCESS) {
            counters.count(GatewayCounter.OUT_OF_ORDER);
            return Refusal.refuse(missing);
        }
        try {
            return requests.handle(this, request);
        } catch (RuntimeException fault) {
            return Future.failedFuture(fault);
        }
    }

    private Refusal refusalOf(ClientRequest request, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof ServiceException service) {
            counters.count(
                    service.error().retryable() ? GatewayCounter.SERVICE_FAILED : GatewayCounter.SERVICE_REFUSED);
            return Refusal.of(service);
        }
        counters.count(GatewayCounter.GATEWAY_FAULT);
        log.error("{} failed by a fault of the gateway; the client gets code 44", request.type(), failure);
        return new Refusal(ErrorCode.REQUESTFAILED, ErrorCode.REQUESTFAILED.text());
    }

    @Override
    public void onClosed(int code) {
        requests.trails().ended(trail, endCode(code));
        order.interrupt(() -> requests.end(this, endCode(code)));
    }

    /** Somebody's will counts more than a link that was lost before it could be told. */
    private int endCode(int ofLink) {
        return willedEnd == 0 ? ofLink : willedEnd;
    }

    /**
     * Says why and closes the link; {@link #onClosed} follows. Ends a session that is kept without a link, and one whose
     * link is over but not noticed yet: it is not kept.
     */
    void close(int code) {
        if (requests.endKept(this, code)) {
            return;
        }
        if (login != null && !link().isOpen() && willedEnd == 0) {
            willedEnd = code;
        }
        link().close(code, ErrorCode.describe(code));
    }

    /** Whether somebody has ended the session, and only its link's end is still to come. */
    boolean isEnding() {
        return willedEnd != 0;
    }

    void send(ServerMessage message) {
        send(new SharedMessage(message));
    }

    /** Sends what others get, too. */
    void send(SharedMessage message) {
        outgoing.send(message);
    }

    /** What the client has done. */
    SessionTrail trail() {
        return trail;
    }

    /** When the login was made or taken over here, in milliseconds since 1970. */
    long loginMs() {
        return loginMs;
    }

    /** What operators withhold of the client's media. */
    Mute mute() {
        return mute;
    }

    void mute(Mute newMute) {
        mute = newMute;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    ClientLink link() {
        return outgoing.link();
    }

    /**
     * Runs work alone: after the requests that are under way, and before those that come later. Where the link ends before
     * its turn, it comes after what that leads to.
     */
    <T> Future<T> inTurn(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        order.submitForOthers(() -> work.get().onComplete(done));
        return done.future();
    }

    /** Goes on on the link of another session, which has come to nothing but this one's return. */
    void takeLinkOf(ClientSession arriving) {
        ClientLink former = link();
        outgoing.returnOn(arriving.link());
        arriving.link().listen(this);
        arriving.successor = this;
        trail.back(arriving.link());
        requests.trails().back(trail, arriving.trail);
        former.listen(NOBODY);
        int code = ErrorCode.LOGIN_NEWLOGIN.number();
        former.close(code, ErrorCode.describe(code));
    }

    /** The client has come with a token, and comes with it again where the reply is lost. */
    void onTokenShown() {
        tokenGiven = true;
    }

    /** The token of the last reply has gone out, to a client that will use it, or not. */
    void onTokenGiven() {
        tokenGiven |= link().isOpen();
        unconfirmed = keys.size() > 1;
    }

    /** Whether the client can come back after its link is lost. */
    boolean isResumable() {
        return tokenGiven && !keys.isEmpty();
    }

    /** Of the tokens that take the session up, the newest first. */
    List<ResumeKey> keys() {
        return keys;
    }

    /** The newest of the client's attempts that has taken the session up, as the client counts them. */
    int attempt() {
        return attempt;
    }

    void takenUp(List<ResumeKey> newKeys, int newAttempt) {
        keys = List.copyOf(newKeys);
        attempt = newAttempt;
    }

    Stage stage() {
        if (seat != null) {
            return Stage.IN_ROOM;
        }
        if (login != null) {
            return Stage.LOGGED_IN;
        }
        return connected ? Stage.CONNECTED : Stage.LINKED;
    }

    String challenge() {
        return challenge;
    }

    void connected(int newDevice) {
        connected = true;
        device = newDevice;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    void authenticated() {
        authenticated = true;
    }

    /** Who the client is, or null before the login. */
    ClientLogin login() {
        return login;
    }

    void loggedIn(ClientLogin newLogin, List<ResumeKey> newKeys) {
        loggedOut = false;
        tokenGiven = false;
        takenUp(newKeys, 0);
        outgoing.begin();
        login = newLogin;
        loginMs = System.currentTimeMillis();
        trail.loggedIn(newLogin);
        state = new UserState(newLogin.name(), UserState.NONE, UserState.NONE, device);
    }

    /** Whether there was a login that has ended, and none since. */
    boolean hasLoggedOut() {
        return loggedOut;
    }

    int device() {
        return device;
    }

    void loggedOut() {
        loggedOut = true;
        willedEnd = 0;
        mute = Mute.NONE;
        unconfirmed = false;
        keys = List.of();
        login = null;
        state = null;
    }

    /** What others see, or null before the login. */
    UserState state() {
        return state;
    }

    void state(UserState newState) {
        state = newState;
    }

    /** Where the client sits, or null outside of rooms. */
    RoomSeat seat() {
        return seat;
    }

    void seat(RoomSeat newSeat) {
        seat = newSeat;
    }

    /** Whether the client itself is entering or leaving, so that its departure from a room is no news. */
    boolean isMoving() {
        return moving;
    }

    void moving(boolean now) {
        moving = now;
    }

    /** The buffers and files that the client sends and receives now. */
    TransferTable transfers() {
        return transfers;
    }

    /** The video calls that the client has to do with. */
    SessionCalls calls() {
        return calls;
    }

    /** The media connections that the client has asked for and that are not over. */
    Set<Direction> media() {
        return media;
    }
}
