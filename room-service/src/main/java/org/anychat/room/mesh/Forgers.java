package org.anychat.room.mesh;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * Of whom viewers say that what they pass on is not what the publisher has signed. One viewer may lie; two make it pass on
 * nothing more in this room, also where it comes anew.
 */
final class Forgers {
    private static final int ENOUGH = 2;
    /** Who was accused longest ago is forgotten. */
    private static final int MOST = 1_000;

    private final Map<UserId, Set<UserId>> accusers = new LinkedHashMap<>();

    /** A viewer accuses who passes a stream on to it; true where that is enough. */
    boolean accuse(UserId forwarder, UserId accuser) {
        Set<UserId> those = accusers.containsKey(forwarder) ? accusers.remove(forwarder) : new HashSet<>();
        accusers.put(forwarder, those);
        if (those.size() < ENOUGH) {
            those.add(accuser);
        }
        if (accusers.size() > MOST) {
            Iterator<UserId> eldest = accusers.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return those.size() >= ENOUGH;
    }

    boolean has(UserId user) {
        return accusers.getOrDefault(user, Set.of()).size() >= ENOUGH;
    }
}
