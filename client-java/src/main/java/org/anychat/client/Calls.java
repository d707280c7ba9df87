package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;

/** How the parts of a client send their requests: from any thread, on the client's loop. */
interface Calls {
    <T extends ReplyBody> CompletableFuture<T> call(IntFunction<ClientRequest> request, Class<T> bodyType);

    default CompletableFuture<Void> done(IntFunction<ClientRequest> request) {
        return call(request, ReplyBody.class).thenAccept(body -> {});
    }
}
