package org.anychat.auth.source;

import io.vertx.core.Future;

/** Checks names and passwords. Guests, who have no password, never get here. */
public interface UserSource {
    /**
     * Checks a login. Called on the service's context; must not block it.
     *
     * @param credentials what the user typed
     * @return who the user is; fails with a {@link org.anychat.contracts.ServiceException}: {@code CERTIFY_FAIL} (200)
     *     where name or password are wrong, {@code INVALID_USER_ID} (205) where the source knows no such user and says
     *     so, {@code SERVER_SDK_FAIL} (206) where the source is missing or broken, {@code SERVER_SDK_TIMEOUT} (207)
     *     where it was too slow
     */
    Future<VerifiedUser> verify(Credentials credentials);

    /**
     * Frees what the source holds.
     *
     * @return done when it is freed
     */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
