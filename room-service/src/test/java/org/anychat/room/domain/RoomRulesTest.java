package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RelayChanged;
import org.anychat.contracts.GatewayApi.StateChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.RoomCommand.RelayChoice;
import org.junit.jupiter.api.Test;

class RoomRulesTest {
    private static final RoomId DEMO = new RoomId(1);
    private static final RoomId ADDED = new RoomId(77);
    private static final NodeId RELAY = new NodeId("relay-a");
    private static final NodeId OTHER_RELAY = new NodeId("relay-b");
    private static final RoomPolicy SMALL = new RoomPolicy(true, true, 3);

    private final RoomRules rules = new RoomRules(SMALL);

    @Test
    void shouldAddARoomOnEntryAndPlaceItOnTheGivenRelay() {
        RoomOutcome outcome = rules.apply(ADDED, null, enter(-2));

        assertEquals(1, outcome.room().version());
        assertEquals(List.of(RELAY), outcome.room().relays());
        assertEquals("Room 77", outcome.room().name());
        assertEquals(new MemberEntered(member(-2).on(RELAY)), outcome.change());
    }

    @Test
    void shouldRefuseARoomThatDoesNotExistWhereRoomsAreNotAdded() {
        RoomRules strict = new RoomRules(new RoomPolicy(true, false, 3));

        assertEquals(
                ServiceError.ROOM_INVALID, strict.apply(ADDED, null, enter(-2)).refusal());
        assertNull(strict.apply(DEMO, null, enter(-2)).refusal());
    }

    @Test
    void shouldFollowAPolicyThatChanges() {
        Room full = roomOf(-2, -3, -4);
        rules.policy(rules.policy().changed(false, 4));

        assertEquals(new RoomPolicy(true, false, 4), rules.policy());
        assertNull(rules.apply(ADDED, full, enter(-5)).refusal());
        assertEquals(
                ServiceError.ROOM_INVALID,
                rules.apply(new RoomId(78), null, enter(-5)).refusal());
    }

    @Test
    void shouldLetTheFirstOneSetThePassword() {
        Room room = rules.apply(ADDED, null, enter(-2, "sesame")).room();

        assertFalse(room.lock().toString().contains(room.lock().hash()));
        assertEquals(
                ServiceError.ROOM_PASSWORD,
                rules.apply(ADDED, room, enter(-3, "Sesame")).refusal());
        assertEquals(
                ServiceError.ROOM_PASSWORD, rules.apply(ADDED, room, enter(-3)).refusal());
        assertNull(rules.apply(ADDED, room, enter(-3, "sesame")).refusal());
    }

    @Test
    void shouldIgnoreAPasswordWhereTheRoomHasNone() {
        Room demo = rules.apply(DEMO, Room.empty(DEMO, "Room 1", true), enter(-2, "sesame"))
                .room();

        assertNull(demo.lock());
        assertNull(rules.apply(ADDED, roomOf(-2), enter(-3, "anything")).refusal());
    }

    @Test
    void shouldForgetThePasswordWithTheRoom() {
        Room room = rules.apply(ADDED, null, enter(-2, "sesame")).room();
        Room gone =
                rules.apply(ADDED, room, new RoomCommand.Leave(session(-2), 0)).room();

        assertNull(rules.apply(ADDED, gone, enter(-3, "other")).refusal());
    }

    @Test
    void shouldKeepTheRelayOfARoomThatSomebodyIsIn() {
        Room room = rules.apply(ADDED, null, enter(-2)).room();

        RoomOutcome outcome = rules.apply(
                ADDED,
                room,
                new RoomCommand.Enter(member(-3), "Room 77", RelayChoice.of(OTHER_RELAY), RoomCommand.Key.NONE));

        assertEquals(List.of(RELAY), outcome.room().relays());
    }

