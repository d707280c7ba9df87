package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.anychat.benchmarks.PairedRatios.Verdict;
import org.junit.jupiter.api.Test;

class HostileTurnsTest {
    private static final int PAIRS = 8;
    private static final double GOAL = 1.1;

    @Test
    void shouldMeetTheGoalBesideTheBadInputThatWasToCome() {
        assertEquals(Verdict.MET, turns(window(1000, 4800, 0), 5000).atMost(GOAL));
    }

    @Test
    void shouldShowNothingByLessThanHalfOfIt() {
        HostileTurns turns = turns(window(1000, 2400, 0), 5000);

        assertEquals(Verdict.NOT_SHOWN, turns.atMost(GOAL));
        assertEquals(false, turns.isEnough());
    }

    @Test
    void shouldNotExcuseWhatIsWorseByLess() {
        assertEquals(Verdict.NOT_MET, turns(window(1300, 100, 0), 5000).atMost(GOAL));
        assertEquals(Verdict.NOT_MET, turns(window(1000, 100, 60), 5000).atMost(GOAL));
    }

    @Test
    void shouldWantNothingWhereNothingWasToCome() {
        assertEquals(Verdict.MET, turns(window(1000, 0, 0), 0).atMost(GOAL));
    }

    private static HostileTurns turns(HostileWindow with, double intended) {
        return new HostileTurns(repeated(window(1000, 0, 0)), repeated(with), intended);
    }

    private static List<HostileWindow> repeated(HostileWindow window) {
        return Stream.generate(() -> window).limit(PAIRS).toList();
    }

    private static HostileWindow window(double p99Us, double bad, double missing) {
        return new HostileWindow(50_000, 3000 - missing, missing, 3000, p99Us, bad, 0, 100 * bad);
    }
}
