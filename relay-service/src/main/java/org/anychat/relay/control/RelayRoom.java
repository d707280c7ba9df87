package org.anychat.relay.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.MediaLoop;

/** A room with media: who is in it, and the loop that carries it. */
final class RelayRoom {
    private final RoomId id;
    private final MediaLoop loop;
    private final Map<SessionId, Participant> participants = new LinkedHashMap<>();

    RelayRoom(RoomId id, MediaLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    RoomId id() {
        return id;
    }

    MediaLoop loop() {
        return loop;
    }

    Collection<Participant> participants() {
        return participants.values();
    }

    /** Whether a user may get another's media. A user with two sessions for a moment has the smaller audience. */
    boolean allows(UserId publisher, UserId viewer) {
        return participants.values().stream()
                .filter(participant -> participant.peer().user().equals(publisher))
                .allMatch(participant -> participant.audience().includes(viewer));
    }

    void add(Participant participant) {
        participants.put(participant.peer().session(), participant);
    }

    void remove(Participant participant) {
        participants.remove(participant.peer().session());
    }
}