    @Test
    void shouldRefuseAFullRoom() {
        Room room = roomOf(-2, -3, -4);

        RoomOutcome outcome = rules.apply(ADDED, room, enter(-5));

        assertEquals(ServiceError.ROOM_FULL, outcome.refusal());
        assertEquals(room, outcome.room());
    }

    @Test
    void shouldRefuseASecondEntryOfTheSameSession() {
        assertEquals(
                ServiceError.ROOM_ALREADY_IN,
                rules.apply(ADDED, roomOf(-2), enter(-2)).refusal());
    }

    @Test
    void shouldEndAnAddedRoomAndKeepADemoRoomWhenTheLastMemberLeaves() {
        RoomOutcome added = rules.apply(ADDED, roomOf(-2), new RoomCommand.Leave(session(-2), 101));
        Room demo =
                rules.apply(DEMO, Room.empty(DEMO, "Room 1", true), enter(-2)).room();
        RoomOutcome kept = rules.apply(DEMO, demo, new RoomCommand.Leave(session(-2), 0));

        assertNull(added.room());
        assertEquals(new MemberLeft(new UserId(-2), session(-2), 101), added.change());
        assertTrue(kept.room().members().isEmpty());
        assertEquals(List.of(), kept.room().relays());
    }

    @Test
    void shouldRefuseWhoIsNotInTheRoom() {
        assertEquals(
                ServiceError.ROOM_NOT_IN,
                rules.apply(ADDED, roomOf(-2), new RoomCommand.Leave(session(-9), 0))
                        .refusal());
        assertEquals(
                ServiceError.ROOM_NOT_IN,
                rules.apply(
                                ADDED,
                                roomOf(-2),
                                new RoomCommand.SetState(session(-9), member(-9).state()))
                        .refusal());
    }

    @Test
    void shouldTellOfAStateOnlyWhenItChanged() {
        UserState open = member(-2).state().withCamera(UserState.OPEN);
        RoomOutcome changed = rules.apply(ADDED, roomOf(-2), new RoomCommand.SetState(session(-2), open));
        RoomOutcome same = rules.apply(ADDED, changed.room(), new RoomCommand.SetState(session(-2), open));

        assertEquals(new StateChanged(new UserId(-2), open), changed.change());
        assertNull(same.change());
        assertEquals(changed.room().version(), same.room().version());
    }

    @Test
    void shouldTellOfAMove() {
        RoomOutcome moved = rules.apply(ADDED, roomOf(-2), new RoomCommand.MoveMedia(RELAY, OTHER_RELAY, 4_000));

        assertEquals(new RelayChanged(RELAY, OTHER_RELAY, 4_000), moved.change());
        assertEquals(2, moved.room().version());
        assertEquals(List.of(OTHER_RELAY), moved.room().relays());
    }

    @Test
    void shouldMoveNobodyFromARelayThatHasNobody() {
        RoomOutcome moved = rules.apply(ADDED, roomOf(-2), new RoomCommand.MoveMedia(OTHER_RELAY, RELAY, 0));

        assertNull(moved.change());
        assertEquals(1, moved.room().version());
    }

    @Test
    void shouldSpreadARoomOverRelaysWhereOneHasItsShare() {
        RoomRules large = new RoomRules(new RoomPolicy(true, true, 100));
        Room room = null;
        for (int user = -2; user > -7; user--) {
            RelayChoice choice = new RelayChoice(user > -4 ? RELAY : OTHER_RELAY, 2, Set.of());
            room = large.apply(
                            ADDED, room, new RoomCommand.Enter(member(user), "Room 77", choice, RoomCommand.Key.NONE))
                    .room();
        }

        assertEquals(List.of(RELAY, OTHER_RELAY), room.relays());
        assertEquals(2, room.membersOn(RELAY));
        assertEquals(3, room.membersOn(OTHER_RELAY), "there is no third relay");

        Room left =
                large.apply(ADDED, room, new RoomCommand.Leave(session(-2), 0)).room();
        RelayChoice third = new RelayChoice(new NodeId("relay-c"), 2, Set.of());
        Room refilled = large.apply(
                        ADDED, left, new RoomCommand.Enter(member(-9), "Room 77", third, RoomCommand.Key.NONE))
                .room();
        assertEquals(2, refilled.membersOn(RELAY), "a place that is free again is taken first");
    }

