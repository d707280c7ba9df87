package org.anychat.room.call;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.RoomId;

/**
 * What came of something that happened to calls.
 *
 * @param notices who is to be told what, in this order
 * @param endedRooms rooms of calls that are over; {@link Calls#roomClosed} follows for each
 */
public record CallOutcome(List<CallNotice> notices, List<RoomId> endedRooms) {
    /** Nothing has changed. */
    static final CallOutcome NOTHING = new CallOutcome(List.of(), List.of());

    /** Puts an outcome together. */
    static final class Builder {
        private final List<CallNotice> notices = new ArrayList<>();
        private final List<RoomId> endedRooms = new ArrayList<>();

        Builder tell(Party to, Step step, Party peer, int code, CallWords words) {
            notices.add(new CallNotice(to, step, peer.user(), code, words));
            return this;
        }

        Builder tellBoth(Call call, Step step, int code, CallWords words) {
            return tell(call.caller(), step, call.callee(), code, words)
                    .tell(call.callee(), step, call.caller(), code, words);
        }

        Builder ended(RoomId room) {
            endedRooms.add(room);
            return this;
        }

        CallOutcome build() {
            return new CallOutcome(List.copyOf(notices), List.copyOf(endedRooms));
        }
    }
}
