package org.anychat.webrtc.tcp;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connections of which nobody knows yet whose they are. Anybody can make some, so there is room for so many, and none is
 * refused for want of it: the oldest gives way, of the newcomer's own address where that has more than its share, else of
 * all. Whoever comes with good reason is gone from here within a round trip. For one thread.
 *
 * @param <C> a connection, which equals nothing but itself
 */
public final class Strangers<C> {
    private final int most;
    private final Map<C, String> byAge = new LinkedHashMap<>();
    private final Map<String, Set<C>> byAddress = new HashMap<>();

    /**
     * Makes room.
     *
     * @param most connections at once, at least 1
     */
    public Strangers(int most) {
        this.most = most;
    }

    /**
     * Takes one in.
     *
     * @param connection a new one
     * @param address where it comes from
     * @return who gives way for it, and is to be closed: no longer among these
     */
    public Optional<C> enter(C connection, String address) {
        byAge.put(connection, address);
        Set<C> neighbours = byAddress.computeIfAbsent(address, first -> new LinkedHashSet<>());
        neighbours.add(connection);
        if (byAge.size() <= most) {
            return Optional.empty();
        }
        boolean greedy = neighbours.size() > Math.max(1, most / byAddress.size());
        Iterator<C> oldest = greedy ? neighbours.iterator() : byAge.keySet().iterator();
        C gone = oldest.next();
        leave(gone);
        return Optional.of(gone);
    }

    /**
     * It is known now, or over.
     *
     * @param connection any
     * @return false where it is not among these, or no longer
     */
    public boolean leave(C connection) {
        String address = byAge.remove(connection);
        if (address == null) {
            return false;
        }
        Set<C> neighbours = byAddress.get(address);
        neighbours.remove(connection);
        if (neighbours.isEmpty()) {
            byAddress.remove(address);
        }
        return true;
    }

    /**
     * How many there are.
     *
     * @return no more than there is room for
     */
    public int count() {
        return byAge.size();
    }
}
