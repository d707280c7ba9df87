package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * Of whom viewers say that what they pass on is not what the publisher has signed, or that what they publish is not signed. One
 * viewer may lie; two make a forwarder pass on nothing more in this room, and a publisher have no trees in it, also where they
 * come anew. Whoever says the same of what it gets itself has passed it on in good faith, as packets go on before they can be
 * verified; without that one liar would cost all below it their part. Each is believed that a few times only, so that nobody lies
 * on and on by accusing whom it gets streams from; what a publisher has not signed does not count there.
 */
final class Forgers {
    private static final int ENOUGH = 2;
    /** Who was accused longest ago is forgotten. */
    private static final int MOST = 1_000;
    /** Between the words of two who have got the same. */
    private static final long SAME_MS = 10_000;
    /** In this room. */
    private static final int MOST_IN_GOOD_FAITH = 3;
    /** Of whom one viewer may say that they do not sign what they publish. */
    private static final int MOST_PUBLISHERS = 3;

    /** What somebody has said, of whose stream, and when. */
    private record Word(UserId publisher, long atMs) {
        boolean isOf(UserId another, long nowMs) {
            return publisher.equals(another) && nowMs - atMs <= SAME_MS;
        }
    }

    /** The last that somebody has found by itself, and of whose streams it has found anything that others had passed on. */
    private static final class Findings {
        private final List<UserId> counted = new ArrayList<>(MOST_IN_GOOD_FAITH + 1);
        private Word last;

        void count(UserId publisher) {
            if (isBelieved()) {
                counted.add(publisher);
            }
        }

        boolean isBelieved() {
            return counted.size() <= MOST_IN_GOOD_FAITH;
        }

        boolean excuses(UserId publisher, long nowMs) {
            return isBelieved() && last.isOf(publisher, nowMs);
        }
    }

    /** By whom somebody is accused. */
    private final Map<UserId, Map<UserId, Word>> accusers = new LinkedHashMap<>();

    private final Map<UserId, Findings> findings = new LinkedHashMap<>();
    /** Who says of a publisher that what it sends itself is not signed. */
    private final Map<UserId, Set<UserId>> doubters = new LinkedHashMap<>();

    /** A viewer has found that what it gets of a publisher, by somebody else or from that publisher itself, is forged. */
    void found(UserId viewer, UserId publisher, boolean byAnother, long nowMs) {
        Findings known = findings.containsKey(viewer) ? findings.remove(viewer) : new Findings();
        findings.put(viewer, known);
        forgetEldest(findings);
        known.last = new Word(publisher, nowMs);
        if (byAnother && !signsNothing(publisher)) {
            known.count(publisher);
        }
        if (known.excuses(publisher, nowMs)) {
            accusers.computeIfPresent(viewer, (same, those) -> {
                those.values().removeIf(word -> word.isOf(publisher, nowMs));
                return those.isEmpty() ? null : those;
            });
        }
    }

    /** A viewer accuses who passes a publisher's stream on to it; true where that is enough. */
    boolean accuse(UserId forwarder, UserId accuser, UserId publisher, long nowMs) {
        Findings own = findings.get(forwarder);
        boolean isExcused = own != null && own.excuses(publisher, nowMs);
        if (isExcused || signsNothing(publisher) || !isBelieved(accuser)) {
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

    /** A viewer says that what a publisher sends it itself is not signed; true where that is enough. */
    boolean doubt(UserId publisher, UserId viewer) {
        long doubted = doubters.values().stream()
                .filter(those -> those.contains(viewer))
                .count();
        if (!isBelieved(viewer) || doubted >= MOST_PUBLISHERS || signsNothing(publisher)) {
            return signsNothing(publisher);
        }
        Set<UserId> those = doubters.containsKey(publisher) ? doubters.remove(publisher) : new LinkedHashSet<>();
        doubters.put(publisher, those);
        those.add(viewer);
        forgetEldest(doubters);
        if (signsNothing(publisher)) {
            forgive(publisher);
            return true;
        }
        return false;
    }

    /** What was said and found of a stream that nobody can verify counts no more; who passes on nothing already stays so. */
    private void forgive(UserId publisher) {
        findings.values().forEach(one -> one.counted.removeIf(publisher::equals));
        accusers.values().stream()
                .filter(those -> those.size() < ENOUGH)
                .forEach(those -> those.values().removeIf(word -> word.publisher.equals(publisher)));
    }

    private boolean isBelieved(UserId accuser) {
        Findings own = findings.get(accuser);
        return own == null || own.isBelieved();
    }

    private static void forgetEldest(Map<UserId, ?> those) {
        if (those.size() > MOST) {
            Iterator<UserId> eldest = those.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** Whether somebody passes on nothing any more. */
    boolean has(UserId user) {
        return accusers.getOrDefault(user, Map.of()).size() >= ENOUGH;
    }

    /** Whether nobody can verify what a publisher sends. */
    boolean signsNothing(UserId publisher) {
        return doubters.getOrDefault(publisher, Set.of()).size() >= ENOUGH;
    }
}
