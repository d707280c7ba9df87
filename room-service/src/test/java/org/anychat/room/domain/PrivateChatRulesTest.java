package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.anychat.contracts.GatewayApi.PrivateNews;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.RoomCommand.RelayChoice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivateChatRulesTest {
    private static final RoomId ROOM = new RoomId(1);
    private static final long UNTIL_MS = 30_000;

    private final RoomRules rules = new RoomRules(new RoomPolicy(true, true, 100));
    private Room room;

    @BeforeEach
    void enter() {
        for (int user = -2; user >= -5; user--) {
            apply(new RoomCommand.Enter(member(user), "Room 7", RelayChoice.of(null), RoomCommand.Key.NONE));
        }
    }

    @Test
    void shouldAskTheOtherAndTellTheAnswer() {
        RoomOutcome asked = ask(-2, -3);
        RoomOutcome accepted = apply(new RoomCommand.EchoPrivate(session(-3), user(-2), 1, 0, 0));

        assertEquals(List.of(new PrivateNote(user(-3), PrivateNews.REQUEST, user(-2), 1, 0)), asked.notes());
        assertEquals(List.of(new PrivateNote(user(-2), PrivateNews.ECHO, user(-3), 1, 0)), accepted.notes());
        assertTrue(room.privateChats().arePartners(user(-2), user(-3)));
        assertEquals(List.of(), room.privateChats().requests());
    }

    @Test
    void shouldNotChangeTheRoomsVersion() {
        long before = room.version();
        RoomOutcome asked = ask(-2, -3);
        assertNull(asked.change());
        assertEquals(before, room.version());
    }

    @Test
    void shouldPassOnWhyARequestIsRefused() {
        ask(-2, -3);
        RoomOutcome rejected = apply(new RoomCommand.EchoPrivate(session(-3), user(-2), 1, 402, 0));

        assertEquals(402, rejected.notes().get(0).code());
        assertEquals(List.of(), room.privateChats().pairs());
    }

    @Test
    void shouldTakeSeveralPartnersAtOnce() {
        pair(-2, -3);
        pair(-4, -2);

        assertEquals(List.of(user(-3), user(-4)), room.privateChats().partners(user(-2)));
        assertEquals(List.of(user(-2)), room.privateChats().partners(user(-4)));
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertRefused(ServiceError.BAD_PARAMETER, ask(-2, -2));
        assertRefused(ServiceError.PRIVATE_NULL, ask(-2, -99));
        assertRefused(ServiceError.ROOM_NOT_IN, ask(-99, -2));
        assertRefused(ServiceError.PRIVATE_NULL, apply(new RoomCommand.ExitPrivate(session(-2), user(-3), 0)));
        pair(-2, -3);
        assertRefused(ServiceError.PRIVATE_ALREADY, ask(-3, -2));
    }

    @Test
    void shouldTellThatTheOtherIsBeingAskedAlready() {
        ask(-2, -3);

        assertRefused(ServiceError.PRIVATE_BUSY, ask(-4, -3));
        assertRefused(ServiceError.PRIVATE_BUSY, ask(-2, -3));
        assertRefused(ServiceError.PRIVATE_BUSY, ask(-3, -2));
        assertNull(ask(-3, -4).refusal());
    }

    @Test
    void shouldTakeAnAnswerOnlyToTheRequestItself() {
        ask(-2, -3);

        for (RoomCommand wrong : List.of(
                new RoomCommand.EchoPrivate(session(-3), user(-2), 2, 0, 0),
                new RoomCommand.EchoPrivate(session(-4), user(-2), 1, 0, 0),
                new RoomCommand.EchoPrivate(session(-2), user(-3), 1, 0, 0),
                new RoomCommand.EchoPrivate(session(-3), user(-4), 1, 0, 0))) {
            assertRefused(ServiceError.PRIVATE_REQUEST_ID, apply(wrong));
        }
        assertNull(apply(new RoomCommand.EchoPrivate(session(-3), user(-2), 1, 0, 0))
                .refusal());
        assertRefused(
                ServiceError.PRIVATE_REQUEST_ID, apply(new RoomCommand.EchoPrivate(session(-3), user(-2), 1, 0, 0)));
    }

    @Test
    void shouldTellBothOfTheEnd() {
        pair(-2, -3);
        RoomOutcome ended = apply(new RoomCommand.ExitPrivate(session(-3), user(-2), 0));

        assertEquals(
                List.of(
                        new PrivateNote(user(-2), PrivateNews.EXIT, user(-3), 0, 433),
                        new PrivateNote(user(-3), PrivateNews.EXIT, user(-2), 0, 434)),
                ended.notes());
        assertEquals(List.of(), room.privateChats().pairs());
    }

    @Test
    void shouldTakeARequestBack() {
        ask(-2, -3);
        RoomOutcome taken = apply(new RoomCommand.ExitPrivate(session(-2), user(-3), 0));

        assertEquals(List.of(new PrivateNote(user(-3), PrivateNews.EXIT, user(-2), 0, 435)), taken.notes());
        assertRefused(
                ServiceError.PRIVATE_REQUEST_ID, apply(new RoomCommand.EchoPrivate(session(-3), user(-2), 1, 0, 0)));
    }

    @Test
    void shouldGiveUpWhatNobodyAnswers() {
        ask(-2, -3);
        assertEquals(
                List.of(), apply(new RoomCommand.ExpireRequests(UNTIL_MS - 1)).notes());
        RoomOutcome expired = apply(new RoomCommand.ExpireRequests(UNTIL_MS));

        assertEquals(
                List.of(
                        new PrivateNote(user(-2), PrivateNews.ECHO, user(-3), 1, 431),
                        new PrivateNote(user(-3), PrivateNews.EXIT, user(-2), 0, 431)),
                expired.notes());
        assertEquals(List.of(), room.privateChats().requests());
    }

    @Test
    void shouldTellOthersWhoseOtherHasLeft() {
        pair(-2, -3);
        ask(-2, -4);
        ask(-5, -2);
        RoomOutcome left = apply(new RoomCommand.Leave(session(-2), 101));

        assertEquals(
                List.of(
                        new PrivateNote(user(-4), PrivateNews.EXIT, user(-2), 0, 401),
                        new PrivateNote(user(-5), PrivateNews.ECHO, user(-2), 3, 401),
                        new PrivateNote(user(-3), PrivateNews.EXIT, user(-2), 0, 401)),
                left.notes());
        assertEquals(List.of(), room.privateChats().pairs());
        assertEquals(List.of(), room.privateChats().requests());
    }

    @Test
    void shouldBoundThePartnersOfOne() {
        for (int other = -100; other > -100 - PrivateChats.MAX_PARTNERS; other--) {
            apply(new RoomCommand.Enter(member(other), "Room 7", RelayChoice.of(null), RoomCommand.Key.NONE));
            pair(-2, other);
        }

        assertRefused(ServiceError.PRIVATE_BUSY, ask(-2, -3));
        assertRefused(ServiceError.PRIVATE_BUSY, ask(-3, -2));
    }

    @Test
    void shouldBringAPrivateChatBackOnceBothAreThereAgain() {
        Room before = room;
        room = null;
        restore(-2, List.of(user(-3)));
        assertEquals(List.of(), room.privateChats().pairs());
        restore(-3, List.of(user(-2)));

        assertTrue(room.privateChats().arePartners(user(-2), user(-3)));
        assertEquals(before.version(), room.version());
    }

    @Test
    void shouldNeverKeepWhatConcernsNobody() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            apply(randomCommand(random, i));
            PrivateChats chats = room.privateChats();
            String context = "seed " + seed + ", step " + i;
            assertTrue(
                    chats.pairs().stream()
                            .allMatch(pair -> room.member(pair.one()).isPresent()
                                    && room.member(pair.other()).isPresent()),
                    context);
            assertTrue(
                    chats.requests().stream()
                            .allMatch(open -> room.member(open.from()).isPresent()
                                    && room.member(open.to()).isPresent()),
                    context);
            assertEquals(
                    chats.requests().stream()
                            .map(PrivateChats.Request::to)
                            .distinct()
                            .count(),
                    chats.requests().size(),
                    context);
            apply(new RoomCommand.Enter(member(-2), "Room 7", RelayChoice.of(null), RoomCommand.Key.NONE));
        }
    }

    private RoomCommand randomCommand(Random random, int step) {
        int one = -2 - random.nextInt(4);
        UserId other = user(-2 - random.nextInt(4));
        return switch (random.nextInt(6)) {
            case 0 -> new RoomCommand.Enter(member(one), "Room 7", RelayChoice.of(null), RoomCommand.Key.NONE);
            case 1 -> new RoomCommand.Leave(session(one), 0);
            case 2 -> new RoomCommand.AskPrivate(session(one), other, step + 20, 0);
            case 3 ->
                new RoomCommand.EchoPrivate(
                        session(one), other, room.privateChats().lastRequestId(), random.nextInt(2), 0);
            case 4 -> new RoomCommand.ExitPrivate(session(one), other, 0);
            default -> new RoomCommand.ExpireRequests(step);
        };
    }

    private void pair(int from, int to) {
        int id = ask(from, to).room().privateChats().lastRequestId();
        assertNull(apply(new RoomCommand.EchoPrivate(session(to), user(from), id, 0, 0))
                .refusal());
    }

    private RoomOutcome ask(int from, int to) {
        return apply(new RoomCommand.AskPrivate(session(from), user(to), UNTIL_MS, 0));
    }

    private void restore(int member, List<UserId> partners) {
        apply(new RoomCommand.Restore(member(member), "Room 7", 4, null, null, partners));
    }

    private RoomOutcome apply(RoomCommand command) {
        RoomOutcome outcome = rules.apply(ROOM, room, command);
        if (outcome.refusal() == null) {
            room = outcome.room();
        }
        return outcome;
    }

    private static void assertRefused(ServiceError error, RoomOutcome outcome) {
        assertEquals(error, outcome.refusal());
    }

    private static Member member(int user) {
        return new Member(session(user), new NodeId("g"), user(user), 0, new UserState("user" + user, 1, 1, 4));
    }

    private static UserId user(int user) {
        return new UserId(user);
    }

    private static SessionId session(int user) {
        return new SessionId("s" + user);
    }
}
