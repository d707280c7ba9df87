package org.anychat.room.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomLock;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * A room at a version.
 *
 * @param id its number
 * @param name its name
 * @param permanent whether it stays when its last member leaves
 * @param version the number of changes so far
 * @param relay the relay that carries its media, or null while there is none
 * @param members its members in the order of their entry; unmodifiable
 * @param lock its password, or null where it has none
 * @param privateChats what its members do in private
 */
public record Room(
        RoomId id,
        String name,
        boolean permanent,
        long version,
        NodeId relay,
        List<Member> members,
        RoomLock lock,
        PrivateChats privateChats) {
    /**
     * A room that nobody has entered yet.
     *
     * @param id its number
     * @param name its name
     * @param permanent whether it stays without members
     * @return the room at version 0
     */
    public static Room empty(RoomId id, String name, boolean permanent) {
        return new Room(id, name, permanent, 0, null, List.of(), null, PrivateChats.NONE);
    }

    /**
     * Finds a member by session.
     *
     * @param session the session
     * @return the member, where it is in the room
     */
    public Optional<Member> member(SessionId session) {
        return members.stream()
                .filter(member -> member.session().equals(session))
                .findFirst();
    }

    /**
     * Finds a member by user.
     *
     * @param user the user
     * @return the member, where it is in the room
     */
    public Optional<Member> member(UserId user) {
        return members.stream().filter(member -> member.user().equals(user)).findFirst();
    }

    /**
     * The nodes that hold links of members.
     *
     * @return each node once
     */
    public Set<NodeId> gateways() {
        return members.stream().map(Member::gateway).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The room as other services see it.
     *
     * @return a snapshot at this version
     */
    public RoomSnapshot snapshot() {
        return new RoomSnapshot(id, name, version, members);
    }

    Room with(Member member) {
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        return changed(relay, List.copyOf(more));
    }

    Room without(SessionId session) {
        List<Member> fewer = members.stream()
                .filter(member -> !member.session().equals(session))
                .toList();
        PrivateChats others = member(session)
                .map(member -> privateChats.without(member.user()))
                .orElse(privateChats);
        return changed(fewer.isEmpty() ? null : relay, fewer).with(others);
    }

    Room replacing(SessionId session, UnaryOperator<Member> change) {
        return changed(
                relay,
                members.stream()
                        .map(member -> member.session().equals(session) ? change.apply(member) : member)
                        .toList());
    }

    /** Nothing that anybody sees has changed, so the version stays. */
    Room movingTo(NodeId gateway, SessionId session) {
        return replacing(session, old -> new Member(old.session(), gateway, old.user(), old.level(), old.state()))
                .at(version);
    }

    Room on(NodeId newRelay) {
        return changed(newRelay, members);
    }

    /** As it was before a restart: the versions that clients have seen never come again. */
    Room restored(long seenVersion, NodeId seenRelay) {
        return new Room(
                id,
                name,
                permanent,
                Math.max(version, seenVersion),
                relay == null ? seenRelay : relay,
                members,
                lock,
                privateChats);
    }

    Room at(long otherVersion) {
        return new Room(id, name, permanent, otherVersion, relay, members, lock, privateChats);
    }

    Room locked(RoomLock newLock) {
        return new Room(id, name, permanent, version, relay, members, newLock, privateChats);
    }

    Room with(PrivateChats newChats) {
        return new Room(id, name, permanent, version, relay, members, lock, newChats);
    }

    private Room changed(NodeId newRelay, List<Member> newMembers) {
        return new Room(id, name, permanent, version + 1, newRelay, newMembers, lock, privateChats);
    }
}
