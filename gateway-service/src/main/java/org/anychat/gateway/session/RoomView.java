package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RelayChanged;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.GatewayApi.StateChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.RoomLock;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * A room as this gateway's clients see it: its members, and who of them is here. Follows the room's changes by their
 * versions; where one is missing it reads the room and tells its clients what differs.
 */
final class RoomView {
    private static final int MAX_HELD = 4_096;

    /** What a view needs of its surroundings. */
    interface Surroundings {
        Future<RoomSnapshot> snapshot(RoomId room);

        /** The service took a client out of the room; it has no seat any more. */
        void onExpelled(RoomSeat seat);

        /** A client's media went from one relay to another; each may be null, and the old one may go on for a while. */
        void onRelayChanged(RoomSeat seat, NodeId before, NodeId after, int graceMs);
    }

    private final RoomId room;
    private final String name;
    private final Surroundings surroundings;
    private final GatewayCounters counters;
    private final RoomLock lock;
    private final Map<SessionId, Member> members = new LinkedHashMap<>();
    private final Map<SessionId, RoomSeat> seats = new LinkedHashMap<>();
    /** Changes that came while the room is being read. */
    private final Deque<RoomChanged> held = new ArrayDeque<>();

    private long version;
    private boolean reading;

    RoomView(Entered entered, Surroundings surroundings, GatewayCounters counters) {
        this.room = entered.room().room();
        this.name = entered.room().name();
        this.version = entered.room().version();
        this.lock = entered.lock();
        this.surroundings = surroundings;
        this.counters = counters;
        entered.room().members().forEach(member -> members.put(member.session(), member));
    }

    RoomId room() {
        return room;
    }

    String name() {
        return name;
    }

    long version() {
        return version;
    }

    /** The room's password for the room service alone, or null. */
    RoomLock lock() {
        return lock;
    }

    Collection<RoomSeat> seats() {
        return seats.values();
    }

    /** Seats a client that has entered; it knows the newer of what the service said and what is known here. */
    RoomSeat take(ClientSession session, Entered entered) {
        long known = Math.max(version, entered.room().version());
        RoomSeat seat = new RoomSeat(session, this, known, entered.relay());
        seats.put(session.login().session(), seat);
        return seat;
    }

    /** The reply to that entry. */
    ReplyBody.Room describe(Entered entered) {
        return entered.room().version() < version
                ? describe(entered.relay() != null)
                : RoomTranslation.room(
                        room, name, entered.room().version(), entered.room().members(), entered.relay() != null);
    }

    /** The room as it is known here. */
    ReplyBody.Room describe(boolean media) {
        return RoomTranslation.room(room, name, version, members.values(), media);
    }

