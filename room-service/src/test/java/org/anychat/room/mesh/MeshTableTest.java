package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.PrivateChats;
import org.junit.jupiter.api.Test;

class MeshTableTest extends MeshedRoom {
    @Test
    void shouldHaveAPublisherFeedAsManyAsItMay() {
        watched(3);

        assertEquals(
                List.of(
                        "s1 offer 2 #1 of 1 ttl 2",
                        "s2 await 1 #1 of 1 ttl 2",
                        "s1 offer 3 #2 of 1 ttl 2",
                        "s3 await 1 #2 of 1 ttl 2"),
                later(500));
        assertEquals(KEY, tries.get(1).stream().key());
        assertEquals("TRYING ", route(1, 2));
        assertEquals("RELAY tree", route(1, 4));
        assertEquals(List.of(), later(500));
    }

    @Test
    void shouldPauseTheRelayOnceTheViewerHasAll() {
        watched(3);
        later(500);

        assertEquals(List.of(), report(1, 2, 1, State.CONNECTED));
        assertEquals(List.of("s1 connection 2 true", "s2 connection 1 true"), report(2, 1, 1, State.CONNECTED));
        assertEquals("TRYING ", route(1, 2));
        assertEquals(List.of("s2 receive 1 true"), report(2, 1, 1, State.DIRECT));
        assertEquals(List.of(), report(2, 1, 1, State.DIRECT));
        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldKeepWhatTheViewerHasSaidBeforeThePublisherHas() {
        watched(3);
        later(500);

        report(2, 1, 1, State.CONNECTED);
        assertEquals(List.of(), report(2, 1, 1, State.DIRECT));
        assertEquals(
                List.of("s1 connection 2 true", "s2 connection 1 true", "s2 receive 1 true"),
                report(1, 2, 1, State.CONNECTED));
    }

    @Test
    void shouldTakeOneOfferAndOneAnswerInTheirTurn() {
        watched(3);
        later(500);

        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(2, 1, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(1, 3, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(4, 1, 1));
        assertNull(signal(1, 2, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(1, 2, 1));
        assertNull(signal(2, 1, 1));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, signal(2, 1, 1));
    }

    @Test
    void shouldBelieveNobodyAboutOthers() {
        carried();

        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(4, 1, 1, State.FAILED));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(3, 2, 1, State.FAILED));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(2, 1, 9, State.FAILED));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(1, 2, 1, State.DIRECT), "who sends gets nothing");
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(1, 2, 1, State.STARVED));
        assertEquals(ServiceError.FUNC_NOT_ALLOW, refusal(1, 2, 1, State.FORGED));
        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldBridgeAtOnceWhereAnEdgeBreaksAndGiveItsPlaceToAnother() {
        carried();

        assertEquals(
                List.of(
                        "s2 receive 1 false",
                        "s1 close 2 #1 500",
                        "s2 close 1 #1 500",
                        "s1 connection 2 falsebroken",
                        "s2 connection 1 falsebroken"),
                report(2, 1, 1, State.FAILED));
        assertEquals("RELAY broken", route(1, 2));
        assertEquals(List.of("s1 offer 4 #3 of 1 ttl 2", "s4 await 1 #3 of 1 ttl 2"), later(10_000));
    }

    @Test
    void shouldGiveAnAttemptUpThatTakesTooLong() {
        watched(3);
        later(500);
        later(4_999);

        List<String> orders = later(1);

        assertTrue(orders.contains("s2 close 1 #1 500"), orders::toString);
        assertTrue(orders.contains("s2 connection 1 falsefailed"), orders::toString);
        assertEquals("RELAY failed", route(1, 2));
    }

    @Test
    void shouldGiveAnEdgeUpByWhichTheStreamDoesNotCome() {
        watched(3);
        later(500);
        connect(1, 1, 2);
        later(9_999);

        assertTrue(later(1).contains("s2 close 1 #1 500"));
    }

    @Test
    void shouldBridgeWhoStarvesAndTakeTheEdgeAgainWhereItRecovers() {
        carried();

        assertEquals(List.of("s2 receive 1 false"), report(2, 1, 1, State.STARVED));
        assertEquals(List.of(), report(2, 1, 1, State.STARVED));
        later(999);
        assertEquals(List.of("s2 receive 1 true"), report(2, 1, 1, State.DIRECT));
        assertEquals(List.of(), later(5_000));
    }

    @Test
    void shouldGiveAnEdgeUpThatStarvesForLong() {
        carried();
        report(2, 1, 1, State.STARVED);

        List<String> orders = later(1_000);

        assertTrue(orders.contains("s2 close 1 #1 500"), orders::toString);
        assertEquals("RELAY starved", route(1, 2));
    }

    @Test
    void shouldCutWhatIsForgedWithoutGrace() {
        carried();

        List<String> orders = report(2, 1, 1, State.FORGED);

        assertTrue(orders.contains("s1 close 2 #1 0"), orders::toString);
        assertTrue(orders.contains("s2 receive 1 false"), orders::toString);
    }

    @Test
    void shouldCutWhatAnOperatorWithholdsAtOnceEarlierEdgesIncluded() {
        carried();
        report(2, 1, 1, State.FAILED);

        List<String> orders = withhold(1, true);

        assertTrue(orders.contains("s2 close 1 #1 0"), () -> "the grace of the one before: " + orders);
        assertTrue(orders.contains("s3 close 1 #2 0"), orders::toString);
        assertTrue(orders.contains("s3 receive 1 false"), orders::toString);
        assertEquals(List.of(), later(60_000));
        withhold(1, false);
        assertEquals(4, later(60_000).size());
    }

    @Test
    void shouldCutWhoseMediaIsPrivateAtOnce() {
        carried();

        List<String> orders = become(1, UserState.OPEN, UserState.PRIVATE_CHAT);

        assertTrue(orders.contains("s2 close 1 #1 0"), orders::toString);
        assertTrue(orders.contains("s3 receive 1 false"), orders::toString);
        assertEquals(List.of(), later(60_000));
    }

    @Test
    void shouldCutAViewerThatIsPrivate() {
        carried();

        assertTrue(become(2, UserState.CLOSED, UserState.PRIVATE_CHAT).contains("s1 close 2 #1 0"));
        assertTrue(later(10_000).contains("s4 await 1 #3 of 1 ttl 2"), "the next gets the place");
    }

    @Test
    void shouldGiveNobodysAddressToStrangersWhoDecidesPerPartner() {
        enter(1, UserState.OPEN);
        enter(2, UserState.OPEN);
        enter(3, UserState.OPEN);
        ready(1, 2, new Mesh(Forwards.NONE, 20_000_000, ""));
        ready(2, 0, new Mesh(Forwards.NONE, 20_000_000, ""));
        ready(3);

        assertEquals(List.of(), later(500));
        assertEquals(List.of(), later(10_000));
    }

    @Test
    void shouldLeaveOutWhoDoesNotSayThatItTakesPart() {
        watched(2);
        later(500);
        ready(3, 1, null);

        assertEquals(List.of(), later(500));
        assertEquals(Set.of(1), tries.keySet());
    }

    @Test
    void shouldFeedNobodyWithoutUpBandwidth() {
        enter(1, UserState.OPEN);
        enter(2, UserState.CLOSED);
        enter(3, UserState.CLOSED);
        ready(1, 1, new Mesh(Forwards.NONE, 0, KEY));
        ready(2);
        ready(3);

        assertEquals(List.of(), later(500));
        ready(1, 1, new Mesh(Forwards.NONE, 4_000_000, KEY));
        assertEquals(2, later(10_000).size(), "70 % of it are the relay's copy and one more");
    }

    @Test
    void shouldNotTryAgainAtOnceHoweverOftenSomebodyAsks() {
        carried();
        ready(2);
        List<String> orders = later(500);

        assertTrue(orders.stream().noneMatch(order -> order.contains("await 1")), orders::toString);
        assertTrue(later(2_000).contains("s2 await 1 #3 of 1 ttl 2"));
    }

    @Test
    void shouldNotSendToWhoDeclinesUntilItSaysAnew() {
        carried();

        assertTrue(report(2, 1, 1, State.DECLINED).contains("s1 close 2 #1 2000"));
        assertTrue(later(10_000).contains("s4 await 1 #3 of 1 ttl 2"));
        leave(4);
        assertEquals(List.of(), later(60_000));
        ready(2);
        assertTrue(later(10_000).contains("s2 await 1 #4 of 1 ttl 2"));
    }

    @Test
    void shouldGoByPairsInASmallRoomAndByTheRelayWithoutTrees() {
        carried();

        List<String> orders = limit(MeshPolicy.OFF);

        assertTrue(orders.contains("s2 receive 1 false"), orders::toString);
        assertTrue(orders.contains("s2 close 1 #1 2000"), orders::toString);
        assertEquals(List.of(), table.routes(ROOM));
        limit(policy(MTN));
        assertEquals(4, later(2_000).size());
        leave(4);
        leave(3);
        assertTrue(later(MeshPolicy.CALM_MS).contains("s2 close 1 #3 2000"), "two are a pair");
    }

    @Test
    void shouldDropWhatASmallerLimitForbids() {
        carried();

        assertEquals(
                List.of(
                        "s3 receive 1 false",
                        "s1 close 3 #2 2000",
                        "s3 close 1 #2 2000",
                        "s1 connection 3 falsetree",
                        "s3 connection 1 falsetree"),
                limit(policy(1)));
        assertEquals(List.of(), later(5_000));
    }

    @Test
    void shouldEndWithWhoLeavesAndCloseWhatIsClosed() {
        carried();

        assertEquals(List.of("s1 close 2 #1 0", "s1 connection 2 falseleft"), leave(2));
        assertTrue(become(1, UserState.CLOSED, UserState.PUBLIC_CHAT).contains("s3 close 1 #2 2000"));
        members.clear();
        table.onRoom(ROOM, null, nowMs);
        assertEquals(List.of(), later(500));
    }

    @Test
    void shouldTellOfOneConnectionForTwoEdgesBetweenTwo() {
        assertTrue(mutual().contains("s1 await 2 #2 of 2 ttl 2"));

        connect(1, 1, 2);
        assertEquals(List.of(), report(2, 1, 2, State.CONNECTED));
        assertEquals(List.of(), report(1, 2, 2, State.CONNECTED), "it is there already");
        assertEquals(List.of("s1 close 2 #1 500", "s2 close 1 #1 500"), report(2, 1, 1, State.FAILED));
        assertTrue(report(1, 2, 2, State.FAILED).contains("s2 connection 1 falsebroken"));
    }

    /** A client that gets a close without grace gives up all that it has with the other. */
    @Test
    void shouldEndAllEdgesOfTwoWhereOneHasNoGrace() {
        mutual();
        connect(1, 1, 2);
        connect(2, 2, 1);
        report(1, 2, 2, State.DIRECT);

        assertEquals(
                List.of(
                        "s1 close 2 #1 0",
                        "s2 close 1 #1 0",
                        "s1 receive 2 false",
                        "s2 close 1 #2 0",
                        "s1 close 2 #2 0",
                        "s2 connection 1 falseforged",
                        "s1 connection 2 falseforged"),
                report(2, 1, 1, State.FORGED));
    }

    @Test
    void shouldHaveTheRelaySendAllAgainToWhoBeginsAnewAsTheWordMayHaveGoneWithAGateway() {
        carried();
        assertTrue(report(1, 2, 1, State.FAILED).contains("s2 receive 1 false"), "which is lost");

        assertEquals(List.of("s2 receive 1 false"), ready(2));
        assertEquals(List.of(), ready(2), "it has all");
    }

    @Test
    void shouldHoldNothingAgainstTwoWhoseParentHasSomethingElseToSend() {
        watched(MTN);
        later(500);
        for (int attempt = 1; attempt <= MTN; attempt++) {
            connect(attempt, 1, attempt + 1);
            report(attempt + 1, 1, attempt, State.DIRECT);
        }

        report(1, 2, 1, State.FAILED);

        assertEquals(List.of(), later(9_000));
        later(1_500);
        List<String> orders = later(500);
        assertEquals("TRYING ", route(1, 2), orders::toString);
    }

    @Test
    void shouldCutTheGraceShortOfWhoIsMutedAfterLeavingTheTrees() {
        carried();
        assertTrue(ready(1, 1, null).contains("s1 close 2 #1 2000"));

        List<String> orders = withhold(1, true);

        assertTrue(orders.contains("s1 close 2 #1 0") && orders.contains("s2 close 1 #1 0"), orders::toString);
    }

    @Test
    void shouldNotEndAPairThatIsInPrivateChatWithAnEdgeThatWasGivenUpForIt() {
        carried();
        leave(4);
        leave(3);
        assertTrue(later(MeshPolicy.CALM_MS).contains("s1 close 2 #1 2000"), "two go by pairs");

        chats = new PrivateChats(1, List.of(), List.of(new PrivateChats.Pair(user(1), user(2))), List.of());
        assertEquals(List.of(), become(1, UserState.OPEN, UserState.PRIVATE_CHAT));

        chats = new PrivateChats(1, List.of(), List.of(), List.of());
        assertTrue(become(1, UserState.OPEN, UserState.PRIVATE_CHAT).contains("s1 close 2 #1 0"), "strangers");
    }
}
