package org.anychat.server;

/** A start that failed for a reason that the administrator can mend; the message says how. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    StartException(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
