package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteCountersTest extends RoutedRoom {
    private final List<Long> waitedMs = new ArrayList<>();

    @BeforeEach
    void observe() {
        table.counters().observeDirect(waitedMs::add);
    }

    @Test
    void shouldCountPairsByHowFarTheyAre() {
        assertEquals(new RouteFigures(0, 0, 0), table.figures());
        bothTry();
        assertEquals(new RouteFigures(1, 0, 0), table.figures());
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        assertEquals(new RouteFigures(0, 1, 0), table.figures());
        report(ANN, BEN, 1, State.DIRECT);
        assertEquals(new RouteFigures(0, 0, 1), table.figures());
        report(BEN, ANN, 1, State.FAILED);
        assertEquals(new RouteFigures(0, 0, 0), table.figures());
    }

    @Test
    void shouldTellAttemptsThatFailedFromConnectionsThatEnded() {
        bothTry();
        report(ANN, BEN, 1, State.FAILED);
        later(60_000);
        report(ANN, BEN, 2, State.CONNECTED);
        report(BEN, ANN, 2, State.CONNECTED);
        withhold(ANN, true);

        assertEquals(1, table.counters().connected());
        assertEquals(1, table.counters().failed(RouteReason.FAILED));
        assertEquals(0, table.counters().ended(RouteReason.FAILED));
        assertEquals(1, table.counters().ended(RouteReason.WITHHELD));
        assertEquals(0, table.counters().failed(RouteReason.WITHHELD));
    }

    @Test
    void shouldCountWhatEndsWithTheRoom() {
        bothDirect();

        table.onRoom(ROOM, null, nowMs);

        assertEquals(new RouteFigures(0, 0, 0), table.figures());
        assertEquals(1, table.counters().ended(RouteReason.LEFT));
    }

    @Test
    void shouldTellHowLongEachViewerWaitedSinceTheAttemptBegan() {
        bothTry();
        nowMs += 300;
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        report(ANN, BEN, 1, State.DIRECT);
        nowMs += 200;
        report(BEN, ANN, 1, State.DIRECT);
        report(BEN, ANN, 1, State.DIRECT);

        assertEquals(List.of(300L, 500L), waitedMs);
    }

    @Test
    void shouldNotTakeTheTimeInWhichNothingWasOpenForWaiting() {
        bothTry();
        become(BEN, UserState.CLOSED, UserState.PUBLIC_CHAT);
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.DIRECT);
        waitedMs.clear();
        later(60_000);
        become(BEN, UserState.OPEN, UserState.PUBLIC_CHAT);
        nowMs += 400;
        report(ANN, BEN, 1, State.DIRECT);

        assertEquals(List.of(400L), waitedMs);
    }
}
