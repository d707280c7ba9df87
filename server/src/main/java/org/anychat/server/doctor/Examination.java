package org.anychat.server.doctor;

/** A family of checks. */
@FunctionalInterface
public interface Examination {
    /**
     * Looks, and tells what it has seen. Changes nothing; blocks, at most for some seconds.
     *
     * @param patient whose
     * @param findings takes the lines
     */
    void examine(Patient patient, Findings findings);
}
