package org.anychat.room.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;
import org.anychat.room.domain.RoomRules;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** Rooms that the service's next active instance finds. One instance uses them at a time, from one context. */
public final class SharedRoomStore implements RoomStore {
    /** Not the number of a room. */
    private static final String ALLOTTED = "allotted";

    private final InMemoryRoomStore rooms;
    private final SharedRecords records;

    private SharedRoomStore(InMemoryRoomStore rooms, SharedRecords records) {
        this.rooms = rooms;
        this.records = records;
    }

    /**
     * Goes on with the rooms of the instance before.
     *
     * @param rules what a room does with a command
     * @param permanent the rooms that are there from the start
     * @param texts what {@link SharedRecords#takeOver} has found
     * @param records where the rooms are written down
     * @return the store with the rooms of before
     */
    public static RoomStore after(
            RoomRules rules, List<Room> permanent, Map<String, String> texts, SharedRecords records) {
        List<Room> present = new ArrayList<>(permanent);
        texts.forEach((key, text) -> {
            if (!key.equals(ALLOTTED) && !SharedCallJournal.isOfCalls(key)) {
                present.add(RecordJson.read(text, Room.class));
            }
        });
        return new SharedRoomStore(new InMemoryRoomStore(rules, present, nextAllotted(texts)), records);
    }

    private static int nextAllotted(Map<String, String> texts) {
        String text = texts.get(ALLOTTED);
        return text == null
                ? InMemoryRoomStore.FIRST_ALLOTTED
                : RecordJson.read(text, Allotted.class).last().value() + 1;
    }

    @Override
    public Future<RoomOutcome> apply(RoomId id, RoomCommand command) {
        return rooms.apply(id, command).onSuccess(outcome -> {
            if (outcome.refusal() == null) {
                write(id, outcome.room());
            }
        });
    }

    private void write(RoomId id, Room after) {
        String key = Integer.toString(id.value());
        if (after == null) {
            records.remove(key);
        } else {
            records.put(key, after);
        }
    }

    @Override
    public Future<Optional<Room>> room(RoomId id) {
        return rooms.room(id);
    }

    @Override
    public Future<List<Room>> rooms() {
        return rooms.rooms();
    }

    @Override
    public Future<Optional<RoomId>> roomOf(SessionId session) {
        return rooms.roomOf(session);
    }

    @Override
    public Future<Optional<RoomId>> idOf(String name) {
        return rooms.idOf(name);
    }

    @Override
    public Future<RoomId> allot() {
        return rooms.allot().onSuccess(id -> records.put(ALLOTTED, new Allotted(id)));
    }

    /**
     * How far rooms have been numbered.
     *
     * @param last the last number that was given
     */
    record Allotted(RoomId last) {}
}
