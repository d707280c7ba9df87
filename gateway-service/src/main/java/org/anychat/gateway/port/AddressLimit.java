package org.anychat.gateway.port;

import java.util.HashMap;
import java.util.Map;
import org.anychat.contracts.AddressPattern;

/**
 * How many of something each address has, up to a limit; the IPv6 addresses of one network (/64) count as one, as one
 * machine has them all. Holds only addresses that have some.
 */
public final class AddressLimit {
    private final int limit;
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * Makes a count without any.
     *
     * @param limit how many an address may have
     */
    public AddressLimit(int limit) {
        this.limit = limit;
    }

    /**
     * Takes a place, to be given back with {@link #leave}, or says that all are taken.
     *
     * @param address whose
     * @return false where all are taken
     */
    public boolean enter(String address) {
        String owner = AddressPattern.ownerOf(address);
        int count = counts.getOrDefault(owner, 0);
        if (count >= limit) {
            return false;
        }
        counts.put(owner, count + 1);
        return true;
    }

    /**
     * Gives a place back.
     *
     * @param address whose
     */
    public void leave(String address) {
        counts.computeIfPresent(AddressPattern.ownerOf(address), (key, count) -> count > 1 ? count - 1 : null);
    }
}
