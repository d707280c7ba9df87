package org.anychat.room.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * A tree that is being planned, by the indexes of {@link StreamFacts}. A viewer is linked to its source, and it is placed
 * when there is a way from the publisher or the relay to it; who hangs below one that is linked nowhere is not.
 */
final class GrowingTree {
    /** The relay, where an index names a source. */
    static final int RELAY = -1;

    /** What one more user on the way takes, in milliseconds: its jitter buffer, and a reason for flat trees. */
    static final int HOP_MS = 20;

    private static final int NONE = -2;
    private static final int NOT_PLACED = -1;

    private final StreamFacts facts;
    private final int relayDepth;
    private final int[] source;
    private final int[] firstChild;
    private final int[] nextSibling;
    private final int[] children;
    private final int[] depth;
    private final int[] arrivalMs;

    GrowingTree(StreamFacts facts, RoutingLimits limits) {
        this.facts = facts;
        relayDepth = limits.relayDepth();
        source = filled(NONE);
        firstChild = filled(NONE);
        nextSibling = filled(NONE);
        children = filled(0);
        depth = filled(NOT_PLACED);
        arrivalMs = filled(0);
        depth[StreamFacts.PUBLISHER] = 0;
    }

    private int[] filled(int value) {
        int[] array = new int[facts.count()];
        Arrays.fill(array, value);
        return array;
    }

    int source(int viewer) {
        return source[viewer];
    }

    int depth(int i) {
        return depth[i];
    }

    int arrivalMs(int i) {
        return arrivalMs[i];
    }

    int children(int i) {
        return children[i];
    }

    boolean isPlaced(int i) {
        return depth[i] != NOT_PLACED;
    }

    /** Links a viewer that is linked nowhere, and places it with all below it where the source is placed. */
    void attach(int viewer, int to) {
        source[viewer] = to;
        if (to != RELAY) {
            nextSibling[viewer] = firstChild[to];
            firstChild[to] = viewer;
            children[to]++;
        }
        if (to == RELAY || isPlaced(to)) {
            place(viewer);
        }
    }

    /** Takes a viewer away from its source, with all below it. */
    void detach(int viewer) {
        int from = source[viewer];
        if (from >= 0) {
            unlink(viewer, from);
        }
        source[viewer] = NONE;
        displace(viewer);
    }

    private void unlink(int viewer, int from) {
        if (firstChild[from] == viewer) {
            firstChild[from] = nextSibling[viewer];
        } else {
            int before = firstChild[from];
            while (nextSibling[before] != viewer) {
                before = nextSibling[before];
            }
            nextSibling[before] = nextSibling[viewer];
        }
        nextSibling[viewer] = NONE;
        children[from]--;
    }

    private void place(int viewer) {
        depth[viewer] = source[viewer] == RELAY ? relayDepth : depth[source[viewer]] + 1;
        arrivalMs[viewer] = arrivalBy(source[viewer], viewer);
        for (int child = firstChild[viewer]; child != NONE; child = nextSibling[child]) {
            place(child);
        }
    }

    private void displace(int viewer) {
        depth[viewer] = NOT_PLACED;
        for (int child = firstChild[viewer]; child != NONE; child = nextSibling[child]) {
            displace(child);
        }
    }

    /** When a viewer would get what the publisher sends, in milliseconds, from a source that is placed. */
    int arrivalBy(int from, int viewer) {
        if (from == RELAY) {
            return facts.relayArrivalMs(viewer);
        }
        int hopMs = from == StreamFacts.PUBLISHER ? 0 : HOP_MS;
        return arrivalMs[from] + hopMs + facts.delayMs(from, viewer);
    }

    /** Takes away all whom a viewer serves, each with all below it. */
    List<Integer> detachChildren(int viewer) {
        List<Integer> detached = new ArrayList<>();
        while (firstChild[viewer] != NONE) {
            detached.add(firstChild[viewer]);
            detach(firstChild[viewer]);
        }
        return detached;
    }

    /** How many hops there are below a viewer. */
    int height(int viewer) {
        int height = 0;
        for (int child = firstChild[viewer]; child != NONE; child = nextSibling[child]) {
            height = Math.max(height, 1 + height(child));
        }
        return height;
    }

    /**
     * How much later than the relay could bring it the stream is, where it is latest among a viewer and all below it, if it
     * came to the viewer at once.
     */
    int lag(int viewer) {
        int lag = -facts.relayArrivalMs(viewer);
        for (int child = firstChild[viewer]; child != NONE; child = nextSibling[child]) {
            lag = Math.max(lag, HOP_MS + facts.delayMs(viewer, child) + lag(child));
        }
        return lag;
    }

    DistributionTree result(StreamId stream) {
        Map<UserId, Source> sources = new HashMap<>();
        for (int i = 1; i < facts.count(); i++) {
            sources.put(facts.user(i), source[i] == RELAY ? Source.RELAY : Source.of(facts.user(source[i])));
        }
        return new DistributionTree(stream, sources, Set.of());
    }
}
