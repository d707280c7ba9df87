package org.anychat.room.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.anychat.contracts.CallApi.CallWords;
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
    private final Map<SessionId, Call> ringingByCaller = new HashMap<>();
    private final Map<SessionId, Call> ringingByCallee = new HashMap<>();
    private final Map<SessionId, Call> startedBySide = new HashMap<>();
    /** The rooms of calls, and of calls that are over while their room is being closed: then without a call. */
    private final Map<RoomId, Optional<Call>> rooms = new HashMap<>();

    /**
     * Makes an empty set of calls.
     *
     * @param ringNs how long a call rings, in nanoseconds
     */
    public Calls(long ringNs) {
        this.ringNs = ringNs;
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
     * A call begins to ring.
     *
     * @param caller who calls
     * @param callee who is called
     * @param words what the callee is told
     * @param nowNs the time
     * @return the callee's request
     * @throws ServiceException with {@code BAD_PARAMETER} for a call to oneself, {@code CALL_UNDER_WAY} or
     *     {@code CALL_BUSY}
     */
    public CallOutcome ring(Party caller, Party callee, CallWords words, long nowNs) {
        if (caller.user().equals(callee.user())) {
            throw refusal(ServiceError.BAD_PARAMETER, "nobody calls oneself");
        }
        if (startedBySide.containsKey(caller.session()) || ringingByCaller.containsKey(caller.session())) {
            throw refusal(ServiceError.CALL_UNDER_WAY, "finish or withdraw the call that is under way first");
        }
        if (startedBySide.containsKey(callee.session()) || ringingByCallee.containsKey(callee.session())) {
            throw refusal(ServiceError.CALL_BUSY, "user " + callee.user() + " is busy");
        }
        Call call = new Call(caller, callee, words, nowNs + ringNs, null);
        ringingByCaller.put(caller.session(), call);
        ringingByCallee.put(callee.session(), call);
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
        Call call = ringingByCallee.get(callee);
        if (call == null || !call.caller().user().equals(caller)) {
            throw notInCall(caller);
        }
        return call;
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
        if (!ringing.equals(ringingByCallee.get(ringing.callee().session()))) {
            throw notInCall(ringing.caller().user());
        }
        forgetRinging(ringing);
        Call call = ringing.startedIn(room);
        startedBySide.put(call.caller().session(), call);
        startedBySide.put(call.callee().session(), call);
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
     * @param session who says so
     * @param peer the other side
     * @param code why, one of the codes of video calls
     * @param words what the other side is told
     * @return the other side's reply
     * @throws ServiceException with {@code BAD_PARAMETER} for another code, {@code CALL_NOT_IN}
     */
    public CallOutcome refuse(SessionId session, UserId peer, int code, CallWords words) {
        if (!CallCode.isReason(code)) {
            throw refusal(ServiceError.BAD_PARAMETER, "a call is refused with 100101 to 100107");
        }
        Call call = Stream.of(ringingByCallee, ringingByCaller)
                .map(ringing -> ringing.get(session))
                .filter(Objects::nonNull)
                .filter(ringing -> ringing.peerOf(session).user().equals(peer))
                .findFirst()
                .orElseThrow(() -> notInCall(peer));
        forgetRinging(call);
        return new CallOutcome.Builder()
                .tell(call.peerOf(session), Step.REPLY, call.sideOf(session), code, words)
                .build();
    }

    /**
     * One side ends a call that is on.
     *
     * @param session who ends it
     * @param peer the other side
     * @param code 0, or one of the codes of video calls
     * @param words what both are told
     * @return both sides' end
     * @throws ServiceException with {@code BAD_PARAMETER} for another code, {@code CALL_NOT_IN}
     */
    public CallOutcome finish(SessionId session, UserId peer, int code, CallWords words) {
        if (code != 0 && !CallCode.isReason(code)) {
            throw refusal(ServiceError.BAD_PARAMETER, "a call ends with 0 or 100101 to 100107");
        }
        Call call = startedBySide.get(session);
        if (call == null || !call.peerOf(session).user().equals(peer)) {
            throw notInCall(peer);
        }
        forgetStarted(call);
        return new CallOutcome.Builder()
                .tellBoth(call, Step.FINISH, code, words)
                .ended(call.room())
                .build();
    }

    /**
     * A session goes on at another gateway.
     *
     * @param session the session
     * @param gateway the node that holds its link from now on
     * @return its calls, with the session's side there
     */
    public List<Call> move(SessionId session, NodeId gateway) {
        List<Call> moved =
                callsOf(session).map(call -> call.movedTo(gateway, session)).toList();
        for (Call call : moved) {
            if (call.room() == null) {
                ringingByCaller.put(call.caller().session(), call);
                ringingByCallee.put(call.callee().session(), call);
            } else {
                startedBySide.put(call.caller().session(), call);
                startedBySide.put(call.callee().session(), call);
                rooms.put(call.room(), Optional.of(call));
            }
        }
        return moved;
    }

    /**
     * Whether a session's calls are another gateway's by now.
     *
     * @param session the session
     * @param gateway the node that speaks of it
     * @return false where there are none
     */
    public boolean areAnothers(SessionId session, NodeId gateway) {
        return callsOf(session).anyMatch(call -> !call.sideOf(session).gateway().equals(gateway));
    }

    private Stream<Call> callsOf(SessionId session) {
        return Stream.of(ringingByCaller.get(session), ringingByCallee.get(session), startedBySide.get(session))
                .filter(Objects::nonNull);
    }

    /**
     * A session is over: so are its calls.
     *
     * @param session the session
     * @return the other sides' ends
     */
    public CallOutcome leave(SessionId session) {
        CallOutcome.Builder outcome = new CallOutcome.Builder();
        Stream.of(ringingByCaller.get(session), ringingByCallee.get(session))
                .filter(Objects::nonNull)
                .forEach(call -> {
                    forgetRinging(call);
                    tellOfDisconnect(outcome, call, session, Step.REPLY);
                });
        Call started = startedBySide.get(session);
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
        CallOutcome.Builder outcome = new CallOutcome.Builder();
        List.copyOf(ringingByCaller.values()).stream()
                .filter(call -> nowNs - call.ringsUntilNs() >= 0)
                .forEach(call -> {
                    forgetRinging(call);
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
        return Stream.concat(ringingByCaller.values().stream(), startedBySide.values().stream())
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
     * The room of an ended call is gone.
     *
     * @param room the room
     */
    public void roomClosed(RoomId room) {
        rooms.remove(room);
    }

    private void forgetRinging(Call call) {
        ringingByCaller.remove(call.caller().session());
        ringingByCallee.remove(call.callee().session());
    }

    private void forgetStarted(Call call) {
        startedBySide.remove(call.caller().session());
        startedBySide.remove(call.callee().session());
        rooms.put(call.room(), Optional.empty());
    }

    private void endOtherRinging(Call started, Party side, CallOutcome.Builder outcome) {
        Call own = ringingByCaller.get(side.session());
        if (own != null) {
            forgetRinging(own);
            tellUnlessSamePair(started, own, CallCode.CANCEL, outcome);
        }
        Call at = ringingByCallee.get(side.session());
        if (at != null) {
            forgetRinging(at);
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
