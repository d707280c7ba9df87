package org.anychat.auth.domain;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by key, within bounds: a count is forgotten some time after its last failure, and the one that has
 * been quiet for longest makes room where the table is full. The caller's thread.
 */
final class FailureTable {
    private final int capacity;
    private final long memoryMs;
    /** The quietest first: every failure moves its key to the end. */
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    FailureTable(int capacity, long memoryMs) {
        this.capacity = capacity;
        this.memoryMs = memoryMs;
    }

    record Failures(int count, long lastMs) {}

    /** What is remembered of a key; a count of 0 where that is nothing. */
    Failures of(String key, long nowMs) {
        Failures known = failures.get(key);
        return known == null || nowMs - known.lastMs() >= memoryMs ? new Failures(0, nowMs) : known;
    }

    /** Counts one more, and tells how many there are now. */
    int add(String key, long nowMs) {
        int count = of(key, nowMs).count() + 1;
        failures.remove(key);
        if (failures.size() >= capacity) {
            Iterator<String> quietest = failures.keySet().iterator();
            quietest.next();
            quietest.remove();
        }
        failures.put(key, new Failures(count, nowMs));
        return count;
    }

    /** Takes one back that was none. */
    void takeBack(String key) {
        failures.computeIfPresent(
                key, (any, known) -> known.count() == 1 ? null : new Failures(known.count() - 1, known.lastMs()));
    }

    void clear(String key) {
        failures.remove(key);
    }

    int size() {
        return failures.size();
    }
}
