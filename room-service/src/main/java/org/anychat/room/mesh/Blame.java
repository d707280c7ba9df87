package org.anychat.room.mesh;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which parents have what they are to send, and so are to blame where it does not come. What is lost or withheld further up everybody below misses at about the same moment.
 */
final class Blame {
    /** A program that passes on waits for what is missing for up to a second longer than a browser; the other one is for a process that was held up. */
    static final long EXCUSE_MS = 2_000;

    private final EdgeSet edges;
    private final MeshFacts facts;
    private final Deque<Suspicion> open = new ArrayDeque<>();

    private record Suspicion(Edge failed, long sinceMs) {}

    Blame(EdgeSet edges, MeshFacts facts) {
        this.edges = edges;
        this.facts = facts;
    }

    boolean hasStream(Edge edge) {
        return edge.isRoot()
                || edges.carrying(edge.publisher, edge.parent.user()).isPresent();
    }

    /** Since when an edge has been in its phase, and its parent has had the stream all the time where it has it now. */
    long hadSinceMs(Edge edge) {
        if (edge.isRoot()) {
            return edge.sinceMs();
        }
        return edges.carrying(edge.publisher, edge.parent.user())
                // One that carries since the same moment may have begun after it.
                .map(above -> above.sinceMs() < edge.sinceMs() ? edge.sinceMs() : above.sinceMs() + 1)
                .orElse(edge.sinceMs());
    }

    /** A child has given an edge up that stood: its parent is to blame only where it has the stream for a while longer. */
    void suspect(Edge failed, long nowMs) {
        Suspicion suspicion = new Suspicion(failed, nowMs);
        if (hasHadStream(suspicion)) {
            open.add(suspicion);
        }
    }

    /** Time has passed: suspected edges whose parents have had the stream all the time have failed. True where there are any. */
    boolean settle(long nowMs) {
        boolean any = false;
        while (!open.isEmpty() && nowMs - open.peek().sinceMs >= EXCUSE_MS) {
            Suspicion oldest = open.remove();
            if (hasHadStream(oldest)) {
                facts.failed(oldest.failed.child.user(), oldest.failed.parent.user(), nowMs);
                any = true;
            }
        }
        return any;
    }

    private boolean hasHadStream(Suspicion one) {
        return edges.carrying(one.failed.publisher, one.failed.parent.user())
                .filter(above -> above.sinceMs() <= one.sinceMs)
                .isPresent();
    }
}
