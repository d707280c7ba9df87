package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/**
 * Video calls between any two users who are logged in: one rings, the other answers, and then both get a room that
 * nobody else may enter. Served at {@link Addresses#CALL} by the room service. What becomes of a call reaches each side
 * as {@link GatewayApi#callChanged}.
 */
public interface CallApi {
    /**
     * Rings a user. A user has at most one call of its own that rings, and one that rings at it. Repeating it with the
     * same number gives the same answer, and the callee is told once.
     *
     * @param request who calls whom
     * @return done once the callee's gateway is being told
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.FORBIDDEN,
                ServiceError.CALL_UNDER_WAY,
                ServiceError.CALL_OFFLINE,
                ServiceError.CALL_BUSY
            })
    Future<Done> ring(RingCall request);

    /**
     * The callee accepts or refuses a call that rings, or the caller withdraws it. Repeating it with the same number
     * gives the same answer, and the other side is told once.
     *
     * @param request the answer
     * @return done
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.CALL_NOT_IN, ServiceError.NO_CALL_ROOM})
    Future<Done> answer(AnswerCall request);

    /**
     * Ends a call that has started, and its room. Repeating it with the same number gives the same answer.
     *
     * @param request which call
     * @return done
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.CALL_NOT_IN})
    Future<Done> finish(FinishCall request);

    /**
     * Ends all calls of a session that is over. Unknown sessions are fine.
     *
     * @param request the session
     * @return done
     */
    @BusCall
    Future<Done> leave(LeaveCalls request);

    /**
     * A session goes on at another gateway, and its calls with it. What a gateway says late, of which the session has
     * gone on since, changes nothing.
     *
     * @param request which session, and where
     * @return its calls there
     */
    @BusCall
    Future<MovedCalls> move(MoveCalls request);

    /**
     * A gateway says which sessions it has, because this service has started, perhaps with the calls of the instance
     * before, or because the gateway is back in the cluster.
     *
     * @param request the sessions
     * @return all their calls, after the events that led to them: what else a gateway believes to be a call is over
     */
    @BusCall
    Future<HeldCalls> announce(AnnounceCalls request);

    /** The steps of a call, as clients hear of them. */
    enum Step {
        /** Somebody rings. */
        REQUEST,
        /** A call that rang was answered, withdrawn or given up. */
        REPLY,
        /** The call is on; the words' parameter is its room. */
        START,
        /** The call is over. */
        FINISH
    }

    /**
     * One side of a call.
     *
     * @param user the user
     * @param session the user's session
     * @param gateway the node that holds its link
     * @param moves {@link AuthApi.KnownLogin#moves}: of two gateways that claim a side the one with more has it
     */
    record Party(UserId user, SessionId session, NodeId gateway, int moves) {
        /**
         * A side whose session has gone on at no other gateway yet.
         *
         * @param user the user
         * @param session the user's session
         * @param gateway the node that holds its link
         */
        public Party(UserId user, SessionId session, NodeId gateway) {
            this(user, session, gateway, 0);
        }
    }

    /**
     * What the sides tell each other; the platform passes it on.
     *
     * @param flags what is to be sent and shown, by the flags of the AnyChat SDK
     * @param param any number
     * @param text any text, at most 4096 characters
     */
    record CallWords(int flags, int param, String text) {}

    /**
     * A call that is to ring.
     *
     * @param caller who calls
     * @param callee who is called
     * @param words what the callee is told
     * @param number tells this call from others of the session: one that is made again, as its answer was lost, has the
     *     same
     */
    record RingCall(Party caller, UserId callee, CallWords words, long number) {}

    /**
     * An answer.
     *
     * @param session who answers
     * @param peer the other side
     * @param code 0 accepts; the codes of video calls refuse or withdraw
     * @param words what the other side is told
     * @param number tells this answer from what else the session says of calls, as that of {@link RingCall}; 0 for none
     */
    record AnswerCall(SessionId session, UserId peer, int code, CallWords words, long number) {
        /**
         * An answer that is not given again.
         *
         * @param session who answers
         * @param peer the other side
         * @param code 0 accepts; the codes of video calls refuse or withdraw
         * @param words what the other side is told
         */
        public AnswerCall(SessionId session, UserId peer, int code, CallWords words) {
            this(session, peer, code, words, 0);
        }
    }

    /**
     * The end of a call.
     *
     * @param session who ends it
     * @param peer the other side
     * @param code 0, or one of the codes of video calls
     * @param words what both sides are told
     * @param number as that of {@link AnswerCall}
     */
    record FinishCall(SessionId session, UserId peer, int code, CallWords words, long number) {
        /**
         * An end that is not asked for again.
         *
         * @param session who ends it
         * @param peer the other side
         * @param code 0, or one of the codes of video calls
         * @param words what both sides are told
         */
        public FinishCall(SessionId session, UserId peer, int code, CallWords words) {
            this(session, peer, code, words, 0);
        }
    }

    /**
     * The end of a session.
     *
     * @param session the session
     * @param gateway the node that says so, heard only while the session is its own; or null for whoever
     * @param moves how often the session had gone on at another gateway when it came to this one
     */
    record LeaveCalls(SessionId session, NodeId gateway, int moves) {
        /**
         * The end of a session, whichever gateway has it.
         *
         * @param session the session
         */
        public LeaveCalls(SessionId session) {
            this(session, null, 0);
        }
    }

    /**
     * A session that goes on elsewhere.
     *
     * @param session the session
     * @param gateway the node that holds its link from now on
     * @param moves how often the session has gone on at another gateway, this time included
     */
    record MoveCalls(SessionId session, NodeId gateway, int moves) {}

    /**
     * A session's calls.
     *
     * @param calls those that ring or are on
     */
    record MovedCalls(List<MovedCall> calls) {}

    /**
     * A call that a session has to do with.
     *
     * @param peer the other side
     * @param room the call's room, or null while it rings
     */
    record MovedCall(UserId peer, RoomId room) {}

    /**
     * The sessions that a gateway has.
     *
     * @param gateway the node that has them
     * @param sessions the sessions, whether they have to do with calls or not
     */
    record AnnounceCalls(NodeId gateway, List<AnnouncedSession> sessions) {}

    /**
     * A session that a gateway has.
     *
     * @param session the session
     * @param moves how often it had gone on at another gateway when it came to this one
     */
    record AnnouncedSession(SessionId session, int moves) {}

    /**
     * The calls of a gateway's sessions.
     *
     * @param calls those that ring or are on; one between two of the sessions comes twice
     */
    record HeldCalls(List<HeldCall> calls) {}

    /**
     * A call as one side has it.
     *
     * @param session the side
     * @param peer the other side
     * @param incoming whether the side is the callee
     * @param room the call's room, or null while it rings
     * @param words what the caller said when ringing
     */
    record HeldCall(SessionId session, UserId peer, boolean incoming, RoomId room, CallWords words) {}
}
