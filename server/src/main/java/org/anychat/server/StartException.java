package org.anychat.server;

/** A start that failed for a reason that the administrator can mend; the message says how. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final int errorCode;

    StartException(ExitCode exitCode, String message) {
        this(exitCode, exitCode.number(), message);
    }

    /**
     * Makes one that AnyChat has a number for.
     *
     * @param errorCode the number, which the log's last line shows
     */
    StartException(ExitCode exitCode, int errorCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.errorCode = errorCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    int errorCode() {
        return errorCode;
    }
}
