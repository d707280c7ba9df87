package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.anychat.contracts.DirectApi.Connect;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.PrivateChats;
import org.junit.jupiter.api.Test;

class RouteTableTest extends RoutedRoom {
    @Test
    void shouldHaveTwoTryOnceBothCan() {
        enter(ANN);
        enter(BEN);

        assertEquals(List.of("s-2 receive -3 false"), ready(ANN, 1));
        assertEquals("RELAY client", route(ANN, BEN));
        assertEquals(List.of("s-3 receive -2 false", "s-2 offer -3 #1", "s-3 await -2 #1"), ready(BEN, 1));
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
        assertEquals(List.of("s-3 receive -2 false"), ready(BEN, 0));
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
        assertEquals(List.of("s-3 receive -2 false"), ready(BEN, 1));

        assertEquals(List.of("s-2 offer -3 #1", "s-3 await -2 #1"), become(BEN, UserState.OPEN, UserState.PUBLIC_CHAT));
    }

    @Test
    void shouldLeaveAloneWhoDeclines() {
        bothDirect();

        assertTrue(report(BEN, ANN, 1, State.DECLINED).contains("s-3 close -2 #1 2000"));
        assertEquals(List.of(), later(600_000));
        assertEquals("RELAY declined", route(ANN, BEN));
        assertEquals(
                List.of("s-3 upload true", "s-3 receive -2 false", "s-2 offer -3 #2", "s-3 await -2 #2"),
                ready(BEN, 1));
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

    /** The word that it is to send the relay everything again may have gone with the link. */
    @Test
    void shouldTellWhoComesBackToSendTheRelayEverything() {
        bothTry();
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        assertEquals(List.of("s-3 receive -2 true", "s-2 upload false"), report(BEN, ANN, 1, State.DIRECT));
        assertTrue(report(BEN, ANN, 1, State.FAILED).contains("s-2 upload true"));

        assertEquals(List.of("s-2 upload true", "s-2 receive -3 false"), ready(ANN, 1));
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
                List.of("s-3 receive -2 false", "s-2 offer -3 #1001", "s-3 await -2 #1001"),
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

    /** The word that the relay is to send it everything again may have gone with its gateway. */
    @Test
    void shouldBringWhoBeginsAnewEverythingByTheRelay() {
        bothDirect();
        enter(CID);

        List<String> orders = ready(ANN, 1);

        assertTrue(orders.containsAll(List.of("s-2 receive -3 false", "s-2 receive -4 false")), orders::toString);
    }

    @Test
    void shouldSayItOnceToWhoBeginsAnewInTheMidstOfIt() {
        bothDirect();

        assertEquals(1, Collections.frequency(ready(ANN, 1), "s-2 receive -3 false"));
    }

    /** And so may the service that knew of it. */
    @Test
    void shouldBringWhoBeginsAnewEverythingByTheRelayThoughItKnowsOfNothing() {
        enter(ANN);
        enter(BEN);
        enter(CID);

        assertEquals(List.of("s-2 receive -3 false", "s-2 receive -4 false"), ready(ANN, 1));
        assertEquals(List.of(), says(ANN, 1));
    }

    @Test
    void shouldSayNothingOfItWhereNothingEverGoesDirectly() {
        table.policy(DirectPolicy.OFF, nowMs);
        enter(ANN);
        enter(BEN);

        assertEquals(List.of(), ready(ANN, 1));
    }

    @Test
    void shouldCutShortEveryConnectionThatIsStillLeaving() {
        bothDirect();
        says(BEN, 0);
        says(BEN, 1);
        assertEquals(List.of("s-2 offer -3 #2", "s-3 await -2 #2"), later(2_000));

        List<String> orders = withhold(ANN, true);

        assertEquals(
                List.of("s-2 close -3 #1 0", "s-3 close -2 #1 0", "s-2 close -3 #2 0", "s-3 close -2 #2 0"), orders);
        assertEquals(List.of(), later(1_000));
    }
}
