package org.anychat.protocol;

/**
 * The answer to one request.
 *
 * @param re the request's id
 * @param code 0, or a number of the error table; see {@link ErrorCode#describe}
 * @param message words for a person, or null
 * @param body what the request asked for; {@link ReplyBody.Empty} with every code but 0
 */
public record Reply(int re, int code, String message, ReplyBody body) implements ServerMessage {
    /**
     * Success with nothing to tell.
     *
     * @param re the request's id
     * @return the reply
     */
    public static Reply success(int re) {
        return success(re, ReplyBody.EMPTY);
    }

    /**
     * Success.
     *
     * @param re the request's id
     * @param body what the request asked for
     * @return the reply
     */
    public static Reply success(int re, ReplyBody body) {
        return new Reply(re, ErrorCode.SUCCESS.number(), null, body);
    }

    /**
     * A refusal.
     *
     * @param re the request's id
     * @param code a number of the error table, not 0
     * @param message words for a person, or null
     * @return the reply
     */
    public static Reply failure(int re, int code, String message) {
        return new Reply(re, code, message, ReplyBody.EMPTY);
    }
}
