package org.anychat.gateway.session;

import org.anychat.protocol.ReplyBody;

/**
 * What came of a request.
 *
 * @param body what the reply holds
 * @param afterReply what follows right after the reply, before anything else goes to the client
 */
record Outcome(ReplyBody body, Runnable afterReply) {
    static final Outcome DONE = of(ReplyBody.EMPTY);

    static Outcome of(ReplyBody body) {
        return new Outcome(body, () -> {});
    }
}
