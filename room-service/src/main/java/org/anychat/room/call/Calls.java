package org.anychat.room.call;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * The calls that ring and the calls that are on. A user has at most one of its own that rings, one that rings at it,
 * and one that is on; the last ends the first two. Refusals are thrown as {@link ServiceException} and change nothing.
 * The caller's thread.
 */
public final class Calls {
    private static final int MAX_TEXT_LENGTH = 4_096;
    private static final CallWords NO_WORDS = new CallWords(0, 0, "");

    private final long ringNs;
    private final CallTable table;
    private final LastWords words;
    /** The rooms of calls, and of calls that are over while their room is being closed: then without a call. */
    private final Map<RoomId, Optional<Call>> rooms = new HashMap<>();
    /** Sides of calls of the instance before of whom nobody has said since that they are still there. */
    private final Set<SessionId> doubted = new LinkedHashSet<>();

    /**
     * Makes an empty set of calls.
     *
     * @param ringNs how long a call rings, in nanoseconds
     * @param journal where they are written down
     */
    public Calls(long ringNs, CallJournal journal) {
        this.ringNs = ringNs;
        this.table = new CallTable(journal);
        this.words = new LastWords(journal);
    }

    /**
     * Goes on with what an instance before has written down. Of calls that cannot be at the same time, as what an
     * instance says last may be lost, those that are on count before those that ring.
     *
     * @param written the calls
     * @param said how others ended; one that is among the calls all the same has ended
     * @param nowNs the time
     */
    public void restore(Collection<Call> written, Collection<LastWord> said, long nowNs) {
        said.forEach(word -> words.adopt(word, nowNs));
        written.stream().filter(call -> isOver(call, said)).forEach(table::erase);
        restore(written.stream().filter(call -> !isOver(call, said)).toList());
    }

    private static boolean isOver(Call call, Collection<LastWord> said) {
        return said.stream().anyMatch(word -> word.ended(call));
    }

    private void restore(Collection<Call> written) {
        Stream.concat(
                        written.stream().filter(call -> call.room() != null),
                        written.stream().filter(call -> call.room() == null))
                .filter(table::adopt)
                .forEach(call -> {
                    doubted.add(call.caller().session());
                    doubted.add(call.callee().session());
                    if (call.room() != null) {
                        rooms.put(call.room(), Optional.of(call));
                    }
                });
    }

    /**
     * Checks what a client says before anybody is asked for anything.
     *
     * @param words what it says
     * @throws ServiceException with {@code BAD_PARAMETER}
     */
    public static void check(CallWords words) {
        if (words == null || words.text() == null || words.text().length() > MAX_TEXT_LENGTH) {
            throw refusal(
                    ServiceError.BAD_PARAMETER, "the text of a call has at most " + MAX_TEXT_LENGTH + " characters");
        }
    }

    /**
     * Calls that ring.
     *
     * @return the count
     */
    public int ringing() {
        return table.ringing().size();
    }

    /**
     * Calls that are on.
     *
     * @return the count
     */
    public int started() {
        return table.countStarted();
    }

    /**
     * A call begins to ring.
     *
     * @param caller who calls
     * @param callee who is called
     * @param words what the callee is told
     * @param number which of the caller's calls it is
     * @param nowNs the time
     * @return the callee's request; nothing where this very call rings already
     * @throws ServiceException with {@code BAD_PARAMETER} for a call to oneself, {@code CALL_UNDER_WAY} or
     *     {@code CALL_BUSY}
     */
    public CallOutcome ring(Party caller, Party callee, CallWords words, long number, long nowNs) {
        if (caller.user().equals(callee.user())) {
            throw refusal(ServiceError.BAD_PARAMETER, "nobody calls oneself");
        }
        Call own = table.ringingFrom(caller.session());
        if (own != null && own.number() == number && own.callee().user().equals(callee.user())) {
            return CallOutcome.NOTHING;
        }
        if (table.started(caller.session()) != null || own != null) {
            throw refusal(ServiceError.CALL_UNDER_WAY, "finish or withdraw the call that is under way first");
        }
        if (table.started(callee.session()) != null || table.ringingAt(callee.session()) != null) {
            throw refusal(ServiceError.CALL_BUSY, "user " + callee.user() + " is busy");
        }
        table.add(new Call(caller, callee, words, nowNs + ringNs, null, number));
        return new CallOutcome.Builder()
                .tell(callee, Step.REQUEST, caller, 0, words)
                .build();
    }

