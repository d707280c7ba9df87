package org.anychat.contracts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Rooms, their members and the members' states, and which relay carries a room. Served at {@link Addresses#ROOM}.
 *
 * <p>Every change of a room raises its version by one and reaches each gateway with members of it as one
 * {@link GatewayApi.RoomChanged}. A gateway that sees a gap asks for the {@link #snapshot}.
 */
public interface RoomApi {
    /**
     * Brings a session into a room; a session that is in another room leaves that first. Where the same gateway has
     * brought it there already, whose answer was lost, it gets the room as it is, and nobody hears of it again.
     *
     * @param request who enters what
     * @return the room as it is with the new member
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.ADDRESS_LOCKED,
                ServiceError.SERVER_SDK_FAIL,
                ServiceError.SERVER_SDK_TIMEOUT,
                ServiceError.ROOM_PASSWORD,
                ServiceError.ROOM_FULL,
                ServiceError.ROOM_INVALID,
                ServiceError.ROOM_ALREADY_IN,
                ServiceError.FOREIGN
            })
    Future<Entered> enter(EnterRoom request);

    /**
     * Takes a session out of its room.
     *
     * @param request the session
     * @return done
     */
    @BusCall(fails = ServiceError.ROOM_NOT_IN)
    Future<Done> leave(LeaveRoom request);

    /**
     * A session goes on at another gateway. Others hear nothing of it, and the version stays.
     *
     * @param request who, and where
     * @return its room, or none; fails with {@code NEW_LOGIN} where it has gone on at yet another gateway since
     */
    @BusCall(fails = ServiceError.NEW_LOGIN)
    Future<MovedMember> move(MoveMember request);

    /**
     * Changes what others see of a member.
     *
     * @param request the session and its whole new state
     * @return done
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.ROOM_NOT_IN})
    Future<Done> setState(SetState request);

    /**
     * Sends text to a room or to one of its members.
     *
     * @param request the text
     * @return done; the room's gateways deliver it
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.ROOM_NOT_IN, ServiceError.INVALID_USER_ID})
    Future<Done> text(SendText request);

    /**
     * Asks a member of the same room for a private chat. The member gets {@link GatewayApi#privateChat} with
     * {@code REQUEST}; its answer, or that none came in time, comes back as {@code ECHO}.
     *
     * @param request who asks whom
     * @return the request's number
     */
    @BusCall(
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.ROOM_NOT_IN,
                ServiceError.PRIVATE_NULL,
                ServiceError.PRIVATE_ALREADY,
                ServiceError.PRIVATE_BUSY
            })
    Future<PrivateRequested> privateRequest(PrivateRequest request);

    /**
     * Answers a request for a private chat.
     *
     * @param request the answer
     * @return done
     */
    @BusCall(
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.ROOM_NOT_IN,
                ServiceError.PRIVATE_REQUEST_ID,
                ServiceError.PRIVATE_BUSY
            })
    Future<Done> privateEcho(PrivateEcho request);

    /**
     * Ends a private chat, or takes a request back that has no answer yet.
     *
     * @param request who, and with whom
     * @return done
     */
    @BusCall(fails = {ServiceError.ROOM_NOT_IN, ServiceError.PRIVATE_NULL})
    Future<Done> privateExit(PrivateExit request);

    /**
     * Reads a room. That of a video call is none for clients but the two of the call.
     *
     * @param request the room, and who asks
     * @return its state and version
     */
    @BusCall(fails = ServiceError.ROOM_INVALID)
    Future<RoomSnapshot> snapshot(GetSnapshot request);

    /**
     * Lists the rooms.
     *
     * @param request nothing
     * @return the rooms by number
     */
    @BusCall
    Future<RoomList> rooms(ListRooms request);

    /**
     * Tells the service which members a gateway holds, after the service has started anew.
     *
     * @param request all memberships of that gateway
     * @return done
     */
    @BusCall
    Future<Done> announceMembers(AnnounceMembers request);

    /**
     * A relay's sign of life, several times a second and as its {@link RelayMode} changes. Rooms of a silent one move.
     *
     * @param status the relay and its load
     */
    @BusCall
    void relayAlive(RelayStatus status);

    /**
     * Two relays of a room do not reach each other: members of one move to the other. Said again while it stays so.
     *
     * @param event the room and the two
     */
    @BusCall
    void linkBroken(LinkBroken event);

    /**
     * Tells which rooms a relay carries, after the service has started anew, so that it places none of them elsewhere.
     *
     * @param request all rooms of that relay
     * @return done
     */
    @BusCall
    Future<Done> announceRooms(AnnounceRooms request);

    /**
     * Empties a relay: it gets no new rooms, and its rooms move to others while their media goes on. Where no other relay
     * can take them they stay until the deadline; then the relay closes what is left.
     *
     * @param request which one, and the deadline
     * @return how many rooms have moved and how many stay for now
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.BAD_PARAMETER, ServiceError.DATA_NOT_EXIST})
    Future<Drained> drain(DrainRelay request);

    /**
     * Takes a {@link #drain} back: the relay gets rooms again.
     *
     * @param request which one
     * @return done
     */
    @BusCall(deadlineMs = 5_000, fails = ServiceError.DATA_NOT_EXIST)
    Future<Done> undrain(UndrainRelay request);

    /**
     * Sends a relay datagrams to where it says that clients reach it, so that it finds out whether that is so: each a few
     * times, as datagrams get lost. Meant to come from another process than the relay's.
     *
     * @param request what to send where
     * @return done once the first have been sent
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER})
    Future<Done> probe(ProbeRelay request);

    /**
     * Lists the relays that are alive, as they have last spoken of themselves.
     *
     * @param request nothing
     * @return one entry per relay
     */
    @BusCall(deadlineMs = 2_000)
    Future<RelayList> relays(ListRelays request);

    /** A question for the relays. */
    record ListRelays() {}

    /**
     * Relays that are alive.
     *
     * @param relays one status per relay, by name
     */
    record RelayList(List<RelayStatus> relays) {}

    /**
     * A wish for datagrams.
     *
     * @param relay who wants them
     * @param targets at most 16
     */
    record ProbeRelay(NodeId relay, List<ProbeTarget> targets) {}

    /**
     * A datagram.
     *
     * @param host an address
     * @param port 1 to 65535
     * @param datagram 1 to 64 bytes
     */
    record ProbeTarget(String host, int port, Buffer datagram) {}

    /**
     * An entry, by number or by name. A name finds the room of that name, or adds one under a number that the service
     * allots where {@code AutoAddRoom} allows.
     *
     * @param member who enters
     * @param room the room's number, or null where a name is given
     * @param roomName the room's name, 1 to 64 characters, or null where a number is given
     * @param password the room's password, empty for none; the first to enter sets it
     * @param address the client's address, for brute-force limits; empty for none
     */
    record EnterRoom(Member member, RoomId room, String roomName, String password, String address) {
        /**
         * An entry that no brute-force limit applies to.
         *
         * @param member who enters
         * @param room the room's number, or null
         * @param roomName the room's name, or null
         * @param password the room's password, empty for none
         */
        public EnterRoom(Member member, RoomId room, String roomName, String password) {
            this(member, room, roomName, password, "");
        }

        @Override
        public String toString() {
            return "EnterRoom[member=" + member + ", room=" + room + ", roomName=" + roomName + "]";
        }
    }

    /**
     * Somebody in a room.
     *
     * @param session the session
     * @param gateway the node that holds its link
     * @param user the user
     * @param level the user's level
     * @param state what others see
     * @param relay the relay that carries this member's media, or null while there is none
     * @param moves {@link AuthApi.KnownLogin#moves}: of two gateways that claim a member the one with more has it
     */
    record Member(SessionId session, NodeId gateway, UserId user, int level, UserState state, NodeId relay, int moves) {
        /**
         * Somebody whose media is nowhere yet.
         *
         * @param session the session
         * @param gateway the node that holds its link
         * @param user the user
         * @param level the user's level
         * @param state what others see
         */
        public Member(SessionId session, NodeId gateway, UserId user, int level, UserState state) {
            this(session, gateway, user, level, state, null, 0);
        }

        /**
         * The same member in another state.
         *
         * @param newState what others see from now on
         * @return the member
         */
        public Member in(UserState newState) {
            return new Member(session, gateway, user, level, newState, relay, moves);
        }

        /**
         * The same member, carried by another relay.
         *
         * @param newRelay the relay, or null
         * @return the member
         */
        public Member on(NodeId newRelay) {
            return new Member(session, gateway, user, level, state, newRelay, moves);
        }

        /**
         * The same member, whose session is at another gateway.
         *
         * @param newGateway the node that holds its link
         * @param newMoves how often the session has gone on at another gateway
         * @return the member
         */
        public Member at(NodeId newGateway, int newMoves) {
            return new Member(session, newGateway, user, level, state, relay, newMoves);
        }
    }

    /**
     * A room after an entry.
     *
     * @param room the room, the new member included
     * @param relay the relay that carries the new member's media, or null while there is none
     * @param lock what the room's password has to fit, or null; for {@link RoomApi#announceMembers} alone
     */
    record Entered(RoomSnapshot room, NodeId relay, RoomLock lock) {
        /**
         * An entry into a room without a password.
         *
         * @param room the room, the new member included
         * @param relay the relay that carries the new member's media, or null
         */
        public Entered(RoomSnapshot room, NodeId relay) {
            this(room, relay, null);
        }
    }

    /**
     * A room at a version.
     *
     * @param room the number
     * @param name the name
     * @param version the number of changes so far
     * @param members its members in the order of their entry
     */
    record RoomSnapshot(RoomId room, String name, long version, List<Member> members) {}

    /**
     * A departure.
     *
     * @param session who leaves
     * @param reason 0 where the client asked for it, otherwise the code of the lost link
     * @param gateway the node that says so, heard only while the member is its own; or null for whoever
     * @param moves how often the session had gone on at another gateway when it came to this one
     * @param abandoned whether no gateway ends the member's media
     */
    record LeaveRoom(SessionId session, int reason, NodeId gateway, int moves, boolean abandoned) {
        /**
         * A departure, whichever gateway has the member.
         *
         * @param session who leaves
         * @param reason 0 where the client asked for it, otherwise the code of the lost link
         */
        public LeaveRoom(SessionId session, int reason) {
            this(session, reason, null, 0, false);
        }
    }

    /**
     * A member that goes on elsewhere.
     *
     * @param session who
     * @param gateway the node that holds its link from now on
     * @param moves how often the session has gone on at another gateway, this time included
     */
    record MoveMember(SessionId session, NodeId gateway, int moves) {}

    /**
     * Where a member is.
     *
     * @param entered its room as it is, or null where it is in none
     * @param partners whom it is in a private chat with
     */
    record MovedMember(Entered entered, List<UserId> partners) {}

    /**
     * A new state.
     *
     * @param session whose
     * @param state the whole state
     */
    record SetState(SessionId session, UserState state) {}

    /**
     * Text.
     *
     * @param session who sends
     * @param to the receiver, or null for everybody in the room
     * @param secret whether it is a whisper
     * @param text the text, 1 to 16384 characters
     * @param number of the session's texts: one that is sent again has the same, and is heard once; 0 for none
     */
    record SendText(SessionId session, UserId to, boolean secret, String text, long number) {}

    /**
     * A request for a private chat.
     *
     * @param session who asks
     * @param to whom
     * @param number as that of {@link SendText}: a step that is asked for again is done once and answered alike
     */
    record PrivateRequest(SessionId session, UserId to, long number) {}

    /**
     * A request's number.
     *
     * @param requestId above 0
     */
    record PrivateRequested(int requestId) {}

    /**
     * An answer to a request for a private chat.
     *
     * @param session who answers
     * @param to who asked
     * @param requestId the request's number
     * @param code 0 to accept, else why not
     * @param number as that of {@link PrivateRequest}
     */
    record PrivateEcho(SessionId session, UserId to, int requestId, int code, long number) {}

    /**
     * The end of a private chat.
     *
     * @param session who ends it
     * @param with the other
     * @param number as that of {@link PrivateRequest}
     */
    record PrivateExit(SessionId session, UserId with, long number) {}

    /**
     * A question for a room.
     *
     * @param room the room
     * @param asker the client that wants to know, or null for a service or an operator
     */
    record GetSnapshot(RoomId room, SessionId asker) {
        /**
         * A question of a service or an operator, who may read every room.
         *
         * @param room the room
         */
        public GetSnapshot(RoomId room) {
            this(room, null);
        }
    }

    /** A question for all rooms. */
    record ListRooms() {}

    /**
     * The rooms.
     *
     * @param rooms by number
     */
    record RoomList(List<RoomInfo> rooms) {}

    /**
     * A line of the list.
     *
     * @param room the number
     * @param name the name
     * @param users how many are in it
     * @param hasPassword whether entering takes a password
     */
    record RoomInfo(RoomId room, String name, int users, boolean hasPassword) {}

    /**
     * All memberships of a gateway.
     *
     * @param gateway the node
     * @param memberships who is where
     */
    record AnnounceMembers(NodeId gateway, List<Membership> memberships) {}

    /**
     * Who is where.
     *
     * @param room the room's number
     * @param roomName the room's name
     * @param version the last version that the gateway saw
     * @param relay the relay that carries the member's media, or null
     * @param member the member
     * @param lock the room's password, or null
     * @param partners whom the member is in a private chat with
     */
    record Membership(
            RoomId room,
            String roomName,
            long version,
            NodeId relay,
            Member member,
            RoomLock lock,
            List<UserId> partners) {}

    /**
     * A relay's sign of life.
     *
     * @param relay the node
     * @param mode what it takes
     * @param load what it carries
     * @param advertised the addresses that it tells clients, for people
     */
    record RelayStatus(NodeId relay, RelayMode mode, RelayLoad load, List<String> advertised) {
        /**
         * A relay that takes rooms and says nothing of its addresses.
         *
         * @param relay the node
         * @param load what it carries
         */
        public RelayStatus(NodeId relay, RelayLoad load) {
            this(relay, RelayMode.OPEN, load, List.of());
        }
    }

    /**
     * The rooms that a relay carries.
     *
     * @param relay the node
     * @param rooms their numbers
     */
    record AnnounceRooms(NodeId relay, List<RoomId> rooms) {}

    /**
     * A link that does not come about, or has broken.
     *
     * @param room the room that spans both relays
     * @param source whose publishers it is to carry
     * @param viewer whose viewers wait for them
     */
    record LinkBroken(RoomId room, NodeId source, NodeId viewer) {}

    /**
     * An order to empty a relay.
     *
     * @param relay which one
     * @param deadlineSeconds when it closes what is left, 1 to 86400
     */
    record DrainRelay(NodeId relay, int deadlineSeconds) {}

    /**
     * What an order to empty a relay has brought about.
     *
     * @param moved rooms that have moved to other relays
     * @param kept rooms that no other relay can take now
     */
    record Drained(int moved, int kept) {}

    /**
     * The end of such an order.
     *
     * @param relay which one
     */
    record UndrainRelay(NodeId relay) {}
}
