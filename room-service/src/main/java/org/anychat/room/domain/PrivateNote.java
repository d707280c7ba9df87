package org.anychat.room.domain;

import org.anychat.contracts.GatewayApi.PrivateNews;
import org.anychat.contracts.UserId;

/**
 * News of a private chat for one member.
 *
 * @param to the member
 * @param what what happened
 * @param with the other user
 * @param requestId the request's number; 0 for an end
 * @param code why, 0 where all is well
 */
public record PrivateNote(UserId to, PrivateNews what, UserId with, int requestId, int code) {
    /** PRITIMEOUT of the error table: no answer in time. */
    static final int TIMEOUT = 431;
    /** PRIUSERCLOSE: the other has ended it. */
    static final int OTHER_CLOSED = 433;
    /** PRISELFCLOSE: ended by oneself. */
    static final int SELF_CLOSED = 434;
    /** PRIREQCANCEL: the other has taken the request back. */
    static final int CANCELLED = 435;

    static PrivateNote exit(UserId to, UserId with, int code) {
        return new PrivateNote(to, PrivateNews.EXIT, with, 0, code);
    }

    static PrivateNote echo(PrivateChats.Request request, int code) {
        return new PrivateNote(request.from(), PrivateNews.ECHO, request.to(), request.id(), code);
    }
}
