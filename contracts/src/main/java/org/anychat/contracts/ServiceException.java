package org.anychat.contracts;

/** The one failure of bus calls: a code and words for a log. Expected, so it carries no stack trace. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ServiceError error;

    /**
     * Makes a failure.
     *
     * @param error the code
     * @param message what was refused and why, without secrets
     */
    public ServiceException(ServiceError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /**
     * The code.
     *
     * @return the code that the call failed with
     */
    public ServiceError error() {
        return error;
    }
}
