package org.anychat.relay.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;

/** One loop's sessions and publications. */
final class SessionRegistry {
    private final SessionDirectory directory;
    private final RelayCounters counters;
    private final Map<Long, MediaSession> byId = new HashMap<>();
    private final Map<String, MediaSession> byUfrag = new HashMap<>();
    private final Map<Long, Publication> publications = new HashMap<>();
    private MediaSession[] all = {};

    SessionRegistry(SessionDirectory directory, RelayCounters counters) {
        this.directory = directory;
        this.counters = counters;
    }

    void add(MediaSession session) {
        byId.put(session.id(), session);
        session.ufrags().forEach(ufrag -> name(ufrag, session));
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = session;
        counters.add(RelayCounter.SESSIONS_OPENED);
    }

    /** Leaves nothing of a session behind. */
    void remove(MediaSession session) {
        session.release();
        byId.remove(session.id(), session);
        session.ufrags().forEach(ufrag -> unname(ufrag, session));
        directory.removeAll(session);
        all = Arrays.stream(all).filter(other -> other != session).toArray(MediaSession[]::new);
        counters.add(RelayCounter.SESSIONS_CLOSED);
    }

    /** A session gets another name; an old one, or null, gives way. */
    void changeUfrag(String oldUfrag, String newUfrag, MediaSession session) {
        name(newUfrag, session);
        if (oldUfrag != null) {
            unname(oldUfrag, session);
        }
    }

    private void name(String ufrag, MediaSession session) {
        byUfrag.put(ufrag, session);
        directory.name(ufrag);
    }

    private void unname(String ufrag, MediaSession session) {
        if (byUfrag.remove(ufrag, session)) {
            directory.unname(ufrag);
        }
    }

    MediaSession session(long id) {
        return byId.get(id);
    }

    MediaSession session(String ufrag) {
        return byUfrag.get(ufrag);
    }

    /** All sessions; the array is never changed, so one may go while it is walked. */
    MediaSession[] sessions() {
        return all;
    }

    Publication publication(long id) {
        return publications.get(id);
    }

    void add(Publication publication) {
        publications.put(publication.id(), publication);
    }

    /** Its own viewers hear of it, and nobody else: a loop has many rooms. */
    void removePublication(long id) {
        Publication removed = publications.remove(id);
        if (removed != null) {
            for (Subscription subscription : removed.subscriptions()) {
                subscription.sink().onPublicationRemoved(id);
            }
        }
    }

    /** What the sessions hold, all together. */
    LoopFigures figures() {
        return Arrays.stream(all).map(MediaSession::figures).reduce(LoopFigures.NONE, LoopFigures::plus);
    }

    /** Entries of all kinds; none are left when nobody is there. */
    int entries() {
        return byId.size() + byUfrag.size() + publications.size() + all.length;
    }
}