    /**
     * Finds the call that a callee wants to accept. Changes nothing.
     *
     * @param callee the callee's session
     * @param caller the caller
     * @return the call
     * @throws ServiceException with {@code CALL_NOT_IN} where it does not ring (any more)
     */
    public Call ringing(SessionId callee, UserId caller) {
        Call call = table.ringingAt(callee);
        if (call == null || !call.caller().user().equals(caller)) {
            throw notInCall(caller);
        }
        return call;
    }

    /**
     * Whether a callee has accepted a call already, so that it asks once more as the answer was lost.
     *
     * @param callee the callee's session
     * @param caller the caller
     * @return whether that call is on
     */
    public boolean isAccepted(SessionId callee, UserId caller) {
        Call call = table.started(callee);
        return call != null
                && call.callee().session().equals(callee)
                && call.caller().user().equals(caller);
    }

    /**
     * A callee has accepted, and a room has been found. All other calls that ring for one of the two end.
     *
     * @param ringing the call, as {@link #ringing} found it
     * @param room the call's room
     * @param words what the callee said
     * @return who is told what
     * @throws ServiceException with {@code CALL_NOT_IN} where the call has ended in between
     */
    public CallOutcome start(Call ringing, RoomId room, CallWords words) {
        if (!ringing.equals(table.ringingAt(ringing.callee().session()))) {
            throw notInCall(ringing.caller().user());
        }
        Call call = ringing.startedIn(room);
        table.replace(ringing, call);
        rooms.put(room, Optional.of(call));
        CallWords start =
                new CallWords(call.words().flags(), room.value(), call.words().text());
        CallOutcome.Builder outcome = new CallOutcome.Builder()
                .tell(call.caller(), Step.REPLY, call.callee(), 0, words)
                .tellBoth(call, Step.START, 0, start);
        endOtherRinging(call, call.caller(), outcome);
        endOtherRinging(call, call.callee(), outcome);
        return outcome.build();
    }

    /**
     * A callee refuses a call, or a caller withdraws it.
     *
     * @param answer who says so to whom, and why: with one of the codes of video calls
     * @param nowNs the time
     * @return the other side's reply; nothing where this very answer was given already
     * @throws ServiceException with {@code BAD_PARAMETER} for another code, {@code CALL_NOT_IN}
     */
    public CallOutcome refuse(AnswerCall answer, long nowNs) {
        SessionId session = answer.session();
        UserId peer = answer.peer();
        if (!CallCode.isReason(answer.code())) {
            throw refusal(ServiceError.BAD_PARAMETER, "a call is refused with 100101 to 100107");
        }
        if (words.has(session, answer.number())) {
            return CallOutcome.NOTHING;
        }
        Call call = Stream.of(table.ringingAt(session), table.ringingFrom(session))
                .filter(Objects::nonNull)
                .filter(ringing -> ringing.peerOf(session).user().equals(peer))
                .findFirst()
                .orElseThrow(() -> notInCall(peer));
        keepWord(session, answer.number(), call, nowNs);
        table.remove(call);
        return new CallOutcome.Builder()
                .tell(call.peerOf(session), Step.REPLY, call.sideOf(session), answer.code(), answer.words())
                .build();
    }

