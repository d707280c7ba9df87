package org.anychat.auth.source;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.auth.AuthCounter;
import org.anychat.auth.domain.LoginAttempts;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.EventCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a source: locks out who guesses, answers with 207 where the source is slow, tells an unknown user from
 * a wrong password only where the administrator lets it, and refuses both after the same time. Used on the service's
 * context only, and completes there.
 */
public final class GuardedSource implements UserSource {
    /** Long enough to cover what looking up and hashing take, so that the time tells nothing about which names exist. */
    static final long REFUSAL_MS = 250;

    private static final Logger log = LoggerFactory.getLogger(GuardedSource.class);

    private final Vertx vertx;
    private final UserSource source;
    private final LoginAttempts attempts;
    private final AttemptLine line;
    private final Terms terms;
    private final LongSupplier nowNs;
    private final EventCounters<AuthCounter> counters;

    /**
     * The administrator's terms.
     *
     * @param timeoutMs how long the source may take
     * @param tellsUnknown whether a client is told that a user does not exist
     * @param refusalMs how long a refusal takes at least
     */
    public record Terms(long timeoutMs, boolean tellsUnknown, long refusalMs) {
        /**
         * The terms of the server's own sources.
         *
         * @param timeoutMs how long the source may take
         * @param tellsUnknown whether a client is told that a user does not exist
         * @return terms with refusals that all take the same time
         */
        public static Terms of(long timeoutMs, boolean tellsUnknown) {
            return new Terms(timeoutMs, tellsUnknown, REFUSAL_MS);
        }

        /**
         * The terms of a plug-in, whose codes reach clients at once and as they are: only lock-outs stand before it.
         *
         * @param timeoutMs how long the source may take
         * @return terms that change no answer
         */
        public static Terms asItSays(long timeoutMs) {
            return new Terms(timeoutMs, true, 0);
        }
    }

    /**
     * Puts a guard before a source.
     *
     * @param vertx for timers
     * @param source the source; closed with the guard
     * @param attempts the lock-outs
     * @param terms what the administrator decided
     * @param nowNs a clock that never goes back
     * @param counters where answers and lock-outs are counted
     */
    public GuardedSource(
            Vertx vertx,
            UserSource source,
            LoginAttempts attempts,
            Terms terms,
            LongSupplier nowNs,
            EventCounters<AuthCounter> counters) {
        this.vertx = vertx;
        this.source = source;
        this.attempts = attempts;
        this.terms = terms;
        this.nowNs = nowNs;
        this.counters = counters;
        this.line = new AttemptLine(vertx, attempts, terms.timeoutMs(), this::nowMs);
    }

    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        long startMs = nowMs();
        return line.begin(credentials)
                .onFailure(refusal ->
                        counters.count(isFault(refusal) ? AuthCounter.SOURCE_FAILED : AuthCounter.LOCKED_OUT))
                .compose(begun -> checked(credentials, startMs));
    }

    private Future<VerifiedUser> checked(Credentials credentials, long startMs) {
        long begunNs = nowNs.getAsLong();
        return inTime(credentials, Math.max(1, startMs + terms.timeoutMs() - nowMs()))
                .onComplete(answer -> counters.count(AuthCounter.SOURCE_NS, nowNs.getAsLong() - begunNs))
                .onSuccess(user -> {
                    counters.count(AuthCounter.SOURCE_ACCEPTED);
                    attempts.succeeded(credentials.name(), credentials.address());
                    line.next(credentials);
                })
                .recover(failure -> refused(credentials, failure, startMs));
    }

    private Future<VerifiedUser> inTime(Credentials credentials, long patienceMs) {
        Promise<VerifiedUser> answer = Promise.promise();
        Context context = vertx.getOrCreateContext();
        long timer = vertx.setTimer(patienceMs, late -> answer.tryFail(Refusals.slow()));
        ask(credentials)
                .onComplete(reply -> context.runOnContext(now -> {
                    vertx.cancelTimer(timer);
                    if (reply.succeeded()) {
                        answer.tryComplete(reply.result());
                    } else {
                        answer.tryFail(reply.cause());
                    }
                }));
        return answer.future();
    }

    private Future<VerifiedUser> ask(Credentials credentials) {
        try {
            return source.verify(credentials);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<VerifiedUser> refused(Credentials credentials, Throwable failure, long startMs) {
        ServiceException refusal = coded(failure);
        switch (refusal.error()) {
            case CERTIFY_FAIL, INVALID_USER_ID -> {
                counters.count(AuthCounter.SOURCE_REFUSED);
                count(credentials);
                return later(told(refusal), startMs + terms.refusalMs() - nowMs());
            }
            // Faults, and refusals with a number of a plug-in's own: nobody has guessed.
            default -> {
                counters.count(isFault(refusal) ? AuthCounter.SOURCE_FAILED : AuthCounter.SOURCE_REFUSED);
                attempts.undecided(credentials.name(), credentials.address());
                line.next(credentials);
                return Future.failedFuture(refusal);
            }
        }
    }

    private static boolean isFault(Throwable failure) {
        return failure instanceof ServiceException refusal
                && (refusal.error() == ServiceError.SERVER_SDK_FAIL
                        || refusal.error() == ServiceError.SERVER_SDK_TIMEOUT);
    }

    private static ServiceException coded(Throwable failure) {
        if (failure instanceof ServiceException known) {
            return known;
        }
        log.error("A user source failed; the client gets 206", failure);
        return new ServiceException(ServiceError.SERVER_SDK_FAIL, "the user source does not work");
    }

    private void count(Credentials credentials) {
        log.info("Wrong name or password from {} for {}", credentials.address(), credentials.name());
        if (attempts.failed(credentials.name(), credentials.address(), nowMs())) {
            counters.count(AuthCounter.LOCK_OUT);
            log.warn("Too many wrong passwords: {} for {} is locked out", credentials.address(), credentials.name());
        }
        line.next(credentials);
    }

    private ServiceException told(ServiceException refusal) {
        boolean tells = refusal.error() != ServiceError.INVALID_USER_ID || terms.tellsUnknown();
        return tells ? refusal : Refusals.wrongPassword();
    }

    private Future<VerifiedUser> later(ServiceException refusal, long delayMs) {
        if (delayMs <= 0) {
            return Future.failedFuture(refusal);
        }
        Promise<VerifiedUser> answer = Promise.promise();
        vertx.setTimer(delayMs, now -> answer.fail(refusal));
        return answer.future();
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nowNs.getAsLong());
    }

    @Override
    public Future<Void> close() {
        return source.close();
    }
}
