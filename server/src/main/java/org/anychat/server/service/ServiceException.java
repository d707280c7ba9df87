package org.anychat.server.service;

/** An installation or a removal that failed for a reason that the administrator can mend; the message says how. */
public final class ServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what is wrong, and what to do
     */
    public ServiceException(String message) {
        super(message);
    }
}