    /**
     * One side ends a call that is on.
     *
     * @param end who ends it, with whom, and why: with 0, or one of the codes of video calls
     * @param nowNs the time
     * @return both sides' end; nothing where this very word was said already
     * @throws ServiceException with {@code BAD_PARAMETER} for another code, {@code CALL_NOT_IN}
     */
    public CallOutcome finish(FinishCall end, long nowNs) {
        if (end.code() != 0 && !CallCode.isReason(end.code())) {
            throw refusal(ServiceError.BAD_PARAMETER, "a call ends with 0 or 100101 to 100107");
        }
        if (words.has(end.session(), end.number())) {
            return CallOutcome.NOTHING;
        }
        Call call = table.started(end.session());
        if (call == null || !call.peerOf(end.session()).user().equals(end.peer())) {
            throw notInCall(end.peer());
        }
        keepWord(end.session(), end.number(), call, nowNs);
        forgetStarted(call);
        return new CallOutcome.Builder()
                .tellBoth(call, Step.FINISH, end.code(), end.words())
                .ended(call.room())
                .build();
    }

    private void keepWord(SessionId session, long number, Call ended, long nowNs) {
        words.keep(new LastWord(session, number, ended.caller().session(), ended.number()), nowNs);
    }

    /**
     * A session goes on at another gateway.
     *
     * @param session the session
     * @param gateway the node that holds its link from now on
     * @param moves how often it has gone on at another gateway, this time included
     * @return its calls, with the session's side there; empty where it has gone on from there since
     */
    public List<Call> move(SessionId session, NodeId gateway, int moves) {
        if (moves < movesOf(session)) {
            return List.of();
        }
        doubted.remove(session);
        List<Call> moved = table.of(session).stream()
                .map(call -> {
                    Call there = call.movedTo(new Party(call.sideOf(session).user(), session, gateway, moves));
                    table.replace(call, there);
                    return there;
                })
                .toList();
        moved.stream().filter(call -> call.room() != null).forEach(call -> rooms.put(call.room(), Optional.of(call)));
        return moved;
    }

    private int movesOf(SessionId session) {
        return table.of(session).stream()
                .mapToInt(call -> call.sideOf(session).moves())
                .max()
                .orElse(0);
    }

    /**
     * Whether a session has gone on since a gateway had it, perhaps at the same one.
     *
     * @param session the session
     * @param gateway the node that speaks of it
     * @param moves how often it had gone on at another gateway when it came to this one
     * @return false where there are no calls
     */
    public boolean isBehind(SessionId session, NodeId gateway, int moves) {
        return table.of(session).stream()
                .map(call -> call.sideOf(session))
                .anyMatch(side -> moves < side.moves()
                        || (moves == side.moves() && !side.gateway().equals(gateway)));
    }

    /**
     * A gateway has a session. Where its calls are elsewhere, and it has gone on since, it has moved unheard.
     *
     * @param session the session
     * @param gateway the node that holds its link
     * @param moves how often it had gone on at another gateway when it came to this one
     * @return its calls; empty where they are another gateway's
     */
    public List<Call> announce(SessionId session, NodeId gateway, int moves) {
        return isBehind(session, gateway, moves) ? List.of() : move(session, gateway, moves);
    }

    /**
     * Nobody has said that a side of a call is still there.
     *
     * @param session the side's session
     */
    public void doubt(SessionId session) {
        doubted.add(session);
    }

    /**
     * Nobody speaks for sides of calls whose gateways are gone.
     *
     * @param gateways those that are there
     */
    public void doubtAllBut(Collection<NodeId> gateways) {
        table.all()
                .flatMap(call -> Stream.of(call.caller(), call.callee()))
                .filter(side -> !gateways.contains(side.gateway()))
                .forEach(side -> doubted.add(side.session()));
    }

    /**
     * Lists the sides of calls, those of the instance before among them, of whom nobody has said that they are still there.
     *
     * @return each once
     */
    public List<Party> doubted() {
        doubted.removeIf(session -> table.of(session).isEmpty());
        return doubted.stream()
                .flatMap(session -> table.of(session).stream().limit(1).map(call -> call.sideOf(session)))
                .toList();
    }

    /**
     * A session is still there.
     *
     * @param session the session
     */
    public void confirm(SessionId session) {
        doubted.remove(session);
    }

