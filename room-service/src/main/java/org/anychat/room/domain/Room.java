package org.anychat.room.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.RoomLock;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * A room at a version.
 *
 * @param id its number
 * @param name its name
 * @param permanent whether it stays when its last member leaves
 * @param version the number of changes so far
 * @param members its members in the order of their entry; unmodifiable
 * @param lock its password, or null where it has none
 * @param privateChats what its members do in private
 */
public record Room(
        RoomId id,
        String name,
        boolean permanent,
        long version,
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
        return new Room(id, name, permanent, 0, List.of(), null, PrivateChats.NONE);
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
     * The relays that carry its members.
     *
     * @return each once, in the order of the members
     */
    public List<NodeId> relays() {
        return members.stream()
                .map(Member::relay)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * How many members a relay carries.
     *
     * @param relay the relay, or null for those without one
     * @return 0 or more
     */
    public int membersOn(NodeId relay) {
        return (int) members.stream()
                .filter(member -> Objects.equals(member.relay(), relay))
                .count();
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
        return changed(List.copyOf(more));
    }

    Room without(SessionId session) {
        List<Member> fewer = members.stream()
                .filter(member -> !member.session().equals(session))
                .toList();
        PrivateChats others = member(session)
                .map(member -> privateChats.without(member.user()))
                .orElse(privateChats);
        return changed(fewer).with(others);
    }

    Room replacing(SessionId session, UnaryOperator<Member> change) {
        return changed(members.stream()
                .map(member -> member.session().equals(session) ? change.apply(member) : member)
                .toList());
    }

    /** Nothing that anybody sees has changed, so the version stays. */
    Room movingTo(NodeId gateway, int moves, SessionId session) {
        return replacing(session, old -> old.at(gateway, moves)).at(version);
    }

    /** The members that one relay carried are on another. */
    Room moved(NodeId from, NodeId to) {
        return changed(members.stream()
                .map(member -> Objects.equals(member.relay(), from) ? member.on(to) : member)
                .toList());
    }

    /** As it was before a restart: the versions that clients have seen never come again. */
    Room restored(long seenVersion) {
        return at(Math.max(version, seenVersion));
    }

    Room at(long otherVersion) {
        return new Room(id, name, permanent, otherVersion, members, lock, privateChats);
    }

    Room locked(RoomLock newLock) {
        return new Room(id, name, permanent, version, members, newLock, privateChats);
    }

    Room with(PrivateChats newChats) {
        return new Room(id, name, permanent, version, members, lock, newChats);
    }

    private Room changed(List<Member> newMembers) {
        return new Room(id, name, permanent, version + 1, newMembers, lock, privateChats);
    }
}
