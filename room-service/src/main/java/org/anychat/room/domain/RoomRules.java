package org.anychat.room.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RelayChanged;
import org.anychat.contracts.GatewayApi.StateChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;

/** What a room does with a command. Every change raises the room's version by one; a refusal changes nothing. */
public final class RoomRules {
    private final BooleanSupplier licensedToAddRooms;
    /** A store may apply the rules on threads of its own. */
    private volatile RoomPolicy policy;

    /**
     * Makes the rules, with a licence that allows all.
     *
     * @param policy what rooms may exist
     */
    public RoomRules(RoomPolicy policy) {
        this(policy, () -> true);
    }

    /**
     * Makes the rules.
     *
     * @param policy what rooms may exist
     * @param licensedToAddRooms whether the licence allows rooms to be made by entering them; asked each time
     */
    public RoomRules(RoomPolicy policy, BooleanSupplier licensedToAddRooms) {
        this.policy = policy;
        this.licensedToAddRooms = licensedToAddRooms;
    }

    /**
     * What rooms may exist.
     *
     * @return the policy of the next command
     */
    public RoomPolicy policy() {
        return policy;
    }

    /**
     * Takes a new policy. Rooms and members that are there stay.
     *
     * @param newPolicy the policy from the next command on
     */
    public void policy(RoomPolicy newPolicy) {
        policy = newPolicy;
    }

    /**
     * Applies a command.
     *
     * @param id the room's number
     * @param room the room, or null where it does not exist
     * @param command what to do
     * @return what it did; a room without members that is not permanent is gone
     */
    public RoomOutcome apply(RoomId id, Room room, RoomCommand command) {
        if (command instanceof RoomCommand.Enter enter) {
            return enter(id, room, enter);
        }
        if (command instanceof RoomCommand.Restore restore) {
            return restore(id, room, restore);
        }
        if (command instanceof RoomCommand.Open open) {
            return open(id, room, open);
        }
        if (room == null) {
            return RoomOutcome.refused(null, ServiceError.ROOM_INVALID);
        }
        if (command instanceof RoomCommand.Close) {
            return room.members().isEmpty()
                    ? RoomOutcome.silent(null)
                    : RoomOutcome.refused(room, ServiceError.ROOM_FULL);
        }
        if (command instanceof RoomCommand.Leave leave) {
            return leave(room, leave);
        }
        if (command instanceof RoomCommand.SetState setState) {
            return setState(room, setState);
        }
        if (command instanceof RoomCommand.Move move) {
            return move(room, move);
        }
        if (command instanceof RoomCommand.OfPrivateChats inPrivate) {
            return PrivateChatRules.apply(room, inPrivate);
        }
        return moveMedia(room, (RoomCommand.MoveMedia) command);
    }

    private RoomOutcome enter(RoomId id, Room room, RoomCommand.Enter enter) {
        boolean permanent = policy.isPermanent(id);
        if (room == null && !permanent && !mayAddRooms()) {
            return RoomOutcome.refused(null, ServiceError.ROOM_INVALID);
        }
        Room entered = room == null ? created(id, permanent, enter) : room;
        if (entered.member(enter.member().session()).isPresent()) {
            return RoomOutcome.refused(room, ServiceError.ROOM_ALREADY_IN);
        }
        if (!RoomPassword.opens(enter.key().password(), entered.lock())) {
            return RoomOutcome.refused(room, ServiceError.ROOM_PASSWORD);
        }
        if (entered.members().size() >= policy.maxUsersPerRoom()) {
            return RoomOutcome.refused(room, ServiceError.ROOM_FULL);
        }
        Member placed = enter.member().on(relayFor(entered, enter.relays()));
        return RoomOutcome.changed(entered.with(placed), new MemberEntered(placed));
    }

    private static RoomOutcome open(RoomId id, Room room, RoomCommand.Open open) {
        return room == null
                ? RoomOutcome.silent(Room.empty(id, open.roomName(), true))
                : RoomOutcome.refused(room, ServiceError.ROOM_REJECT);
    }

    /** Whoever brings a room into being sets its password; rooms that are always there have none. */
    private static Room created(RoomId id, boolean permanent, RoomCommand.Enter enter) {
        Room created = Room.empty(id, enter.roomName(), permanent);
        RoomCommand.Key key = enter.key();
        return permanent ? created : created.locked(RoomPassword.lock(key.password(), key.salt()));
    }

