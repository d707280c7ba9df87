package org.anychat.room.call;

import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.Party;
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
 * @param number which of the caller's calls it is
 */
public record Call(Party caller, Party callee, CallWords words, long ringsUntilNs, RoomId room, long number) {
    Call startedIn(RoomId newRoom) {
        return new Call(caller, callee, words, ringsUntilNs, newRoom, number);
    }

    /** The side is there from now on; it has this call's session. */
    Call movedTo(Party side) {
        boolean isCaller = caller.session().equals(side.session());
        return new Call(isCaller ? side : caller, isCaller ? callee : side, words, ringsUntilNs, room, number);
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
