package org.anychat.relay.media;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.AddressPattern;

/** How many connections there may be, of one address and of all; an IPv6 network (/64) is one address. Any thread. */
final class StreamPlaces {
    private final int perAddress;
    private final int all;
    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();

    StreamPlaces(int perAddress, int all) {
        this.perAddress = perAddress;
        this.all = all;
    }

    /** Takes a place, to be given back with {@link #leave}; false where there is none. */
    boolean enter(String address) {
        if (taken.incrementAndGet() > all) {
            taken.decrementAndGet();
            return false;
        }
        int count = counts.merge(AddressPattern.ownerOf(address), 1, Integer::sum);
        if (count > perAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    void leave(String address) {
        taken.decrementAndGet();
        counts.computeIfPresent(AddressPattern.ownerOf(address), (key, count) -> count > 1 ? count - 1 : null);
    }

    int taken() {
        return taken.get();
    }
}
