package org.anychat.auth.source;

import io.vertx.core.Future;
import java.util.List;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/**
 * Several sources in order. The first that knows the user decides. A source that is down decides, too: nobody can tell
 * whether it would have known the user, and another source must not speak for it.
 */
final class SourceChain implements UserSource {
    private final List<UserSource> sources;

    SourceChain(List<UserSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        Future<VerifiedUser> answer = Future.failedFuture(Refusals.unknownUser());
        for (UserSource source : sources) {
            answer = answer.recover(
                    failure -> isUnknown(failure) ? source.verify(credentials) : Future.failedFuture(failure));
        }
        return answer;
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ServiceException refusal && refusal.error() == ServiceError.INVALID_USER_ID;
    }

    @Override
    public Future<Void> close() {
        return Future.join(sources.stream().map(UserSource::close).toList()).mapEmpty();
    }
}
