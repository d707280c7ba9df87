package org.anychat.auth.source;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.anychat.auth.domain.LoginAttempts;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.ServiceException;

/**
 * Where attempts wait while as many of their address are under way as may still fail, so that guesses at the same time
 * are no more guesses, and many people behind one address all get in. On the service's context.
 */
final class AttemptLine {
    private static final int MAX_WAITING = 1_024;

    private final Vertx vertx;
    private final LoginAttempts attempts;
    private final long patienceMs;
    private final LongSupplier nowMs;
    private final Map<String, Deque<Waiting>> lines = new HashMap<>();
    private int waiting;

    private record Waiting(Credentials credentials, Promise<Void> begun) {}

    AttemptLine(Vertx vertx, LoginAttempts attempts, long patienceMs, LongSupplier nowMs) {
        this.vertx = vertx;
        this.attempts = attempts;
        this.patienceMs = patienceMs;
        this.nowMs = nowMs;
    }

    /** Done when the attempt has begun; fails as {@link LoginAttempts#begin}, and with 207 where it waits in vain. */
    Future<Void> begin(Credentials credentials) {
        try {
            return mayBegin(credentials) ? Future.succeededFuture() : queued(credentials);
        } catch (ServiceException locked) {
            return Future.failedFuture(locked);
        }
    }

    private boolean mayBegin(Credentials credentials) {
        return attempts.begin(credentials.name(), credentials.address(), nowMs.getAsLong());
    }

    private Future<Void> queued(Credentials credentials) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(Refusals.slow());
        }
        String owner = ownerOf(credentials);
        Waiting last = new Waiting(credentials, Promise.promise());
        lines.computeIfAbsent(owner, none -> new ArrayDeque<>()).add(last);
        waiting++;
        long timer = vertx.setTimer(patienceMs, late -> giveUp(owner, last));
        return last.begun().future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void giveUp(String owner, Waiting late) {
        Deque<Waiting> line = lines.get(owner);
        if (line != null && line.remove(late)) {
            waiting--;
            removeIfEmpty(owner, line);
            late.begun().fail(Refusals.slow());
        }
    }

    /** An attempt has ended: the next of its address begin, or hear that the address is locked now. */
    void next(Credentials ended) {
        String owner = ownerOf(ended);
        Deque<Waiting> line = lines.get(owner);
        while (line != null && !line.isEmpty()) {
            Waiting first = line.peek();
            ServiceException refusal = null;
            try {
                if (!mayBegin(first.credentials())) {
                    return;
                }
            } catch (ServiceException locked) {
                refusal = locked;
            }
            line.remove();
            waiting--;
            removeIfEmpty(owner, line);
            end(first, refusal);
        }
    }

    private static void end(Waiting first, ServiceException refusal) {
        if (refusal == null) {
            first.begun().complete();
        } else {
            first.begun().fail(refusal);
        }
    }

    private void removeIfEmpty(String owner, Deque<Waiting> line) {
        if (line.isEmpty()) {
            lines.remove(owner, line);
        }
    }

    private static String ownerOf(Credentials credentials) {
        return AddressPattern.ownerOf(credentials.address());
    }
}
