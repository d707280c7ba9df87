package org.anychat.runtime.bus;

import io.vertx.core.eventbus.ReplyException;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** The one place where failures of the bus become codes. */
final class Failures {
    private Failures() {}

    /** What a caller gets for a call that failed. */
    static ServiceException of(Throwable cause, String call, String address) {
        if (cause instanceof ServiceException known) {
            return known;
        }
        if (cause instanceof ReplyException reply) {
            return ofReply(reply, call, address);
        }
        return new ServiceException(ServiceError.REQUEST_FAILED, call + " could not be sent to " + address);
    }

    private static ServiceException ofReply(ReplyException reply, String call, String address) {
        return switch (reply.failureType()) {
            case NO_HANDLERS -> new ServiceException(ServiceError.SERVICE_CLOSED, "nobody serves " + address);
            case TIMEOUT ->
                new ServiceException(ServiceError.REQUEST_FAILED, call + " got no answer from " + address + " in time");
            case RECIPIENT_FAILURE -> ServiceException.ofCode(reply.failureCode(), reply.getMessage());
            case ERROR -> new ServiceException(ServiceError.REQUEST_FAILED, call + " was not understood by " + address);
        };
    }
}
