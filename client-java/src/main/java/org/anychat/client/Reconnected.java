package org.anychat.client;

import java.util.List;
import org.anychat.protocol.ReplyBody;

/**
 * What a client finds when its link is back.
 *
 * @param resumed true where the session goes on: user id, room, state, media. False where the client was logged in anew:
 *     it is in no room, and nothing of before holds.
 * @param login who the client is
 * @param room the room that it is in, with all its users where they may have changed; null outside of rooms
 * @param partners whom it is in a private chat with
 * @param calls the video calls that ring or are on
 * @param missed texts, buffers and the like that came meanwhile and that the server could not keep
 */
public record Reconnected(
        boolean resumed,
        ReplyBody.LoggedIn login,
        ReplyBody.ResumedRoom room,
        List<Integer> partners,
        List<ReplyBody.ResumedCall> calls,
        long missed) {
    static Reconnected of(ReplyBody.Resumed reply) {
        return new Reconnected(true, reply.login(), reply.room(), reply.partners(), reply.calls(), reply.missed());
    }

    static Reconnected anew(ReplyBody.LoggedIn login) {
        return new Reconnected(false, login, null, List.of(), List.of(), 0);
    }
}
