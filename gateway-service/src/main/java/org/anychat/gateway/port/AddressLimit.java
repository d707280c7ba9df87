package org.anychat.gateway.port;

import java.util.HashMap;
import java.util.Map;

/** How many of something each address has, up to a limit. Holds only addresses that have some. */
final class AddressLimit {
    private final int limit;
    private final Map<String, Integer> counts = new HashMap<>();

    AddressLimit(int limit) {
        this.limit = limit;
    }

    /** Takes a place, to be given back with {@link #leave}, or says that all are taken. */
    boolean enter(String address) {
        int count = counts.getOrDefault(address, 0);
        if (count >= limit) {
            return false;
        }
        counts.put(address, count + 1);
        return true;
    }

    void leave(String address) {
        counts.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
    }
}
