package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.anychat.contracts.CallApi.AnnounceCalls;
import org.anychat.contracts.CallApi.AnnouncedSession;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.HeldCall;
import org.anychat.contracts.CallApi.HeldCalls;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ErrorCode;

/**
 * Compares the calls of this gateway's clients with those of a call service that has started anew. A successor has the
 * calls of the instance before, but for the last moments: what it does not know is over, and what the client has not
 * been told of any more it is told.
 */
final class CallAnnouncer {
    private static final CallWords NO_WORDS = new CallWords(0, 0, "");
    /** Clients that do something just then are looked at anew. */
    private static final int MAX_ROUNDS = 5;

    private final NodeId node;
    private final Services services;
    private final SessionRegistry registry;
    private final Departures departures;
    private final Retry retry;
    private Future<Void> last = Future.succeededFuture();

    CallAnnouncer(NodeId node, Services services, SessionRegistry registry, Departures departures, Retry retry) {
        this.node = node;
        this.services = services;
        this.registry = registry;
        this.departures = departures;
        this.retry = retry;
    }

    /** Asks the service and tells the clients what is not as they believe. */
    void announce() {
        last = retry.untilDone(() -> ask(List.copyOf(registry.loggedIn()), MAX_ROUNDS));
    }

    /** Done when nothing is being compared: whoever is in the room of a call that is over has left it. */
    Future<Void> settled() {
        return last;
    }

    private Future<Void> ask(List<ClientSession> sessions, int roundsLeft) {
        if (sessions.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<ClientSession, Long> asked = new LinkedHashMap<>();
        sessions.forEach(session -> asked.put(session, session.calls().changes()));
        List<AnnouncedSession> announced = sessions.stream()
                .map(ClientSession::login)
                .map(login -> new AnnouncedSession(login.session(), login.moves()))
                .toList();
        return services.calls().announce(new AnnounceCalls(node, announced)).compose(held -> {
            List<ClientSession> busy = compare(asked, held);
            return roundsLeft == 1 ? Future.succeededFuture() : ask(busy, roundsLeft - 1);
        });
    }

    /** Returns those whose calls have changed since they were asked for, so that the answer may be an old one. */
    private List<ClientSession> compare(Map<ClientSession, Long> asked, HeldCalls held) {
        Map<SessionId, List<HeldCall>> bySession =
                new HashMap<>(held.calls().stream().collect(Collectors.groupingBy(HeldCall::session)));
        List<ClientSession> there = asked.keySet().stream()
                .filter(session -> session.login() != null)
                .toList();
        Map<Boolean, List<ClientSession>> unchanged = there.stream()
                .collect(Collectors.partitioningBy(session -> session.calls().changes() == asked.get(session)));
        unchanged
                .get(true)
                .forEach(session ->
                        compare(session, bySession.getOrDefault(session.login().session(), List.of())));
        return unchanged.get(false);
    }

    private void compare(ClientSession session, List<HeldCall> held) {
        RoomId room = held.stream()
                .map(HeldCall::room)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        UserId started = session.calls().started();
        if (started != null && !session.calls().room().equals(room)) {
            endStarted(session, started);
        }
        session.calls().peers().stream()
                .filter(peer -> !peer.equals(session.calls().started()))
                .filter(peer -> held.stream().noneMatch(call -> call.peer().equals(peer)))
                .forEach(peer -> tell(session, Step.REPLY, peer, disconnected(), NO_WORDS));
        held.forEach(call -> tellNews(session, call));
    }

    private void endStarted(ClientSession session, UserId peer) {
        RoomId room = session.calls().room();
        tell(session, Step.FINISH, peer, disconnected(), NO_WORDS);
        RoomSeat seat = session.seat();
        if (seat != null && seat.room().equals(room)) {
            departures.standUp(session);
            departures.leaveRoom(session.login(), 0);
            session.send(RoomTranslation.left(
                    room, seat.view().version(), session.login().user(), 0));
        }
    }

    /** What the instance before has written down, but not lived to say. */
    private void tellNews(ClientSession session, HeldCall call) {
        CallWords words = call.words();
        if (call.room() != null && !call.room().equals(session.calls().room())) {
            CallWords start = new CallWords(words.flags(), call.room().value(), words.text());
            tell(session, Step.START, call.peer(), 0, start);
        } else if (call.room() == null
                && call.incoming()
                && !session.calls().peers().contains(call.peer())) {
            tell(session, Step.REQUEST, call.peer(), 0, words);
        }
    }

    private static void tell(ClientSession session, Step step, UserId peer, int code, CallWords words) {
        session.calls().onTold(step, peer, code, words.param());
        session.send(CallRequests.event(step, peer, code, words));
    }

    private static int disconnected() {
        return ErrorCode.VIDEOCALL_DISCONNECT.number();
    }
}
