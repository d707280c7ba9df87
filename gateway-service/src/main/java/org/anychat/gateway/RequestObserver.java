package org.anychat.gateway;

import org.anychat.protocol.RequestType;

/** Hears how requests of clients went; on the gateway's context, and must not block. */
@FunctionalInterface
public interface RequestObserver {
    /** Nobody who hears. */
    RequestObserver NONE = (type, code, durationNs) -> {};

    /**
     * A request was answered.
     *
     * @param type what was asked
     * @param code the reply's, 0 for success
     * @param durationNs from its turn to its reply
     */
    void onAnswered(RequestType type, int code, long durationNs);
}
