package org.anychat.runtime.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;

/** The cluster cannot be asked at the moment: the process is joining it anew, or those who would answer are gone. */
public final class ClusterAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was found
     */
    public ClusterAwayException(String message) {
        super(message, null, false, false);
    }

    /**
     * Whether something failed because the cluster did not answer.
     *
     * @param failure what failed
     * @return true where waiting may help
     */
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClusterAwayException
                    || cause instanceof HazelcastException
                    || cause instanceof HazelcastInstanceNotActiveException) {
                return true;
            }
        }
        return false;
    }
}