    @Test
    void shouldPutNobodyOnARelayThatIsToBeEmptiedWhereThereIsAnother() {
        RoomRules large = new RoomRules(new RoomPolicy(true, true, 100));
        RelayChoice draining = new RelayChoice(OTHER_RELAY, 9, Set.of(RELAY));
        RelayChoice alone = new RelayChoice(null, 9, Set.of(RELAY));

        Room spread = large.apply(
                        ADDED, roomOf(-2), new RoomCommand.Enter(member(-3), "Room 77", draining, RoomCommand.Key.NONE))
                .room();
        Room kept = large.apply(
                        ADDED, roomOf(-2), new RoomCommand.Enter(member(-3), "Room 77", alone, RoomCommand.Key.NONE))
                .room();

        assertEquals(List.of(RELAY, OTHER_RELAY), spread.relays());
        assertEquals(List.of(RELAY), kept.relays());
    }

    @Test
    void shouldKeepAnOpenedRoomUntilItIsClosed() {
        Room opened = rules.apply(ADDED, null, new RoomCommand.Open("Call 77")).room();
        Room entered = rules.apply(ADDED, opened, enter(1)).room();
        Room left = rules.apply(ADDED, entered, new RoomCommand.Leave(session(1), 0))
                .room();

        assertEquals(
                ServiceError.ROOM_REJECT,
                rules.apply(ADDED, opened, new RoomCommand.Open("Call 77")).refusal());
        assertEquals(
                ServiceError.ROOM_FULL,
                rules.apply(ADDED, entered, new RoomCommand.Close()).refusal());
        assertEquals(List.of(), left.members());
        assertNull(rules.apply(ADDED, left, new RoomCommand.Close()).room());
    }

    @Test
    void shouldRestoreMembersWithoutTellingAnybody() {
        RoomOutcome first =
                rules.apply(ADDED, null, new RoomCommand.Restore(member(-2), "Den", 41, RELAY, null, List.of()));
        RoomOutcome second = rules.apply(
                ADDED, first.room(), new RoomCommand.Restore(member(-3), "Den", 40, RELAY, null, List.of()));
        RoomOutcome again = rules.apply(
                ADDED, second.room(), new RoomCommand.Restore(member(-3), "Den", 40, RELAY, null, List.of()));

        assertNull(second.change());
        assertEquals(41, second.room().version());
        assertEquals(2, second.room().members().size());
        assertEquals(second.room(), again.room());
    }

