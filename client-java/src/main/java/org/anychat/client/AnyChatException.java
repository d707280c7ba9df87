package org.anychat.client;

import java.util.Optional;
import org.anychat.protocol.ErrorCode;

/** An operation failed for a reason that has a number in the error table. An expected failure: it carries no stack trace. */
public final class AnyChatException extends RuntimeException {
    private final int code;

    AnyChatException(int code, String message) {
        super(
                code + " " + ErrorCode.describe(code) + (message == null || message.isEmpty() ? "" : ": " + message),
                null,
                false,
                false);
        this.code = code;
    }

    AnyChatException(ErrorCode code, String message) {
        this(code.number(), message);
    }

    /**
     * The number, which the server or the operator's own login plug-in gave.
     *
     * @return the code; never 0.
     */
    public int code() {
        return code;
    }

    /**
     * The number's entry in the error table.
     *
     * @return empty for a number that a plug-in made up.
     */
    public Optional<ErrorCode> errorCode() {
        return ErrorCode.ofNumber(code);
    }
}
