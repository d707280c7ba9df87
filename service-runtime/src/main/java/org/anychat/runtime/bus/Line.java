package org.anychat.runtime.bus;

import io.vertx.core.Future;

/** What carries messages: the event bus of this process, or that of a cluster. Any thread. */
interface Line {
    /** The reply's body, on the caller's context. Fails with what {@link Failures} understands. */
    Future<Object> request(String address, Object message, long deadlineMs);

    /** To one server of the address, or nowhere. */
    void send(String address, Object message);

    /** To all servers of the address. */
    void publish(String address, Object message);

    /** Calls run on the context from which this is called. */
    Future<Registration> serve(String address, ApiServer server);
}
