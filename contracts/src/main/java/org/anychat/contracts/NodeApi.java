package org.anychat.contracts;

import io.vertx.core.Future;

/** What the processes of a cluster ask each other to find out who can be reached. Served by every one of them. */
public interface NodeApi {
    /**
     * Answers at once.
     *
     * @param request nothing to say
     * @return done
     */
    @BusCall(deadlineMs = 2_000)
    Future<Done> ping(Ping request);

    /**
     * Calls the caller at its own address: what is served there may have got lost though the process can call others.
     *
     * @param request whom to call
     * @return whether the caller could be reached
     */
    @BusCall(deadlineMs = 5_000)
    Future<CalledBack> callBack(CallBack request);

    /** A ping. */
    record Ping() {}

    /**
     * A wish to be called.
     *
     * @param node by whose address
     */
    record CallBack(NodeId node) {}

    /**
     * What became of it.
     *
     * @param reached whether the caller has answered
     */
    record CalledBack(boolean reached) {}
}
