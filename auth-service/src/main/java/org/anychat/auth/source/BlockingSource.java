package org.anychat.auth.source;

/** A user source that blocks its caller, with a library that does. Called from several threads at once. */
interface BlockingSource extends AutoCloseable {
    /** As {@link UserSource#verify}; what it throws other than a {@code ServiceException} is a broken source. */
    VerifiedUser verify(Credentials credentials) throws Exception;

    @Override
    default void close() {}
}
