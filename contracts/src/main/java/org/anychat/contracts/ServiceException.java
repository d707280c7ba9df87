package org.anychat.contracts;

/** The one failure of bus calls: a code and words for a log. Expected, so it carries no stack trace. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ServiceError error;
    private final int code;

    /**
     * Makes a failure.
     *
     * @param error the code
     * @param message what was refused and why, without secrets
     */
    public ServiceException(ServiceError error, String message) {
        this(error, error.code(), message);
    }

    private ServiceException(ServiceError error, int code, String message) {
        super(message, null, false, false);
        this.error = error;
        this.code = code;
    }

    /**
     * Makes a failure with any number, as plug-ins choose them.
     *
     * @param code the number; one that is not above 0 and that no service has stands for a fault
     * @param message what was refused and why, without secrets
     * @return the failure; its error is {@link ServiceError#FOREIGN} where no service fails with that number
     */
    public static ServiceException ofCode(int code, String message) {
        ServiceError error = ServiceError.ofCode(code);
        return new ServiceException(error, error == ServiceError.FOREIGN ? code : error.code(), message);
    }

    /**
     * The code.
     *
     * @return the code that the call failed with
     */
    public ServiceError error() {
        return error;
    }

    /**
     * The number that clients see.
     *
     * @return the error's number, or the plug-in's where the error is {@link ServiceError#FOREIGN}
     */
    public int code() {
        return code;
    }
}
