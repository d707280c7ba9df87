package org.anychat.gateway.admin;

/** Why an operator does not get what it asks for; the page has words for each reason. */
final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reasons. */
    enum Reason {
        /** Name or password is wrong. */
        WRONG(401),
        /** No session, or none any more. */
        LOGGED_OUT(401),
        /** Too many wrong passwords. */
        LOCKED(429),
        /** More logins at a time than are checked. */
        BUSY(503),
        /** The role does not cover it. */
        FORBIDDEN(403),
        /** Not from this page. */
        FOREIGN(403),
        /** The request is none. */
        BAD_REQUEST(400),
        /** The accounts cannot be read. */
        ACCOUNTS(500),
        /** What is asked for is not there. */
        NOT_FOUND(404),
        /** A service has refused it or is not there. */
        FAILED(502);

        private final int status;

        Reason(int status) {
            this.status = status;
        }
    }

    private final Reason reason;

    AdminRefusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    int status() {
        return reason.status;
    }
}