    private boolean mayAddRooms() {
        return policy.autoAddRoom() && licensedToAddRooms.getAsBoolean();
    }

    private RoomOutcome restore(RoomId id, Room room, RoomCommand.Restore restore) {
        Room known = room == null ? Room.empty(id, restore.roomName(), policy.isPermanent(id)) : room;
        // Who came in before the announcement must not have taken the room over.
        Room locked = restore.lock() == null ? known : known.locked(restore.lock());
        Room restored = locked.restored(restore.version());
        Optional<Member> there = restored.member(restore.member().session());
        if (there.isPresent()) {
            return RoomOutcome.silent(claimed(restored, there.get(), restore.member()));
        }
        // The clients' version goes on: they have seen this member already, so nothing has changed for them.
        Member back = restore.member().on(restore.relay());
        Room joined = restored.with(back).at(restored.version());
        return RoomOutcome.silent(joined.with(partnersBack(joined, restore)));
    }

    /** A private chat is there again when both of it are. */
    private static PrivateChats partnersBack(Room room, RoomCommand.Restore restore) {
        PrivateChats chats = room.privateChats();
        for (UserId partner : restore.partners()) {
            if (room.member(partner).isPresent()) {
                chats = chats.withPair(restore.member().user(), partner);
            }
        }
        return chats;
    }

    /** The gateway before may have been the last that the instance before has written down, or that was heard. */
    private static Room claimed(Room room, Member there, Member announced) {
        return announced.moves() > there.moves()
                ? room.movingTo(announced.gateway(), announced.moves(), announced.session())
                : room;
    }

    private static RoomOutcome move(Room room, RoomCommand.Move move) {
        Optional<Member> member = room.member(move.session());
        if (member.filter(known -> known.moves() > move.moves()).isPresent()) {
            return RoomOutcome.refused(room, ServiceError.NEW_LOGIN);
        }
        return RoomOutcome.silent(room.movingTo(move.gateway(), move.moves(), move.session()));
    }

    /** A gateway that was cut off for a while may not know that the member goes on at another. */
    private static boolean isAnothers(Member member, RoomCommand.Leave leave) {
        return leave.gateway() != null && !member.gateway().equals(leave.gateway()) && member.moves() >= leave.moves();
    }

    private static RoomOutcome leave(Room room, RoomCommand.Leave leave) {
        Optional<Member> member = room.member(leave.session());
        if (member.isEmpty() || isAnothers(member.get(), leave)) {
            return RoomOutcome.refused(room, ServiceError.ROOM_NOT_IN);
        }
        Room left = room.without(leave.session());
        UserId user = member.get().user();
        return RoomOutcome.left(
                left,
                new MemberLeft(user, leave.session(), leave.reason()),
                member.get().gateway(),
                PrivateChatRules.onLeaving(room.privateChats(), user));
    }

    private static RoomOutcome setState(Room room, RoomCommand.SetState command) {
        Optional<Member> member = room.member(command.session());
        if (member.isEmpty()) {
            return RoomOutcome.refused(room, ServiceError.ROOM_NOT_IN);
        }
        Member before = member.get();
        if (before.state().equals(command.state())) {
            return RoomOutcome.silent(room);
        }
        Member after = before.in(command.state());
        return RoomOutcome.changed(
                room.replacing(command.session(), old -> after), new StateChanged(after.user(), after.state()));
    }

    private static RoomOutcome moveMedia(Room room, RoomCommand.MoveMedia move) {
        if (Objects.equals(move.from(), move.to()) || room.membersOn(move.from()) == 0) {
            return RoomOutcome.silent(room);
        }
        return RoomOutcome.changed(
                room.moved(move.from(), move.to()), new RelayChanged(move.from(), move.to(), move.graceMs()));
    }

    /** A relay of the room's own that has not its share yet, else the next one, else the emptiest of its own. */
    private static NodeId relayFor(Room room, RoomCommand.RelayChoice choice) {
        List<NodeId> own = room.relays();
        if (choice.limit() == 0 && !own.isEmpty()) {
            return own.get(0);
        }
        return own.stream()
                .filter(relay -> room.membersOn(relay) < choice.limit())
                .filter(relay -> !choice.closing().contains(relay))
                .findFirst()
                .or(() -> Optional.ofNullable(choice.next()))
                .or(() -> own.stream().min(Comparator.comparingInt(room::membersOn)))
                .orElse(null);
    }
}
