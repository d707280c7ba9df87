package org.anychat.runtime.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages to an implementation and its results back. */
final class ApiServer {
    private final ApiDescriptor api;
    private final Object implementation;
    private final Logger log;

    ApiServer(ApiDescriptor api, Object implementation) {
        this.api = api;
        this.implementation = implementation;
        this.log = LoggerFactory.getLogger(implementation.getClass());
    }

    /** Whether what it serves is told to everybody who listens, and not asked of one. */
    boolean isForAll() {
        return api.isForAll();
    }

    /** Runs on the context that serves. */
    void onMessage(Incoming message) {
        try {
            dispatch(message);
        } catch (InvocationTargetException e) {
            fail(message, e.getCause());
        } catch (IllegalAccessException | RuntimeException e) {
            fail(message, e);
        }
    }

    private void dispatch(Incoming message) throws InvocationTargetException, IllegalAccessException {
        Object request = message.body();
        ApiDescriptor.Call call = request == null ? null : api.call(request.getClass());
        if (call == null) {
            throw new IllegalArgumentException(api + " has no call for the message that came");
        }
        Object result = call.method().invoke(implementation, request);
        if (call.isOneWay()) {
            return;
        }
        if (result == null) {
            throw new IllegalStateException(call.name() + " returned null instead of a future");
        }
        ((Future<?>) result).onComplete(reply -> onReply(message, call, reply));
    }

    private void onReply(Incoming message, ApiDescriptor.Call call, AsyncResult<?> reply) {
        if (reply.failed()) {
            fail(message, reply.cause());
        } else if (reply.result() == null) {
            fail(message, new IllegalStateException(call.name() + " replied null"));
        } else {
            reply(message, reply.result());
        }
    }

    private void reply(Incoming message, Object reply) {
        try {
            message.reply(reply);
        } catch (RuntimeException e) {
            fail(message, e);
        }
    }

    private void fail(Incoming message, Throwable cause) {
        if (cause instanceof ServiceException refusal) {
            log.debug("Refused with {} {}: {}", refusal.code(), refusal.error(), refusal.getMessage());
            message.fail(refusal.code(), refusal.getMessage());
        } else {
            log.error("A call of {} at {} failed; the caller gets code 44", api, message.address(), cause);
            message.fail(ServiceError.REQUEST_FAILED.code(), "fault in the service at " + message.address());
        }
    }
}
