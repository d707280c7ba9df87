package org.anychat.room.call;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.SessionId;

/**
 * The last words of the sides of calls that are over, one of each for a while: who says the same once more, as the answer
 * was lost with the instance that should have given it, has the call ended already. Written down as they change. The
 * caller's thread.
 */
final class LastWords {
    /** Longer than anybody asks for one thing. */
    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(30);

    private final CallJournal journal;
    private final Map<SessionId, Kept> words = new HashMap<>();

    private record Kept(LastWord word, long untilNs) {}

    LastWords(CallJournal journal) {
        this.journal = journal;
    }

    /** One that is not to be recognized, as it has no number, is not kept. */
    void keep(LastWord word, long nowNs) {
        if (word.number() != 0) {
            adopt(word, nowNs);
            journal.said(word);
        }
    }

    /** Takes one that is written down already. */
    void adopt(LastWord word, long nowNs) {
        words.put(word.session(), new Kept(word, nowNs + KEPT_NS));
    }

    boolean has(SessionId session, long number) {
        Kept kept = words.get(session);
        return number != 0 && kept != null && kept.word().number() == number;
    }

    void expire(long nowNs) {
        for (Iterator<Kept> each = words.values().iterator(); each.hasNext(); ) {
            Kept kept = each.next();
            if (nowNs - kept.untilNs() >= 0) {
                each.remove();
                journal.forgotten(kept.word());
            }
        }
    }
}
