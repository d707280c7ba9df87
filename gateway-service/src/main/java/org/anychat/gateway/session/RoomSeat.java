package org.anychat.gateway.session;

import java.util.LinkedHashSet;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ServerMessage;

/** A client's place in a room. */
final class RoomSeat {
    private final ClientSession session;
    private final RoomView view;
    /** Whom the client is in a private chat with. */
    private final Set<UserId> partners = new LinkedHashSet<>();

    private long knownVersion;

    /** The client knows the room as of {@code knownVersion}, from the reply to its entry. */
    RoomSeat(ClientSession session, RoomView view, long knownVersion) {
        this.session = session;
        this.view = view;
        this.knownVersion = knownVersion;
    }

    ClientSession session() {
        return session;
    }

    RoomView view() {
        return view;
    }

    RoomId room() {
        return view.room();
    }

    /** Whom the client is in a private chat with; kept up to date by whoever hears of it. */
    Set<UserId> partners() {
        return partners;
    }

    /** Who carries the room's media, or null. */
    NodeId relay() {
        return view.relay();
    }

    /** Tells of a change unless the client knows it already. */
    void tell(long version, ServerMessage message) {
        if (version > knownVersion) {
            session.send(message);
        }
    }

    /** The client knows the room at a version, from a reply. */
    void know(long version) {
        knownVersion = version;
    }

    /** From now on every change is news that is at least as new as {@code version}. */
    void forgetFrom(long version) {
        knownVersion = Math.min(knownVersion, version - 1);
    }
}
