package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RequestType;

/** The requests of one link that wait for their replies. For the link's loop. */
final class PendingRequests {
    private final EventLoop loop;
    private final long timeoutMs;
    private final Map<Integer, Pending> byId = new HashMap<>();
    private int lastId;

    private record Pending(RequestType type, CompletableFuture<ReplyBody> future, ScheduledFuture<?> timeout) {}

    PendingRequests(EventLoop loop, long timeoutMs) {
        this.loop = loop;
        this.timeoutMs = timeoutMs;
    }

    /** An id that no pending request has. */
    int nextId() {
        do {
            lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        } while (byId.containsKey(lastId));
        return lastId;
    }

    long timeoutMs() {
        return timeoutMs;
    }

    CompletableFuture<ReplyBody> add(int id, RequestType type, long patienceMs) {
        CompletableFuture<ReplyBody> future = new CompletableFuture<>();
        ScheduledFuture<?> timeout = loop.schedule(() -> expire(id), patienceMs, TimeUnit.MILLISECONDS);
        byId.put(id, new Pending(type, future, timeout));
        return future;
    }

    /** What a pending request is, or null. */
    RequestType typeOf(int id) {
        Pending pending = byId.get(id);
        return pending == null ? null : pending.type();
    }

    /** A reply came. One that nobody waits for any more is dropped. */
    void onReply(Reply reply) {
        if (reply.code() == ErrorCode.SUCCESS.number()) {
            Pending pending = take(reply.re());
            if (pending != null) {
                pending.future().complete(reply.body());
            }
        } else {
            fail(reply.re(), new AnyChatException(reply.code(), reply.message()));
        }
    }

    void fail(int id, AnyChatException reason) {
        Pending pending = take(id);
        if (pending != null) {
            pending.future().completeExceptionally(reason);
        }
    }

    void failAll(AnyChatException reason) {
        List<Integer> ids = new ArrayList<>(byId.keySet());
        ids.forEach(id -> fail(id, reason));
    }

    private void expire(int id) {
        fail(id, new AnyChatException(ErrorCode.CONNECT_TIMEOUT, "no reply within " + timeoutMs + " ms"));
    }

    private Pending take(int id) {
        Pending pending = byId.remove(id);
        if (pending != null) {
            pending.timeout().cancel(false);
        }
        return pending;
    }
}