    void leave(SessionId session) {
        seats.remove(session);
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    void onChanged(RoomChanged event) {
        if (reading) {
            hold(event);
        } else if (event.version() <= version) {
            counters.count(GatewayCounter.STALE_ROOM_CHANGE);
        } else if (event.version() > version + 1) {
            counters.count(GatewayCounter.ROOM_CHANGE_GAP);
            hold(event);
            read(false);
        } else {
            apply(event);
        }
    }

    /** Puts changes aside until {@link #read} has been called and is done. */
    void holdChanges() {
        reading = true;
    }

    /**
     * Reads the room and tells clients what differs.
     *
     * @param anew whether the service has started anew, so that its version counts even where it is lower
     * @return done, whether it could be read or not
     */
    Future<Void> read(boolean anew) {
        reading = true;
        int heldBefore = held.size();
        return surroundings
                .snapshot(room)
                .onSuccess(snapshot -> onSnapshot(snapshot, anew, heldBefore))
                .onFailure(failure -> counters.count(GatewayCounter.RESYNC_FAILED))
                .onComplete(read -> release())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** A relay has started anew: what it carried is gone. */
    void onRelayRestarted(NodeId relay) {
        for (RoomSeat seat : List.copyOf(seats.values())) {
            if (relay.equals(seat.relay())) {
                surroundings.onRelayChanged(seat, relay, relay, 0);
            }
        }
    }

    private void hold(RoomChanged event) {
        if (held.size() < MAX_HELD) {
            held.add(event);
        }
    }

    private void release() {
        reading = false;
        List<RoomChanged> events = new ArrayList<>(held);
        held.clear();
        // What could not be read is gone; better to go on without it than to stand still.
        events.stream().filter(event -> event.version() > version).forEach(this::apply);
    }

    /** Who came and went while the room was being read is not in what was read; the clients see it all the same. */
    private void applyHeld(long lastVersion) {
        for (RoomChanged event : held) {
            if (event.version() == version + 1 && event.version() <= lastVersion) {
                apply(event);
            }
        }
    }

    /**
     * What came before the service was asked is in its answer, unless it came from an instance that is not the active one
     * any more, such as a half's of a split: its numbers would make the changes that follow look old.
     */
    private void dropHeld(int count) {
        for (int i = 0; i < count; i++) {
            held.pollFirst();
        }
    }

    private void onSnapshot(RoomSnapshot snapshot, boolean anew, int heldBefore) {
        applyHeld(snapshot.version());
        dropHeld(heldBefore);
        if (snapshot.version() < version && !anew) {
            return;
        }
        version = snapshot.version();
        if (anew) {
            seats.values().forEach(seat -> seat.forgetFrom(version));
        }
        Map<SessionId, Member> before = new HashMap<>(members);
        for (Member member : snapshot.members()) {
            before.remove(member.session());
            put(member);
            RoomSeat seat = seats.get(member.session());
            if (seat != null) {
                moveMedia(seat, member.relay(), 0);
            }
        }
        // The service does not know a client that sits here: the next announcement tells it.
        before.keySet().removeAll(seats.keySet());
        for (Member member : before.values()) {
            members.remove(member.session());
            tellOthers(member.session(), RoomTranslation.left(room, version, member.user(), 0));
        }
    }

    private void apply(RoomChanged event) {
        version = event.version();
        if (event.change() instanceof MemberEntered entered) {
            put(entered.member());
        } else if (event.change() instanceof MemberLeft left) {
            remove(left);
        } else if (event.change() instanceof StateChanged changed) {
            members.values().stream()
                    .filter(member -> member.user().equals(changed.user()))
                    .findFirst()
                    .ifPresent(member -> put(member.in(changed.state())));
        } else if (event.change() instanceof RelayChanged changed) {
            moveMedia(changed);
        }
    }

    private void moveMedia(RelayChanged changed) {
        members.replaceAll(
                (session, member) -> Objects.equals(member.relay(), changed.from()) ? member.on(changed.to()) : member);
        for (RoomSeat seat : List.copyOf(seats.values())) {
            if (seat.isNews(version) && Objects.equals(seat.relay(), changed.from())) {
                moveMedia(seat, changed.to(), changed.graceMs());
            }
        }
    }

    private void moveMedia(RoomSeat seat, NodeId to, int graceMs) {
        NodeId before = seat.relay();
        if (!Objects.equals(before, to)) {
            seat.relay(to);
            surroundings.onRelayChanged(seat, before, to, graceMs);
        }
    }

    private void put(Member member) {
        Member before = members.put(member.session(), member);
        if (before == null) {
            tellOthers(member.session(), RoomTranslation.entered(room, version, member));
        } else {
            RoomTranslation.stateEvents(version, before, member).forEach(event -> tellOthers(member.session(), event));
        }
    }

    private void remove(MemberLeft left) {
        if (members.remove(left.session()) == null) {
            return;
        }
        SharedMessage event = new SharedMessage(RoomTranslation.left(room, version, left.user(), left.reason()));
        tellOthers(left.session(), event);
        RoomSeat own = seats.get(left.session());
        if (own != null && !own.session().isMoving()) {
            seats.remove(left.session());
            own.tell(version, event);
            surroundings.onExpelled(own);
        }
    }

    private void tellOthers(SessionId subject, ServerEvent event) {
        tellOthers(subject, new SharedMessage(event));
    }

    private void tellOthers(SessionId subject, SharedMessage event) {
        BiConsumer<SessionId, RoomSeat> tell = (session, seat) -> {
            if (!session.equals(subject)) {
                seat.tell(version, event);
            }
        };
        seats.forEach(tell);
    }
}
