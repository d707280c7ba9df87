package org.anychat.auth.source;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Asks sources, and waits for what they say. */
final class Verifying {
    private Verifying() {}

    static Credentials typed(String name, String password) {
        return new Credentials(name, password, "192.0.2.1");
    }

    static VerifiedUser user(UserSource source, String name, String password) throws Exception {
        return await(source.verify(typed(name, password)));
    }

    static ServiceError error(UserSource source, String name, String password) {
        return failure(source, name, password).error();
    }

    static int code(UserSource source, String name, String password) {
        return failure(source, name, password).code();
    }

    private static ServiceException failure(UserSource source, String name, String password) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> await(source.verify(typed(name, password))));
        return assertInstanceOf(ServiceException.class, failure.getCause());
    }

    static ServiceError refusal(BlockingSource source, String name, String password) {
        return assertThrows(ServiceException.class, () -> source.verify(typed(name, password)))
                .error();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }
}
