package org.anychat.room.call;

import org.anychat.contracts.SessionId;

/**
 * What a side has said last that ended a call.
 *
 * @param session the side's
 * @param number tells this word from others of the session
 * @param caller who had rung
 * @param call which of the caller's calls it was
 */
public record LastWord(SessionId session, long number, SessionId caller, long call) {
    boolean ended(Call other) {
        return other.caller().session().equals(caller) && other.number() == call;
    }
}
