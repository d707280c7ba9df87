package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import org.anychat.client.media.MediaKind;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/**
 * This client's end of an edge of a mesh tree: a connection on which one user sends another one publisher's stream, and which is never negotiated again. For the client's loop.
 */
abstract class Edge implements Farewells.Leaving {
    private final ServerEvent.P2pTry order;
    private final Hooks hooks;
    private int generation;
    private int ttl;
    private boolean taken;
    private boolean over;

    /** What an edge needs of its surroundings, and tells them. */
    interface Hooks {
        boolean isOpen(int userId, MediaKind kind);

        /** In which all edges are. */
        int roomId();

        /** Completes when the server has taken it. */
        CompletableFuture<Void> signal(Edge edge, String sdp);

        void report(Edge edge, P2pRequest.State state);

        /** All that is open comes by it, and the application has it; again where it did not for a while. */
        void onCarries(ReceivingEdge edge);

        /** Something came by it that is not as the publisher has signed it. Once. */
        void onForged(Edge edge);

        /** It has not come about, or is gone. Once, and not after it was given up. */
        void onFailed(Edge edge);
    }

    Edge(ServerEvent.P2pTry order, Hooks hooks) {
        this.order = order;
        this.generation = order.stream().generation();
        this.ttl = order.stream().ttl();
        this.hooks = hooks;
    }

    final ServerEvent.P2pTry order() {
        return order;
    }

    /** The user at the other end. */
    final int userId() {
        return order.userId();
    }

    /** What the edge is called. */
    final int attempt() {
        return order.attempt();
    }

    /** Whose stream goes by it. */
    final int publisher() {
        return order.stream().publisher();
    }

    /** How many hops may follow. */
    final int ttl() {
        return ttl;
    }

    /** Somebody further up has moved. What is of an earlier plan counts no more. */
    final void retime(int newGeneration, int newTtl) {
        if (newGeneration >= generation) {
            generation = newGeneration;
            ttl = newTtl;
        }
    }

    /** One way to the other end, in milliseconds, or null where this end does not measure it: one of the two is enough. */
    Integer delayMs() {
        return null;
    }

    final boolean sends() {
        return order.stream().sends();
    }

    /** Makes the offer, on the side that is to make it. */
    abstract void begin();

    /** Takes what the other says, once. Whatever it is, it costs no more than this edge. */
    final void take(String sdp) {
        if (taken || over) {
            return;
        }
        taken = true;
        try {
            describe(sdp);
        } catch (RuntimeException e) {
            fail();
        }
    }

    abstract void describe(String sdp);

    @Override
    public void fallSilent() {
        over = true;
    }

    @Override
    public void giveWay() {
        over = true;
    }

    @Override
    public void close() {
        over = true;
    }

    final boolean isOver() {
        return over;
    }

    final Hooks hooks() {
        return hooks;
    }

    final void tell(CompletableFuture<String> description) {
        CompletableFuture<Void> unused = description
                .thenCompose(sdp -> over ? CompletableFuture.completedFuture(null) : hooks.signal(this, sdp))
                .exceptionally(failure -> {
                    fail();
                    return null;
                });
    }

    final void report(P2pRequest.State state) {
        if (!over) {
            hooks.report(this, state);
        }
    }

    final void fail() {
        if (!over) {
            over = true;
            hooks.onFailed(this);
        }
    }
}
