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
    /** In as many ticks all sessions have had one. */
    static final int ROUND_TICKS = 5;

    private static final MediaSession[] NONE = {};

    private final SessionDirectory directory;
    private final RelayCounters counters;
    private final Map<Long, MediaSession> byId = new HashMap<>();
    private final Map<String, MediaSession> byUfrag = new HashMap<>();
    private final Map<Long, Publication> publications = new HashMap<>();
    private MediaSession[] all = NONE;
    private MediaSession[] eager = NONE;
    /** All sessions, spread over the ticks of a round. */
    private final MediaSession[][] rounds = new MediaSession[ROUND_TICKS][];

    SessionRegistry(SessionDirectory directory, RelayCounters counters) {
        this.directory = directory;
        this.counters = counters;
        Arrays.fill(rounds, NONE);
    }

    void add(MediaSession session) {
        byId.put(session.id(), session);
        session.ufrags().forEach(ufrag -> name(ufrag, session));
        all = with(all, session);
        int tick = tickOf(session);
        rounds[tick] = with(rounds[tick], session);
        noteEager(session, session.needsEveryTick());
        counters.add(RelayCounter.SESSIONS_OPENED);
    }

    private static int tickOf(MediaSession session) {
        return (int) Math.floorMod(session.id(), (long) ROUND_TICKS);
    }

    private static MediaSession[] with(MediaSession[] sessions, MediaSession added) {
        MediaSession[] more = Arrays.copyOf(sessions, sessions.length + 1);
        more[sessions.length] = added;
        return more;
    }

    private static MediaSession[] without(MediaSession[] sessions, MediaSession removed) {
        return Arrays.stream(sessions).filter(other -> other != removed).toArray(MediaSession[]::new);
    }

    /** Notes whether a session gets every tick. */
    void noteEager(MediaSession session, boolean now) {
        if (session.isEager() != now) {
            session.eager(now);
            eager = now ? with(eager, session) : without(eager, session);
        }
    }

    /** Leaves nothing of a session behind. */
    void remove(MediaSession session) {
        session.release();
        byId.remove(session.id(), session);
        session.ufrags().forEach(ufrag -> unname(ufrag, session));
        directory.removeAll(session);
        all = without(all, session);
        int tick = tickOf(session);
        rounds[tick] = without(rounds[tick], session);
        noteEager(session, false);
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

    /** Those that get every tick, in an array like that of {@link #sessions()}. */
    MediaSession[] eager() {
        return eager;
    }

    /** Those whose turn it is at a tick, counted from 0, in an array like that of {@link #sessions()}. */
    MediaSession[] ofTick(int tick) {
        return rounds[Math.floorMod(tick, ROUND_TICKS)];
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
        int inRounds =
                Arrays.stream(rounds).mapToInt(sessions -> sessions.length).sum();
        return byId.size() + byUfrag.size() + publications.size() + all.length + inRounds + eager.length;
    }
}
