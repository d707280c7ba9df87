package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.anychat.webrtc.ice.IceCandidate;

/** Finds at which addresses others may find a connection's UDP port. For its loop. */
interface Gathering {
    /** Of a connection to a server: it finds the server, not the other way round. */
    Gathering NOTHING = (port, nowNs) -> CompletableFuture.completedFuture(List.of());

    /** The port is open. Completes on the loop, and never exceptionally. */
    CompletionStage<List<IceCandidate>> start(int port, long nowNs);

    /** False where a datagram is for others. */
    default boolean take(byte[] data, int offset, int length, InetSocketAddress from) {
        return false;
    }

    default void onTimer(long nowNs) {}
}
