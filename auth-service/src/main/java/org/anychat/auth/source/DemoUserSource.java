package org.anychat.auth.source;

import io.vertx.core.Future;

/** The user source of demo mode: any name with any password. */
public final class DemoUserSource implements UserSource {
    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        return Future.succeededFuture(VerifiedUser.named(credentials.name()));
    }
}
