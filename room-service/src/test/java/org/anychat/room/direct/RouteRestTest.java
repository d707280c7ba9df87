package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon two try again, and how often anybody is had try. */
class RouteRestTest extends RoutedRoom {
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

        assertEquals(List.of("s-3 receive -2 false", "s-2 offer -3 #2", "s-3 await -2 #2"), ready(BEN, 1));
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

    /** Who comes again and again is somebody else each time, and rests after nothing. */
    @Test
    void shouldNotHaveAUserTryOftenWithWhoComesUnderOtherNames() {
        enter(ANN);
        ready(ANN, 1);
        List<Long> offersMs = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            nowMs += 100;
            UserId guest = new UserId(-100 - i);
            List<String> orders = new ArrayList<>(enter(guest));
            orders.addAll(ready(guest, 1));
            if (orders.stream().anyMatch(order -> order.contains("offer"))) {
                offersMs.add(nowMs);
            } else {
                assertEquals("RELAY often", route(ANN, guest));
            }
            leave(guest);
        }

        for (int i = 10; i < offersMs.size(); i++) {
            long tenMs = offersMs.get(i) - offersMs.get(i - 10);
            assertTrue(tenMs >= 60_000, () -> "eleven within " + tenMs + " ms");
        }
        assertEquals(100, offersMs.size(), 2);
    }

    /** A user who logs in anew under the same name has a new session each time, which rests after nothing. */
    @Test
    void shouldLetOthersTryAfterOneHasFailedAgainAndAgain() {
        enter(ANN);
        ready(ANN, 1);
        int offers = 0;
        for (int i = 0; i < 100; i++) {
            nowMs += 100;
            SessionId session = new SessionId("again" + i);
            members.add(new Member(
                    session,
                    GATEWAY,
                    BEN,
                    0,
                    member(BEN, UserState.OPEN, UserState.PUBLIC_CHAT).state()));
            Ready ready = new Ready(session, 1, "203.0.113.5", false, true);
            offers += (int) told(table.ready(room(), ready, nowMs)).stream()
                    .filter(order -> order.contains("offer"))
                    .count();
            leave(BEN);
        }
        enter(CID);

        assertEquals(6, offers);
        assertEquals(
                1,
                ready(CID, 1).stream().filter(order -> order.contains("offer")).count());
    }

    @Test
    void shouldHaveEachTryWithEachInTheLargestRoom() {
        table.policy(DirectPolicy.OFF.withMaxPeers(30), nowMs);
        int offers = 0;
        for (int i = 0; i < DirectPolicy.MOST_MEMBERS; i++) {
            UserId user = new UserId(-100 - i);
            enter(user);
            offers += (int) ready(user, 1).stream()
                    .filter(order -> order.contains("offer"))
                    .count();
        }

        assertEquals(31 * 30 / 2, offers);
    }
}
