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
 * bus went away, and where another server has taken the place of the one that was asked: handlers are idempotent. The
 * deadline is that of the call for a server that is there; for a successor that has yet to take its turn it is put off.
 */
final class ClusterCall {
    private static final long RETRY_MS = 50;
    /** Who was asked a shorter time ago is most likely the server that has just started. */
    private static final long SUCCESSION_MS = 250;
    /** How often and in what time a call is made again to a successor that does not answer. */
    private static final int SUCCESSION_RETRIES = 3;

    private static final long SUCCESSION_RETRY_MS = 700;
    /** Until those who choose whom to ask have heard who is forgotten. */
    private static final long FORGETTING_MS = 100;

    /** What a successor may need: to be known as such, to read the records, to start. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(6);

    private final ClusterLine line;
    private final VertxInternal vertx;
    private final String address;
    private final Object message;
    private final Promise<Object> answer;
    private final long latestNs;
    private long deadlineNs;
    private long deadlineTimer = -1;
    /** Counts attempts: what an older one fails with does not count any more. */
    private int attempt;

    private long askedNs;

    ClusterCall(ClusterLine line, VertxInternal vertx, String address, Object message, long deadlineMs) {
        this.line = line;
        this.vertx = vertx;
        this.address = address;
        this.message = message;
        this.deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
        this.latestNs = deadlineNs + PATIENCE_NS;
        this.answer = vertx.getOrCreateContext().promise();
    }

    String address() {
        return address;
    }

    Future<Object> start() {
        watchDeadline();
        ask();
        return answer.future().onComplete(answered -> onAnswered());
    }

    private synchronized void watchDeadline() {
        deadlineTimer = vertx.setTimer(Math.max(1, leftMs()), timer -> onDeadline());
    }

    private synchronized void onDeadline() {
        if (leftMs() <= 0) {
            fail(ReplyFailure.TIMEOUT);
        } else if (!answer.future().isComplete()) {
            watchDeadline();
        }
    }

    private synchronized void onAnswered() {
        vertx.cancelTimer(deadlineTimer);
    }

    private long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    }

    private synchronized void ask() {
        long leftMs = leftMs();
        Attachment attachment = line.attached();
        if (leftMs <= 0 || answer.future().isComplete()) {
            return;
        }
        int current = ++attempt;
        askedNs = System.nanoTime();
        if (attachment == null || !attachment.run(() -> send(attachment, current, leftMs))) {
            askLater(current);
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
            } else if (isLate(reply.cause()) && leftMs() > RETRY_MS) {
                // The deadline was put off in the meantime.
                ask();
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

    private static boolean isLate(Throwable cause) {
        return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
    }

    private void askLater(int current) {
        deadlineNs = latestNs;
        if (leftMs() <= RETRY_MS) {
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
        askUntilAnswered(SUCCESSION_RETRIES);
    }

    /** Whoever was asked before it was known which places are nobody's may have been asked in vain. */
    synchronized void onNodeForgotten() {
        if (Addresses.nodeAt(address).isEmpty()) {
            int current = attempt;
            vertx.setTimer(FORGETTING_MS, later -> askUnlessSince(current));
        }
    }

    /** This process may learn a moment later than it hears of the successor that the one before serves the address no more. */
    private void askUntilAnswered(int triesLeft) {
        if (triesLeft > 0 && !answer.future().isComplete()) {
            vertx.setTimer(SUCCESSION_RETRY_MS, later -> {
                synchronized (this) {
                    if (!answer.future().isComplete()) {
                        ask();
                    }
                }
                askUntilAnswered(triesLeft - 1);
            });
        }
    }

    synchronized void onBusGone() {
        askLater(++attempt);
    }

    /** Somebody has left, and it may have been the one who was asked. */
    synchronized void onSomebodyLeft() {
        deadlineNs = latestNs;
    }

    /** Whose address it is has left. */
    void onServerLeft() {
        fail(ReplyFailure.NO_HANDLERS);
    }

    private void fail(ReplyFailure why) {
        answer.tryFail(new ReplyException(why, address));
    }
}
