package org.anychat.room.call;

import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.UserId;

/**
 * What one side of a call is to be told.
 *
 * @param to who is told
 * @param step what happened
 * @param peer the other side
 * @param code 0, or why
 * @param words what goes with it
 */
public record CallNotice(Party to, Step step, UserId peer, int code, CallWords words) {}
