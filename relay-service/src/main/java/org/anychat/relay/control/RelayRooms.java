package org.anychat.relay.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.relay.media.MediaLoop;

/** Who has media here, by room and by session. A room stays on the loop that it got with its first participant. */
final class RelayRooms {
    private final List<MediaLoop> loops;
    private final int maxPeers;
    private final Map<RoomId, RelayRoom> rooms = new HashMap<>();
    private final Map<SessionId, Participant> participants = new HashMap<>();

    RelayRooms(List<MediaLoop> loops, int maxPeers) {
        this.loops = List.copyOf(loops);
        this.maxPeers = maxPeers;
    }

    /** The participant of a session, or null. */
    Participant find(SessionId session) {
        return participants.get(session);
    }

    /** The rooms that somebody has media in. */
    List<RoomId> ids() {
        return rooms.values().stream()
                .filter(room -> !room.participants().stream().allMatch(Participant::isLink))
                .map(RelayRoom::id)
                .toList();
    }

    List<Participant> participants() {
        return List.copyOf(participants.values());
    }

    int size() {
        return participants.size();
    }

    /** A room with media, or null. */
    RelayRoom room(RoomId id) {
        return rooms.get(id);
    }

    /** Who has media in a room. */
    List<Participant> participants(RoomId id) {
        RelayRoom room = rooms.get(id);
        return room == null ? List.of() : List.copyOf(room.participants());
    }

    /** The participant of a client, made where there is none; fails with NO_RELAY where the relay is full. */
    Participant enter(Peer peer, Signal signal) {
        return enter(peer, room -> new Participant(room, peer, signal));
    }

    /** The participant of a session, made where there is none. */
    <P extends Participant> P enter(Peer peer, Function<RelayRoom, P> newcomer) {
        @SuppressWarnings("unchecked") // a session is a client's or a relay's for all its life
        P participant = (P) participants.get(peer.session());
        if (participant != null) {
            participant.peer(peer);
            return participant;
        }
        if (participants.size() >= maxPeers) {
            throw new ServiceException(ServiceError.NO_RELAY, "the relay has its " + maxPeers + " clients");
        }
        RelayRoom room = rooms.computeIfAbsent(peer.room(), id -> new RelayRoom(id, leastLoaded()));
        P entered = newcomer.apply(room);
        room.add(entered);
        participants.put(peer.session(), entered);
        return entered;
    }

    /** Forgets a participant, and its room with the last one. */
    void leave(Participant participant) {
        participants.remove(participant.peer().session(), participant);
        RelayRoom room = participant.room();
        room.remove(participant);
        if (room.participants().isEmpty()) {
            rooms.remove(room.id(), room);
        }
    }

    private MediaLoop leastLoaded() {
        Map<MediaLoop, Integer> load = new HashMap<>();
        rooms.values()
                .forEach(room -> load.merge(room.loop(), 1 + room.participants().size(), Integer::sum));
        return loops.stream()
                .min(Comparator.comparingInt(loop -> load.getOrDefault(loop, 0)))
                .orElseThrow();
    }
}