    /**
     * A session is over: so are its calls.
     *
     * @param session the session
     * @return the other sides' ends
     */
    public CallOutcome leave(SessionId session) {
        doubted.remove(session);
        CallOutcome.Builder outcome = new CallOutcome.Builder();
        Stream.of(table.ringingFrom(session), table.ringingAt(session))
                .filter(Objects::nonNull)
                .forEach(call -> {
                    table.remove(call);
                    tellOfDisconnect(outcome, call, session, Step.REPLY);
                });
        Call started = table.started(session);
        if (started != null) {
            forgetStarted(started);
            tellOfDisconnect(outcome, started, session, Step.FINISH);
            outcome.ended(started.room());
        }
        return outcome.build();
    }

    /**
     * Gives up calls that have rung for too long.
     *
     * @param nowNs the time
     * @return both sides' replies
     */
    public CallOutcome expire(long nowNs) {
        words.expire(nowNs);
        CallOutcome.Builder outcome = new CallOutcome.Builder();
        table.ringing().stream()
                .filter(call -> nowNs - call.ringsUntilNs() >= 0)
                .forEach(call -> {
                    table.remove(call);
                    outcome.tellBoth(call, Step.REPLY, CallCode.TIMEOUT, NO_WORDS);
                });
        return outcome.build();
    }

    /**
     * Lists the sessions of a gateway that are in calls, or ring.
     *
     * @param gateway the node
     * @return each once
     */
    public List<SessionId> sessionsOf(NodeId gateway) {
        return table.all()
                .flatMap(call -> Stream.of(call.caller(), call.callee()))
                .filter(side -> side.gateway().equals(gateway))
                .map(Party::session)
                .distinct()
                .toList();
    }

    /**
     * Whether a room is, or was until a moment ago, that of a call.
     *
     * @param room the room
     * @return true until {@link #roomClosed}
     */
    public boolean isRoom(RoomId room) {
        return rooms.containsKey(room);
    }

    /**
     * Whether a session may enter a room as far as calls are concerned.
     *
     * @param room the room
     * @param session who wants to enter
     * @return true for the two of a call, and for all in rooms without one
     */
    public boolean admits(RoomId room, SessionId session) {
        Optional<Call> call = rooms.get(room);
        return call == null || call.filter(known -> known.has(session)).isPresent();
    }

    /**
     * The rooms of calls that are on.
     *
     * @return each once
     */
    public List<RoomId> roomsInUse() {
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A room without a call is that of one that is over; {@link #roomClosed} follows.
     *
     * @param room the room
     */
    public void roomEnded(RoomId room) {
        rooms.put(room, Optional.empty());
    }

    /**
     * The room of an ended call is gone.
     *
     * @param room the room
     */
    public void roomClosed(RoomId room) {
        rooms.remove(room);
    }

    private void forgetStarted(Call call) {
        table.remove(call);
        rooms.put(call.room(), Optional.empty());
    }

    private void endOtherRinging(Call started, Party side, CallOutcome.Builder outcome) {
        Call own = table.ringingFrom(side.session());
        if (own != null) {
            table.remove(own);
            tellUnlessSamePair(started, own, CallCode.CANCEL, outcome);
        }
        Call at = table.ringingAt(side.session());
        if (at != null) {
            table.remove(at);
            tellUnlessSamePair(started, at, CallCode.BUSY, outcome);
        }
    }

    /** Two who rang each other at the same time have the one call that they wanted. */
    private static void tellUnlessSamePair(Call started, Call other, int code, CallOutcome.Builder outcome) {
        if (!started.isBetween(other.caller(), other.callee())) {
            outcome.tellBoth(other, Step.REPLY, code, NO_WORDS);
        }
    }

    private static void tellOfDisconnect(CallOutcome.Builder outcome, Call call, SessionId gone, Step step) {
        outcome.tell(call.peerOf(gone), step, call.sideOf(gone), CallCode.DISCONNECT, NO_WORDS);
    }

    private static ServiceException notInCall(UserId peer) {
        return refusal(ServiceError.CALL_NOT_IN, "there is no such call with user " + peer);
    }

    private static ServiceException refusal(ServiceError error, String message) {
        return new ServiceException(error, message);
    }
}