    @Test
    void shouldRaiseTheVersionByOneWithEveryChangeAndNeverOtherwise() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Room room = Room.empty(DEMO, "Room 1", true);
        for (int i = 0; i < 5_000; i++) {
            RoomCommand command = randomCommand(random);
            RoomOutcome outcome = rules.apply(DEMO, room, command);
            String context = "seed " + seed + ", step " + i + ": " + command;
            assertNotNull(outcome.room(), context);
            assertEquals(
                    room.version() + (outcome.change() == null ? 0 : 1),
                    outcome.room().version(),
                    context);
            assertTrue(outcome.room().members().size() <= SMALL.maxUsersPerRoom(), context);
            room = outcome.room();
        }
    }

    private static RoomCommand randomCommand(Random random) {
        int user = -2 - random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> enter(user);
            case 1 -> new RoomCommand.Leave(session(user), 0);
            case 2 ->
                new RoomCommand.SetState(session(user), member(user).state().withCamera(random.nextInt(3)));
            default ->
                random.nextBoolean()
                        ? new RoomCommand.MoveMedia(RELAY, OTHER_RELAY, 0)
                        : new RoomCommand.MoveMedia(OTHER_RELAY, RELAY, 4_000);
        };
    }

    private Room roomOf(int... users) {
        Room room = null;
        for (int user : users) {
            room = rules.apply(ADDED, room, enter(user)).room();
        }
        return room;
    }

    private static RoomCommand.Enter enter(int user) {
        return new RoomCommand.Enter(member(user), "Room 77", RelayChoice.of(RELAY), RoomCommand.Key.NONE);
    }

    private static RoomCommand.Enter enter(int user, String password) {
        return new RoomCommand.Enter(
                member(user), "Room 77", RelayChoice.of(RELAY), new RoomCommand.Key(password, "00ff"));
    }

    private static Member member(int user) {
        return new Member(
                session(user),
                new NodeId("g"),
                new UserId(user),
                0,
                new UserState("user" + user, UserState.CLOSED, UserState.CLOSED, 4));
    }

    private static SessionId session(int user) {
        return new SessionId("s" + user);
    }

    @Test
    void shouldMoveAMemberToAnotherGatewayWithoutAnybodyHearingOfIt() {
        Room before = rules.apply(ADDED, null, enter(-2)).room();
        NodeId other = new NodeId("other");

        RoomOutcome moved =
                rules.apply(ADDED, before, new RoomCommand.Move(member(-2).session(), other, 1));

        assertNull(moved.change());
        assertEquals(before.version(), moved.room().version());
        assertEquals(Set.of(other), moved.room().gateways());
    }

    @Test
    void shouldNotHearOfADepartureFromAGatewayThatHasTheMemberNoMore() {
        Room before = rules.apply(ADDED, null, enter(-2)).room();
        RoomCommand byOther = new RoomCommand.Leave(member(-2).session(), 101, new NodeId("other"), 0);
        RoomCommand byOwn =
                new RoomCommand.Leave(member(-2).session(), 101, member(-2).gateway(), 0);

        assertEquals(
                ServiceError.ROOM_NOT_IN, rules.apply(ADDED, before, byOther).refusal());
        assertNull(rules.apply(ADDED, before, byOwn).refusal());
    }

    @Test
    void shouldRefuseAMoveThatALaterOneHasOvertaken() {
        Room there = movedTo("second", 2);

        RoomOutcome late = rules.apply(ADDED, there, new RoomCommand.Move(session(-2), new NodeId("first"), 1));

        assertEquals(ServiceError.NEW_LOGIN, late.refusal());
        assertEquals(Set.of(new NodeId("second")), late.room().gateways());
    }

    @Test
    void shouldBelieveTheGatewayToWhichAMemberHasMovedLastWhoeverAnnouncesFirst() {
        Room before = rules.apply(ADDED, null, enter(-2)).room();
        Member moved = member(-2).at(new NodeId("other"), 1);

        Room newFirst = restored(restored(before, moved), member(-2));
        Room oldFirst = restored(restored(before, member(-2)), moved);

        assertEquals(Set.of(moved.gateway()), newFirst.gateways());
        assertEquals(Set.of(moved.gateway()), oldFirst.gateways());
        assertEquals(before.version(), oldFirst.version());
    }

    @Test
    void shouldHearOfADepartureFromTheGatewayToWhichAMemberHasMovedUnheard() {
        Room before = rules.apply(ADDED, null, enter(-2)).room();

        RoomOutcome left = rules.apply(ADDED, before, new RoomCommand.Leave(session(-2), 101, new NodeId("other"), 1));

        assertNull(left.refusal());
    }

    private Room movedTo(String gateway, int moves) {
        Room before = rules.apply(ADDED, null, enter(-2)).room();
        return rules.apply(ADDED, before, new RoomCommand.Move(session(-2), new NodeId(gateway), moves))
                .room();
    }

    private Room restored(Room room, Member member) {
        RoomCommand restore = new RoomCommand.Restore(member, room.name(), room.version(), RELAY, null, List.of());
        return rules.apply(ADDED, room, restore).room();
    }
}
