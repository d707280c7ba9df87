package org.anychat.room.mesh;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anychat.contracts.UserId;

/**
 * Of whom viewers say that what they pass on is not what the publisher has signed. One viewer may lie; two make it pass on
 * nothing more in this room, also where it comes anew. Whoever says the same of what it gets itself has passed it on in good
 * faith, as packets go on before they can be verified; without that one liar would cost all below it their part. Each is
 * believed that a few times only, so that nobody lies on and on by accusing whom it gets streams from.
 */
final class Forgers {
    private static final int ENOUGH = 2;
    /** Who was accused longest ago is forgotten. */
    private static final int MOST = 1_000;
    /** Between the words of two who have got the same. */
    private static final long SAME_MS = 10_000;
    /** In this room. */
    private static final int MOST_IN_GOOD_FAITH = 3;

    /** What somebody has said, of whose stream, and when. */
    private record Word(UserId publisher, long atMs) {
        boolean isOf(UserId another, long nowMs) {
            return publisher.equals(another) && nowMs - atMs <= SAME_MS;
        }
    }

    /** The last that somebody has found by itself, and how often it has found anything. */
    private record Finding(Word last, int times) {
        boolean excuses(UserId publisher, long nowMs) {
            return times <= MOST_IN_GOOD_FAITH && last.isOf(publisher, nowMs);
        }
    }

    /** By whom somebody is accused. */
    private final Map<UserId, Map<UserId, Word>> accusers = new LinkedHashMap<>();

    private final Map<UserId, Finding> findings = new LinkedHashMap<>();

    /** A viewer has found that what it gets of a publisher is forged. */
    void found(UserId viewer, UserId publisher, long nowMs) {
        Finding before = findings.remove(viewer);
        Finding finding = new Finding(new Word(publisher, nowMs), before == null ? 1 : before.times + 1);
        findings.put(viewer, finding);
        forgetEldest(findings);
        if (finding.excuses(publisher, nowMs)) {
            accusers.computeIfPresent(viewer, (same, those) -> {
                those.values().removeIf(word -> word.isOf(publisher, nowMs));
                return those.isEmpty() ? null : those;
            });
        }
    }

    /** A viewer accuses who passes a publisher's stream on to it; true where that is enough. */
    boolean accuse(UserId forwarder, UserId accuser, UserId publisher, long nowMs) {
        Finding own = findings.get(forwarder);
        if (own != null && own.excuses(publisher, nowMs)) {
            return has(forwarder);
        }
        Map<UserId, Word> those = accusers.containsKey(forwarder) ? accusers.remove(forwarder) : new HashMap<>();
        accusers.put(forwarder, those);
        if (those.size() < ENOUGH) {
            those.put(accuser, new Word(publisher, nowMs));
        }
        forgetEldest(accusers);
        return those.size() >= ENOUGH;
    }

    private static void forgetEldest(Map<UserId, ?> those) {
        if (those.size() > MOST) {
            Iterator<UserId> eldest = those.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    boolean has(UserId user) {
        return accusers.getOrDefault(user, Map.of()).size() >= ENOUGH;
    }
}
