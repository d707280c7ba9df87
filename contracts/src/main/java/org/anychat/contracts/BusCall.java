package org.anychat.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one bus call: how long the caller waits and with which codes it may fail. Request and reply records are the
 * method's own signature; the address is given when the API is bound. Every call may also fail with
 * {@link ServiceError#SERVICE_CLOSED} (nobody serves the address) and {@link ServiceError#REQUEST_FAILED} (no answer
 * within the deadline, or a fault in the service).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BusCall {
    /**
     * The deadline, in milliseconds from the sending; unused by one-way messages.
     *
     * @return 1 to 30000
     */
    long deadlineMs() default 3_000;

    /**
     * The codes that the service itself fails with.
     *
     * @return the codes, without those that every call may fail with
     */
    ServiceError[] fails() default {};
}
