package org.anychat.room.call;

import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;

/**
 * A call.
 *
 * @param caller who rang
 * @param callee who was rung
 * @param words what the caller said when ringing
 * @param ringsUntilNs when an unanswered call is given up, as {@link System#nanoTime}
 * @param room the call's room, or null while it rings
 */
public record Call(Party caller, Party callee, CallWords words, long ringsUntilNs, RoomId room) {
    Call startedIn(RoomId newRoom) {
        return new Call(caller, callee, words, ringsUntilNs, newRoom);
    }

    Call movedTo(NodeId gateway, SessionId session) {
        return new Call(moved(caller, gateway, session), moved(callee, gateway, session), words, ringsUntilNs, room);
    }

    private static Party moved(Party side, NodeId gateway, SessionId session) {
        return side.session().equals(session) ? new Party(side.user(), session, gateway) : side;
    }

    boolean isBetween(Party one, Party other) {
        return has(one.session()) && has(other.session());
    }

    boolean has(SessionId session) {
        return caller.session().equals(session) || callee.session().equals(session);
    }

    /**
     * The side that a session of this call talks with.
     *
     * @param session one of the two
     * @return the other
     */
    public Party peerOf(SessionId session) {
        return caller.session().equals(session) ? callee : caller;
    }

    /** The side that has a session of this call. */
    Party sideOf(SessionId session) {
        return caller.session().equals(session) ? caller : callee;
    }
}
