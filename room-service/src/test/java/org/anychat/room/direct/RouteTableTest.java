package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connect;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Upload;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.PrivateChats;
import org.anychat.room.domain.Room;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final RoomId ROOM = new RoomId(1);
    private static final NodeId GATEWAY = new NodeId("g");
    private static final long START_MS = 1_000_000;
    private static final String SDP = "v=0\r\n";
    private static final UserId ANN = new UserId(-2);
    private static final UserId BEN = new UserId(-3);
    private static final UserId CID = new UserId(-4);
    private static final UserId DAN = new UserId(-5);

    private final RouteTable table = new RouteTable(DirectPolicy.OFF.withMaxPeers(1), 0);
    private final List<Member> members = new ArrayList<>();
    private PrivateChats chats = Room.empty(ROOM, "Room 1", true).privateChats();
    private long nowMs = START_MS;

    private static SessionId session(UserId user) {
        return new SessionId("s" + user.value());
    }

    private static Member member(UserId user, int camera, int chatMode) {
        UserState state = new UserState("name", camera, UserState.CLOSED, 4).withChatMode(chatMode);
        return new Member(session(user), GATEWAY, user, 0, state);
    }

    private Room room() {
        return new Room(ROOM, "Room 1", true, 1, List.copyOf(members), null, chats);
    }

    private List<String> enter(UserId user) {
        members.add(member(user, UserState.OPEN, UserState.PUBLIC_CHAT));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    private List<String> leave(UserId user) {
        members.removeIf(member -> member.user().equals(user));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    private List<String> become(UserId user, int camera, int chatMode) {
        members.replaceAll(member -> member.user().equals(user) ? member(user, camera, chatMode) : member);
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    private List<String> ready(UserId user, int policy) {
        return told(table.ready(room(), new Ready(session(user), policy, "203.0.113.5", false, true), nowMs));
    }

    private List<String> says(UserId user, int policy) {
        return told(table.ready(room(), new Ready(session(user), policy, "203.0.113.5", false, false), nowMs));
    }

    private List<String> report(UserId user, UserId with, int attempt, State state) {
        return told(table.report(ROOM, new Report(session(user), with, attempt, state), nowMs)
                .orders());
    }

    private ServiceError refusal(UserId user, UserId with, int attempt, State state) {
        return table.report(ROOM, new Report(session(user), with, attempt, state), nowMs)
                .refusal();
    }

    private ServiceError signal(UserId user, UserId to, int attempt) {
        return table.signal(ROOM, new Signal(session(user), to, attempt, SDP)).refusal();
    }

    private List<String> connect(UserId user, UserId with) {
        return told(table.connect(ROOM, new Connect(session(user), with), nowMs).orders());
    }

    private List<String> withhold(UserId user, boolean withheld) {
        return told(table.withhold(ROOM, new Withhold(session(user), withheld), nowMs));
    }

    private List<String> later(long ms) {
        nowMs += ms;
        return told(table.tick(nowMs));
    }

    private static List<String> told(List<Addressed> orders) {
        return orders.stream()
                .map(one -> one.order().to() + " " + describe(one.order().order()))
                .toList();
    }

    private static String describe(Order order) {
        if (order instanceof Try attempt) {
            return (attempt.offers() ? "offer " : "await ") + attempt.with() + " #" + attempt.attempt();
        } else if (order instanceof Close close) {
            return "close " + close.with() + " #" + close.attempt() + " " + close.graceMs();
        } else if (order instanceof Connection connection) {
            return "connection " + connection.with() + " " + connection.connected() + connection.reason();
        } else if (order instanceof Receive receive) {
            return "receive " + receive.from() + " " + receive.directly();
        } else if (order instanceof Upload upload) {
            return "upload " + upload.needed();
        }
        return "signal of " + ((Deliver) order).from();
    }

    private String route(UserId from, UserId to) {
        Route route = table.routes(ROOM).stream()
                .filter(one -> one.from().equals(from) && one.to().equals(to))
                .findFirst()
                .orElseThrow();
        return route.way() + " " + route.reason();
    }

    private void bothTry() {
        enter(ANN);
        enter(BEN);
        ready(ANN, 1);
        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), ready(BEN, 1));
    }

    private void bothDirect() {
        bothTry();
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        report(ANN, BEN, 1, State.DIRECT);
        report(BEN, ANN, 1, State.DIRECT);
    }

    @Test
    void shouldHaveTwoTryOnceBothCan() {
        enter(ANN);
        enter(BEN);

        assertEquals(List.of(), ready(ANN, 1));
        assertEquals("RELAY client", route(ANN, BEN));
        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), ready(BEN, 1));
        assertEquals("TRYING ", route(ANN, BEN));
    }

    @Test
    void shouldGoDirectlyPerDirectionAsTheViewerHasIt() {
        bothTry();

        assertEquals(List.of(), report(ANN, BEN, 1, State.CONNECTED));
        assertEquals(List.of("s-2 connection -3 true", "s-3 connection -2 true"), report(BEN, ANN, 1, State.CONNECTED));
        nowMs += 100;
        assertEquals(List.of("s-2 receive -3 true", "s-3 upload false"), report(ANN, BEN, 1, State.DIRECT));

        assertEquals("DIRECT ", route(BEN, ANN));
        assertEquals("RELAY unasked", route(ANN, BEN));
        assertEquals(START_MS + 100, table.routes(ROOM).get(1).sinceMs());
        assertEquals(Way.DIRECT, table.routes(ROOM).get(1).way());
        assertEquals(List.of("s-3 receive -2 true", "s-2 upload false"), report(BEN, ANN, 1, State.DIRECT));
    }

    @Test
    void shouldTakeOneOfferAndOneAnswerInTheirTurn() {
        bothTry();

        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(BEN, ANN, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(ANN, BEN, 2));
        assertEquals(null, signal(ANN, BEN, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(ANN, BEN, 1));
        assertEquals(null, signal(BEN, ANN, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(BEN, ANN, 1));
    }

    @Test
    void shouldGiveUpAfterFiveSecondsAndTryAgainLater() {
        bothTry();

        assertEquals(List.of(), later(4_999));
        assertEquals(
                List.of(
                        "s-2 close -3 #1 500",
                        "s-2 connection -3 falsefailed",
                        "s-3 close -2 #1 500",
                        "s-3 connection -2 falsefailed"),
                later(1));
        assertEquals("RELAY failed", route(ANN, BEN));
        assertEquals(List.of(), later(9_999));
        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), later(1));
        later(5_000);
        assertEquals(List.of(), later(19_999));
        assertEquals(List.of("s-2 offer -3 #3", "s-3 await -2 #3"), later(1));
    }

    @Test
    void shouldGoBackToTheRelayAtOnceWhereTheConnectionBreaks() {
        bothDirect();

        assertEquals(
                List.of(
                        "s-2 upload true",
                        "s-3 upload true",
                        "s-2 receive -3 false",
                        "s-2 close -3 #1 500",
                        "s-2 connection -3 falsebroken",
                        "s-3 receive -2 false",
                        "s-3 close -2 #1 500",
                        "s-3 connection -2 falsebroken"),
                report(BEN, ANN, 1, State.FAILED));
        assertEquals("RELAY broken", route(ANN, BEN));
    }

    @Test
    void shouldBelieveNobodyAboutOthers() {
        bothTry();
        enter(CID);
        ready(CID, 1);
        leave(CID);

        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(CID, BEN, 1, State.DIRECT));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(ANN, ANN, 1, State.DIRECT));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(ANN, DAN, 1, State.DIRECT));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(ANN, BEN, 9, State.DIRECT));
    }

    @Test
    void shouldNotTakeOneSideForBoth() {
        bothTry();

        report(ANN, BEN, 1, State.CONNECTED);
        report(ANN, BEN, 1, State.CONNECTED);
        assertEquals(List.of(), report(ANN, BEN, 1, State.DIRECT));
        assertEquals("TRYING ", route(BEN, ANN));
    }

    @Test
    void shouldGoByTheRelayForAllInALargerRoom() {
        bothDirect();

        List<String> orders = enter(CID);

        assertTrue(orders.contains("s-2 upload true"), orders::toString);
        assertTrue(orders.contains("s-3 receive -2 false"), orders::toString);
        assertTrue(orders.contains("s-3 close -2 #1 2000"), orders::toString);
        assertEquals(List.of(), table.routes(ROOM));
        nowMs += 2_000;
        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), leave(CID));
    }

    @Test
    void shouldSendTheRelayWhatSomebodyGetsFromIt() {
        table.policy(DirectPolicy.OFF.withMaxPeers(2), nowMs);
        bothDirect();

        assertEquals(List.of("s-2 upload true", "s-3 upload true"), enter(CID));
        assertEquals("DIRECT ", route(ANN, BEN));
        assertEquals("RELAY client", route(ANN, CID));
    }

    @Test
    void shouldCutWhatAnOperatorWithholdsAtOnce() {
        bothDirect();

        List<String> orders = told(table.withhold(ROOM, new Withhold(session(ANN), true), nowMs));

        assertTrue(orders.contains("s-2 close -3 #1 0"), orders::toString);
        assertTrue(orders.contains("s-3 receive -2 false"), orders::toString);
        assertEquals("RELAY withheld", route(ANN, BEN));
        assertEquals(List.of(), later(60_000));
        assertEquals(
                List.of("s-2 offer -3 #2", "s-3 await -2 #2"),
                told(table.withhold(ROOM, new Withhold(session(ANN), false), nowMs)));
    }

    @Test
    void shouldKeepWhatIsPrivateToPartners() {
        bothDirect();

        List<String> orders = become(ANN, UserState.OPEN, UserState.PRIVATE_CHAT);
        assertTrue(orders.contains("s-2 close -3 #1 0"), orders::toString);
        assertEquals("RELAY private", route(ANN, BEN));

        nowMs += 10_000;
        chats = new PrivateChats(1, List.of(), List.of(new PrivateChats.Pair(BEN, ANN)), List.of());
        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), told(table.onRoom(ROOM, room(), nowMs)));
    }

    @Test
    void shouldHonourThePoliciesOfBoth() {
        enter(ANN);
        enter(BEN);
        ready(ANN, 1);
        assertEquals(List.of(), ready(BEN, 0));
        assertEquals("RELAY never", route(ANN, BEN));

        nowMs += 10_000;
        ready(ANN, 2);
        ready(BEN, 2);
        assertEquals("RELAY unasked", route(ANN, BEN));
        assertEquals(List.of(), connect(BEN, ANN));
        assertEquals("RELAY unasked", route(ANN, BEN));
        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), connect(ANN, BEN));
        assertEquals(
                ServiceError.INVALID_USER_ID,
                table.connect(ROOM, new Connect(session(BEN), CID), nowMs).refusal());
    }

    @Test
    void shouldTryNothingBeforeThereIsMedia() {
        enter(ANN);
        enter(BEN);
        become(ANN, UserState.CLOSED, UserState.PUBLIC_CHAT);
        become(BEN, UserState.CLOSED, UserState.PUBLIC_CHAT);
        ready(ANN, 3);
        assertEquals(List.of(), ready(BEN, 1));

        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), become(BEN, UserState.OPEN, UserState.PUBLIC_CHAT));
    }

    @Test
    void shouldLeaveAloneWhoDeclines() {
        bothDirect();

        assertTrue(report(BEN, ANN, 1, State.DECLINED).contains("s-3 close -2 #1 2000"));
        assertEquals(List.of(), later(600_000));
        assertEquals("RELAY declined", route(ANN, BEN));
        assertEquals(List.of("s-3 upload true", "s-2 offer -3 #2", "s-3 await -2 #2"), ready(BEN, 1));
    }

    @Test
    void shouldKeepWhatThereIsWhateverPolicyButNever() {
        bothDirect();

        assertEquals(List.of(), says(ANN, 2));
        assertEquals(List.of(), says(BEN, 2));
        assertEquals("DIRECT ", route(ANN, BEN));
        assertTrue(says(BEN, 0).contains("s-3 close -2 #1 2000"));
        assertEquals("RELAY never", route(ANN, BEN));
    }

    @Test
    void shouldBeginFromNothingWithWhoKnowsOfNothing() {
        bothDirect();

        List<String> orders = ready(ANN, 1);

        assertTrue(orders.contains("s-3 close -2 #1 2000"), orders::toString);
        assertEquals("RELAY anew", route(ANN, BEN));
    }

    @Test
    void shouldForgetWhoLeavesInTheMidstOfAnAttempt() {
        bothTry();

        assertEquals(List.of("s-2 close -3 #1 0"), leave(BEN));
        assertEquals(List.of(), table.routes(ROOM));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(ANN, BEN, 1, State.CONNECTED));
    }

    /** However it makes an attempt end, the next costs it twice the wait. */
    @ParameterizedTest
    @ValueSource(strings = {"leaves", "says it anew", "declines", "sends in private", "brings a third"})
    void shouldNotBeMadeToTryWithoutRest(String way) {
        bothTry();
        int tries = 0;
        for (int i = 0; i < 6_000; i++) {
            nowMs += 100;
            tries += (int) endAndBegin(way).stream()
                    .filter(order -> order.contains("offer"))
                    .count();
        }
        int all = tries;

        assertTrue(all > 3 && all < 20, () -> all + " in ten minutes");
    }

    private List<String> endAndBegin(String way) {
        List<String> orders = new ArrayList<>();
        switch (way) {
            case "leaves" -> {
                orders.addAll(leave(BEN));
                orders.addAll(enter(BEN));
                orders.addAll(ready(BEN, 1));
            }
            case "says it anew" -> orders.addAll(ready(BEN, 1));
            case "declines" -> {
                for (int attempt = 1; attempt < 30; attempt++) {
                    orders.addAll(report(BEN, ANN, attempt, State.DECLINED));
                }
                orders.addAll(ready(BEN, 1));
            }
            case "sends in private" -> {
                orders.addAll(become(BEN, UserState.OPEN, UserState.PRIVATE_CHAT));
                orders.addAll(become(BEN, UserState.OPEN, UserState.PUBLIC_CHAT));
            }
            default -> {
                orders.addAll(enter(CID));
                orders.addAll(leave(CID));
            }
        }
        return orders;
    }

    @Test
    void shouldRememberWhatFailedWhileAThirdComesAndGoes() {
        bothTry();
        later(5_000);
        enter(CID);

        assertEquals(List.of(), leave(CID));
        assertEquals(List.of(), later(9_999));
        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), later(1));
    }

    @Test
    void shouldRememberWhoDeclinesWhileAThirdComesAndGoes() {
        bothTry();
        report(BEN, ANN, 1, State.DECLINED);
        nowMs += 600_000;
        enter(CID);

        assertEquals(List.of(), leave(CID));
        assertEquals(List.of(), later(600_000));
    }

    @Test
    void shouldNotHoldAgainstWhoComesBackThatItHasDeclined() {
        bothTry();
        report(BEN, ANN, 1, State.DECLINED);
        leave(BEN);
        nowMs += 60_000;
        enter(BEN);

        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), ready(BEN, 1));
    }

    @Test
    void shouldRestAsAfterTheFirstFailureWhereAllWentWellForLong() {
        bothTry();
        later(5_000);
        later(10_000);
        later(5_000);
        later(20_000);
        report(ANN, BEN, 3, State.CONNECTED);
        report(BEN, ANN, 3, State.CONNECTED);
        report(ANN, BEN, 3, State.DIRECT);
        report(BEN, ANN, 3, State.DIRECT);
        later(300_001);
        report(ANN, BEN, 3, State.FAILED);

        assertEquals(List.of(), later(9_999));
        assertEquals(List.of("s-2 offer -3 #4", "s-3 await -2 #4"), later(1));
    }

    /** The word that it is to send the relay everything again may have gone with the link. */
    @Test
    void shouldTellWhoComesBackToSendTheRelayEverything() {
        bothTry();
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        assertEquals(List.of("s-3 receive -2 true", "s-2 upload false"), report(BEN, ANN, 1, State.DIRECT));
        assertTrue(report(BEN, ANN, 1, State.FAILED).contains("s-2 upload true"));

        assertEquals(List.of("s-2 upload true"), ready(ANN, 1));
    }

    @Test
    void shouldNotGiveAwayAnAddressForTheOthersWish() {
        enter(ANN);
        enter(BEN);
        ready(ANN, 1);
        ready(BEN, 2);

        assertEquals(List.of(), connect(ANN, BEN));
        assertEquals("RELAY unasked", route(ANN, BEN));
        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), connect(BEN, ANN));
    }

    @Test
    void shouldRememberWhatAnApplicationHasAskedForAfterALostLink() {
        enter(ANN);
        enter(BEN);
        ready(ANN, 1);
        ready(BEN, 2);
        connect(BEN, ANN);
        nowMs += 2_000;
        ready(BEN, 2);

        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), later(2_000));
    }

    @Test
    void shouldGiveUpAConnectionThatDoesNotBringWhatIsOpen() {
        bothTry();
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        report(ANN, BEN, 1, State.DIRECT);

        assertEquals(List.of(), later(9_999));
        List<String> orders = later(1);

        assertTrue(orders.contains("s-3 upload true"), orders::toString);
        assertTrue(orders.contains("s-2 close -3 #1 500"), orders::toString);
        assertTrue(orders.contains("s-3 close -2 #1 500"), orders::toString);
        assertEquals("RELAY failed", route(ANN, BEN));
    }

    @Test
    void shouldKeepAConnectionByWhichThereIsNothingToCome() {
        bothTry();
        become(ANN, UserState.CLOSED, UserState.PUBLIC_CHAT);
        become(BEN, UserState.CLOSED, UserState.PUBLIC_CHAT);
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        assertEquals(List.of(), later(60_000));
        become(ANN, UserState.OPEN, UserState.PUBLIC_CHAT);

        assertEquals(List.of(), later(9_999));
        assertTrue(later(1).contains("s-3 close -2 #1 500"));
    }

    @Test
    void shouldCutShortWhatIsStillLeavingWhereAnOperatorWithholds() {
        bothDirect();
        report(BEN, ANN, 1, State.DECLINED);
        nowMs += 1_000;

        assertEquals(List.of("s-2 close -3 #1 0", "s-3 close -2 #1 0"), withhold(ANN, true));
        assertEquals(List.of(), later(1_000));
    }

    @Test
    void shouldCutShortWhatIsLeavingALargerRoom() {
        bothDirect();
        enter(CID);

        assertEquals(List.of("s-2 close -3 #1 0", "s-3 close -2 #1 0"), withhold(ANN, true));
    }

    @Test
    void shouldCountAttemptsFromWhereItIsTold() {
        RouteTable later = new RouteTable(DirectPolicy.OFF.withMaxPeers(1), 1_000);
        enter(ANN);
        enter(BEN);
        later.ready(room(), new Ready(session(ANN), 1, "203.0.113.5", false, true), nowMs);

        assertEquals(
                List.of("s-2 offer -3 #1001", "s-3 await -2 #1001"),
                told(later.ready(room(), new Ready(session(BEN), 1, "203.0.113.5", false, true), nowMs)));
    }

    @Test
    void shouldFollowAPolicyThatChanges() {
        bothDirect();

        List<String> orders = told(table.policy(DirectPolicy.OFF, nowMs));

        assertTrue(orders.contains("s-2 close -3 #1 2000"), orders::toString);
        assertEquals(List.of(), later(60_000));
        assertEquals(
                List.of("s-2 offer -3 #2", "s-3 await -2 #2"),
                told(table.policy(DirectPolicy.OFF.withMaxPeers(1), nowMs)));
    }

    @Test
    void shouldKeepNothingOfARoomThatIsGone() {
        bothDirect();

        assertEquals(List.of(), told(table.onRoom(ROOM, null, nowMs)));
        assertEquals(List.of(), table.routes(ROOM));
        assertEquals(List.of(), later(60_000));
    }
}
