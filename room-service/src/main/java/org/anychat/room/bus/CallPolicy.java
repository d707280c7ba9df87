package org.anychat.room.bus;

import io.vertx.core.Future;
import org.anychat.contracts.CallApi.RingCall;

/** Whoever may forbid a video call before it rings: the side of the business, such as a server plug-in. */
@FunctionalInterface
public interface CallPolicy {
    /** Forbids nothing. */
    CallPolicy ALLOW_ALL = request -> Future.succeededFuture();

    /**
     * Looks at a call.
     *
     * @param request who calls whom
     * @return done where it may ring; fails with a {@link org.anychat.contracts.ServiceException}, whose code the
     *     caller gets, where it may not
     */
    Future<Void> review(RingCall request);
}
