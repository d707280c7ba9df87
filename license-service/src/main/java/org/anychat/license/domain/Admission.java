package org.anychat.license.domain;

import java.util.Optional;

/**
 * Whether new logins are admitted, from what the checks of the licence have found. Nobody who is logged in is ever
 * thrown out. The caller's thread; times are of one clock, in milliseconds.
 */
public final class Admission {
    /** What a check has changed. */
    public enum Change {
        /** As before. */
        NONE,
        /** It was good, and is no more. */
        LAPSED,
        /** It is good now. */
        CONFIRMED
    }

    private final long graceMs;
    private LicenseException failure;
    private boolean confirmed;
    private long goodUntilMs;

    /**
     * Makes the state before the first check.
     *
     * @param graceMs how long after the last good check new logins are admitted still
     */
    public Admission(long graceMs) {
        this.graceMs = graceMs;
    }

    /**
     * A check went well.
     *
     * @param nowMs when
     * @return what that changes
     */
    public Change onGood(long nowMs) {
        boolean wasGood = confirmed && failure == null;
        confirmed = true;
        failure = null;
        goodUntilMs = nowMs + graceMs;
        return wasGood ? Change.NONE : Change.CONFIRMED;
    }

    /**
     * A check failed.
     *
     * @param why what it found
     * @return what that changes
     */
    public Change onFailure(LicenseException why) {
        boolean isNew = failure == null || failure.fault() != why.fault();
        failure = why;
        return isNew ? Change.LAPSED : Change.NONE;
    }

    /**
     * Tells how long new logins are admitted still after a failure.
     *
     * @param nowMs when
     * @return 0 or more
     */
    public long graceLeftMs(long nowMs) {
        return failure != null && failure.fault() == LicenseFault.EXPIRED ? 0 : Math.max(0, goodUntilMs - nowMs);
    }

    /**
     * Tells whether the first check is still to come.
     *
     * @return whether nothing is known
     */
    public boolean isPending() {
        return !confirmed && failure == null;
    }

    /**
     * Tells why new logins are refused.
     *
     * @param nowMs when
     * @return the failure, empty where they are admitted
     */
    public Optional<LicenseException> refusal(long nowMs) {
        return failure == null || (confirmed && graceLeftMs(nowMs) > 0) ? Optional.empty() : Optional.of(failure);
    }
}
