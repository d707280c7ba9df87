package org.anychat.auth;

/** What the auth service counts. Each only rises. */
public enum AuthCounter {
    /** Names and passwords that the user source found right. */
    SOURCE_ACCEPTED,
    /** Names and passwords that it refused. */
    SOURCE_REFUSED,
    /** Questions that it did not answer, or not in time. */
    SOURCE_FAILED,
    /** How long it took for all of them together, in nanoseconds. */
    SOURCE_NS,
    /** Attempts that were not looked at because their account or address was locked out. */
    LOCKED_OUT,
    /** Lock-outs that began. */
    LOCK_OUT
}
