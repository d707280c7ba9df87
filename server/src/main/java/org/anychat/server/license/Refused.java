package org.anychat.server.license;

/** A command that was not carried out; the message says why, and what to do. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What the shell is told. */
    enum Reason {
        FAILED(1),
        USAGE(64),
        LICENSE(77),
        CONFIGURATION(78);

        private final int exitCode;

        Reason(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    Refused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
