package org.anychat.auth.source;

import io.vertx.core.Future;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Stands where the administrator has named no user source: only guests can log in. */
public final class MissingUserSource implements UserSource {
    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        return Future.failedFuture(
                new ServiceException(ServiceError.SERVER_SDK_FAIL, "there is no user source to check a password with"));
    }
}
