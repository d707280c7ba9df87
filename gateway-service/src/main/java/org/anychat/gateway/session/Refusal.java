package org.anychat.gateway.session;

import io.vertx.core.Future;
import org.anychat.contracts.ServiceException;
import org.anychat.protocol.ErrorCode;

/** A request that is refused: code and words for the reply. Expected, so without a stack. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    Refusal(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code.number();
    }

    private Refusal(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    static <T> Future<T> refuse(ErrorCode code) {
        return Future.failedFuture(new Refusal(code, code.text()));
    }

    /** What a client is told of a bus call that failed: of a fault no more than its meaning. */
    static Refusal of(ServiceException failure) {
        int code = failure.code();
        return new Refusal(code, failure.error().retryable() ? ErrorCode.describe(code) : failure.getMessage());
    }
}
