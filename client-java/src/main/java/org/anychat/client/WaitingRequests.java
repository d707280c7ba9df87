package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;

/** Requests made while the link is away: a few of them, each for as long as a reply may take. For the client's loop. */
final class WaitingRequests {
    private static final int MAX_WAITING = 64;

    private final EventLoop loop;
    private final long timeoutMs;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(IntFunction<ClientRequest> withId, CompletableFuture<ReplyBody> future) {}

    WaitingRequests(EventLoop loop, long timeoutMs) {
        this.loop = loop;
        this.timeoutMs = timeoutMs;
    }

    /** Fails with 62 where too many wait, with 100 where the link is not back in time. */
    CompletableFuture<ReplyBody> add(IntFunction<ClientRequest> withId) {
        if (waiting.size() >= MAX_WAITING) {
            return CompletableFuture.failedFuture(
                    new AnyChatException(ErrorCode.OVERFLOW, "too many requests while the client is reconnecting"));
        }
        Waiting request = new Waiting(withId, new CompletableFuture<>());
        waiting.add(request);
        var unused = loop.schedule(() -> expire(request), timeoutMs, TimeUnit.MILLISECONDS);
        return request.future();
    }

    private void expire(Waiting request) {
        if (waiting.remove(request)) {
            request.future()
                    .completeExceptionally(new AnyChatException(
                            ErrorCode.CONNECT_TIMEOUT, "the link was not back within " + timeoutMs + " ms"));
        }
    }

    /** The link is back: sends them in their order. */
    void release(Function<IntFunction<ClientRequest>, CompletableFuture<ReplyBody>> send) {
        while (!waiting.isEmpty()) {
            Waiting request = waiting.removeFirst();
            CompletableFuture<ReplyBody> unused = send.apply(request.withId()).whenComplete((reply, failure) -> {
                if (failure == null) {
                    request.future().complete(reply);
                } else {
                    request.future().completeExceptionally(failure);
                }
            });
        }
    }

    void fail(AnyChatException reason) {
        while (!waiting.isEmpty()) {
            waiting.removeFirst().future().completeExceptionally(reason);
        }
    }
}
