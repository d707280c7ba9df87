package org.anychat.license.domain;

/** A licence that does not count. The message is for the administrator: what is wrong, where, and what to do. */
public final class LicenseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LicenseFault fault;

    /**
     * Makes the failure; it carries no stack trace.
     *
     * @param fault which kind
     * @param message what is wrong, where, and what to do
     */
    public LicenseException(LicenseFault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    /**
     * Which kind.
     *
     * @return the fault
     */
    public LicenseFault fault() {
        return fault;
    }

    /**
     * The failure as the log shows it.
     *
     * @return number, name and message
     */
    public String words() {
        return fault.code() + " " + fault.fieldName() + ": " + getMessage();
    }
}
