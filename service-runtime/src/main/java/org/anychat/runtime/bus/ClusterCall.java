package org.anychat.runtime.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.runtime.bus.ClusterLine.Attachment;

/**
 * One call over a cluster. Until its deadline it is tried again where nobody serves the address at the moment, where the
 * bus went away, and where another server has taken the place of the one that was asked: handlers are idempotent.
 */
final class ClusterCall {
    private static final long RETRY_MS = 50;
    /** Who was asked a shorter time ago is most likely the server that has just started. */
    private static final long SUCCESSION_MS = 250;

    private final ClusterLine line;
    private final VertxInternal vertx;
    private final String address;
    private final Object message;
    private final long deadlineNs;
    private final long deadlineTimer;
    private final Promise<Object> answer;
    /** Counts attempts: what an older one fails with does not count any more. */
    private int attempt;

    private long askedNs;

    ClusterCall(ClusterLine line, VertxInternal vertx, String address, Object message, long deadlineMs) {
        this.line = line;
        this.vertx = vertx;
        this.address = address;
        this.message = message;
        this.deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
        this.answer = vertx.getOrCreateContext().promise();
        this.deadlineTimer = vertx.setTimer(deadlineMs, late -> fail(ReplyFailure.TIMEOUT));
    }

    String address() {
        return address;
    }

    Future<Object> start() {
        ask();
        return answer.future().onComplete(answered -> vertx.cancelTimer(deadlineTimer));
    }

    private synchronized void ask() {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        Attachment attachment = line.attached();
        if (leftMs <= 0 || answer.future().isComplete()) {
            return;
        }
        int current = ++attempt;
        askedNs = System.nanoTime();
        if (attachment == null) {
            askLater(current);
        } else {
            attachment.run(() -> send(attachment, current, leftMs));
        }
    }

    private void send(Attachment attachment, int current, long leftMs) {
        try {
            attachment
                    .bus()
                    .<Object>request(address, message, new DeliveryOptions(LocalLine.OPTIONS).setSendTimeout(leftMs))
                    .onComplete(reply -> onReply(current, reply));
        } catch (RuntimeException e) {
            answer.tryFail(e);
        }
    }

    private synchronized void onReply(int current, AsyncResult<Message<Object>> reply) {
        if (reply.succeeded()) {
            answer.tryComplete(reply.result().body());
        } else if (current == attempt) {
            if (isUnserved(reply.cause())) {
                askLater(current);
            } else {
                answer.tryFail(reply.cause());
            }
        }
    }

    private boolean isUnserved(Throwable cause) {
        return Addresses.nodeAt(address).isEmpty()
                && cause instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private void askLater(int current) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= RETRY_MS) {
            fail(ReplyFailure.NO_HANDLERS);
            return;
        }
        vertx.setTimer(RETRY_MS, later -> askUnlessSince(current));
    }

    private synchronized void askUnlessSince(int current) {
        if (current == attempt) {
            ask();
        }
    }

    synchronized void onServerStarted() {
        if (System.nanoTime() - askedNs > TimeUnit.MILLISECONDS.toNanos(SUCCESSION_MS)) {
            ask();
        }
    }

    synchronized void onBusGone() {
        askLater(++attempt);
    }

    void onNodeLeft() {
        fail(ReplyFailure.NO_HANDLERS);
    }

    private void fail(ReplyFailure why) {
        answer.tryFail(new ReplyException(why, address));
    }
}
