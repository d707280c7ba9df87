package org.anychat.runtime.cluster;

/** The cluster and this process do not fit, and waiting will not change it. */
public final class ClusterRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what does not fit, and what to do
     */
    public ClusterRefusedException(String message) {
        super(message);
    }
}
