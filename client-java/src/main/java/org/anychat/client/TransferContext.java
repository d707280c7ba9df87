package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.TransferRequest;

/** What transfers need of their client. For the client's loop. */
final class TransferContext {
    /** Sends a request on the current link. */
    interface Requests {
        <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType);
    }

    private final Requests requests;
    private final Executor loop;
    private final Executor files;
    private final Executor callbacks;

    TransferContext(Requests requests, Executor loop, Executor files, Executor callbacks) {
        this.requests = requests;
        this.loop = loop;
        this.files = files;
        this.callbacks = callbacks;
    }

    Executor loop() {
        return loop;
    }

    /** Where files are read and written. */
    Executor files() {
        return files;
    }

    <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        return requests.request(withId, bodyType);
    }

    /** Sends a request whose reply tells nothing that does not come as an event too. */
    void send(IntFunction<ClientRequest> withId) {
        CompletableFuture<ReplyBody> unused = requests.request(withId, ReplyBody.class);
    }

    void acknowledge(int taskId, long offset) {
        send(id -> new TransferRequest.TransAck(id, taskId, offset));
    }

    void cancel(int taskId, ErrorCode code) {
        send(id -> new TransferRequest.TransCancel(id, taskId, code.number()));
    }

    /** Runs what belongs to the application. */
    void call(Runnable callback) {
        callbacks.execute(callback);
    }
}
