package org.anychat.gateway.transfer;

import org.anychat.protocol.ErrorCode;

/** A file that cannot be stored, with the code for its sender. Expected, so without a stack trace. */
public final class TransferException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    TransferException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /**
     * The code.
     *
     * @return a number of the error table
     */
    public ErrorCode code() {
        return code;
    }
}
