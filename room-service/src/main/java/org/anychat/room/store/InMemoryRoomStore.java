package org.anychat.room.store;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;
import org.anychat.room.domain.RoomRules;

/** Rooms of one process. Used from one context only; its futures are complete when they are returned. */
public final class InMemoryRoomStore implements RoomStore {
    static final int FIRST_ALLOTTED = 10_000;

    private final RoomRules rules;
    private final TreeMap<Integer, Room> rooms = new TreeMap<>();
    private final Map<String, RoomId> names = new HashMap<>();
    private final Map<SessionId, RoomId> sessions = new HashMap<>();
    private int nextAllotted;

    /**
     * Makes a store.
     *
     * @param rules what a room does with a command
     * @param permanent the rooms that are there from the start
     */
    public InMemoryRoomStore(RoomRules rules, List<Room> permanent) {
        this(rules, permanent, FIRST_ALLOTTED);
    }

    /** Of two rooms of one number the latter counts. */
    InMemoryRoomStore(RoomRules rules, List<Room> present, int nextAllotted) {
        this.rules = rules;
        this.nextAllotted = nextAllotted;
        present.forEach(this::put);
    }

    @Override
    public Future<RoomOutcome> apply(RoomId id, RoomCommand command) {
        Room before = rooms.get(id.value());
        RoomOutcome outcome = rules.apply(id, before, command);
        if (outcome.refusal() == null) {
            replace(before, outcome.room());
        }
        return Future.succeededFuture(outcome);
    }

    @Override
    public Future<Optional<Room>> room(RoomId id) {
        return Future.succeededFuture(Optional.ofNullable(rooms.get(id.value())));
    }

    @Override
    public Future<List<Room>> rooms() {
        return Future.succeededFuture(List.copyOf(rooms.values()));
    }

    @Override
    public Future<Optional<RoomId>> roomOf(SessionId session) {
        return Future.succeededFuture(Optional.ofNullable(sessions.get(session)));
    }

    @Override
    public Future<Optional<RoomId>> idOf(String name) {
        return Future.succeededFuture(Optional.ofNullable(names.get(name)));
    }

    @Override
    public Future<RoomId> allot() {
        while (rooms.containsKey(nextAllotted)) {
            nextAllotted++;
        }
        return Future.succeededFuture(new RoomId(nextAllotted++));
    }

    private void replace(Room before, Room after) {
        if (before != null) {
            before.members().forEach(member -> sessions.remove(member.session(), before.id()));
        }
        if (after != null) {
            put(after);
        } else if (before != null) {
            rooms.remove(before.id().value());
            names.remove(before.name(), before.id());
        }
    }

    private void put(Room room) {
        rooms.put(room.id().value(), room);
        names.putIfAbsent(room.name(), room.id());
        room.members().forEach(member -> sessions.put(member.session(), room.id()));
    }
}
