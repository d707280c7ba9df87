package org.anychat.webrtc.ice;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Looks at the host's interfaces on a thread of its own, as the system may take tens of milliseconds for many of them. One
 * look at a time, whoever asks for it: where it does not come to its end nothing piles up behind it. For any thread.
 */
final class HostLookup {
    private static final HostLookup OF_THIS_HOST = new HostLookup(HostAddresses::usable);

    private final Supplier<List<InetAddress>> interfaces;
    private CompletableFuture<List<InetAddress>> underWay = CompletableFuture.completedFuture(List.of());

    HostLookup(Supplier<List<InetAddress>> interfaces) {
        this.interfaces = interfaces;
    }

    /** The one of this process. */
    static HostLookup ofThisHost() {
        return OF_THIS_HOST;
    }

    /** Begins to look, or joins who is looking. The result is never exceptional: what cannot be looked at has no addresses. */
    synchronized CompletableFuture<List<InetAddress>> begin() {
        if (underWay.isDone()) {
            CompletableFuture<List<InetAddress>> next = new CompletableFuture<>();
            Thread thread = new Thread(() -> look(next), "anychat-host-addresses");
            thread.setDaemon(true);
            thread.start();
            underWay = next;
        }
        return underWay;
    }

    private void look(CompletableFuture<List<InetAddress>> result) {
        try {
            result.complete(interfaces.get());
        } finally {
            result.complete(List.of());
        }
    }
}
