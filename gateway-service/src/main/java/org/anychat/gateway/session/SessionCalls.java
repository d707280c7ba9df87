package org.anychat.gateway.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;

/** With whom one client has calls, as far as this gateway has seen: enough to compare with a service that has
 * started anew. */
final class SessionCalls {
    private final Set<UserId> peers = new LinkedHashSet<>();
    private boolean used;
    private RoomId room;
    private UserId started;
    private long changes;

    /** The client has to do with calls: its end is told to the call service. */
    void noteUse() {
        used = true;
        changes++;
    }

    boolean inUse() {
        return used;
    }

    /** The client itself has done something. */
    void onOwn(Step step, UserId peer, int code) {
        changes++;
        if (step == Step.REQUEST) {
            peers.add(peer);
        } else if (step == Step.REPLY && code != 0) {
            peers.remove(peer);
        }
    }

    /** The client is told something. */
    void onTold(Step step, UserId peer, int code, int param) {
        noteUse();
        if (step == Step.START) {
            room = new RoomId(param);
            started = peer;
        }
        if (step == Step.FINISH) {
            room = null;
        }
        if (step == Step.FINISH || (step == Step.REPLY && code != 0)) {
            peers.remove(peer);
        } else {
            peers.add(peer);
        }
    }

    /** The client comes from another gateway with a call. */
    void restore(CallApi.MovedCall call) {
        noteUse();
        peers.add(call.peer());
        if (call.room() != null) {
            room = call.room();
            started = call.peer();
        }
    }

    /** The number of the room with somebody, 0 while that call rings. */
    int roomWith(UserId peer) {
        return room != null && peer.equals(started) ? room.value() : 0;
    }

    /** The other sides of calls that ring or are on. */
    List<UserId> peers() {
        return List.copyOf(peers);
    }

    /** The other side of the call that is on, or null. */
    UserId started() {
        return room == null ? null : started;
    }

    /** The room of the call that is on, or null. */
    RoomId room() {
        return room;
    }

    /** Rises with all that happens. */
    long changes() {
        return changes;
    }

    void clear() {
        changes++;
        peers.clear();
        room = null;
        used = false;
    }
}
