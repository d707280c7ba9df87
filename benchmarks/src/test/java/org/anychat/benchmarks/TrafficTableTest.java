package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.anychat.benchmarks.DashboardTraffic.Window;
import org.junit.jupiter.api.Test;

class TrafficTableTest {
    private static final double IDLE = 8_000;
    private static final double PAGE = 50_000;

    private final GoalTable goals = new GoalTable();
    private final TrafficTable table = new TrafficTable(goals);

    @Test
    void shouldMeetTheGoalsWhereQuestionsAreAskedOnce() {
        add("few", IDLE + PAGE, IDLE + 2.5 * PAGE);
        table.judge();

        assertEquals(
                List.of(
                        "bus, 5 pages of one page, Overview: 1.00, goal at most 1.50: met",
                        "bus, 5 pages of one page, Rooms: 1.00, goal at most 1.50: met",
                        "bus, 5 pages of one page, a room: 1.00, goal at most 1.50: met",
                        "bus, 5 pages of one page, Users: 1.00, goal at most 1.50: met",
                        "bus, 5 pages of one page, a user: 1.00, goal at most 1.50: met",
                        "bus, 5 different pages of the sum of each alone: 0.50, goal at most 0.60: met"),
                goals.words());
    }

    /** The sum of five has what crosses the bus without any page five times. */
    @Test
    void shouldMissThemWhereNothingIsShared() {
        add("few", IDLE + 5 * PAGE, IDLE + 5 * PAGE);
        table.judge();

        assertEquals(
                List.of(),
                goals.words().stream().filter(words -> words.endsWith(": met")).toList());
        assertEquals("bus, 5 different pages of the sum of each alone: 1.00, goal at most 0.60: NOT met", last());
    }

    @Test
    void shouldJudgeMoreUsersBeyondTheIdleBusToo() {
        add("few", IDLE + PAGE, IDLE + PAGE);
        table.begin("some");
        addCases(IDLE, IDLE + PAGE, IDLE + PAGE, IDLE + PAGE);
        table.begin("many");
        addCases(IDLE, IDLE + 1.6 * PAGE, IDLE + PAGE, IDLE + PAGE);
        table.judge();

        assertEquals(
                List.of(
                        "bus, 1 page, Overview, of that with few: 1.60, goal at most 1.50: NOT met",
                        "bus, 1 page, Rooms, of that with some: 1.60, goal at most 1.50: NOT met"),
                goals.words().stream()
                        .filter(words -> words.contains("1 page, Overview, ") || words.contains("1 page, Rooms, "))
                        .filter(words -> words.startsWith("bus"))
                        .toList());
        assertEquals(
                List.of("bus, no page, of that with few: 1.00, goal at most 1.50: met"),
                goals.words().stream()
                        .filter(words -> words.contains("no page"))
                        .toList());
    }

    @Test
    void shouldNotJudgeByPagesThatHaveCostNothing() {
        table.begin("few");
        addCases(IDLE, IDLE, IDLE, IDLE);
        table.judge();

        assertEquals(
                "bus, 5 different pages of the sum of each alone: not judged, the pages have cost nothing", last());
    }

    private void add(String size, double same, double different) {
        table.begin(size);
        addCases(IDLE, IDLE + PAGE, same, different);
    }

    private void addCases(double none, double one, double same, double different) {
        table.add(DashboardTraffic.NONE, new Window(none, 1, 0, 0));
        DashboardTraffic.VIEWS.forEach(view -> table.add("1 page, " + view, new Window(one, 1, 1000, 0)));
        DashboardTraffic.VIEWS.forEach(view -> table.add("5 pages, " + view, new Window(same, 1, 1000, 0)));
        table.add(DashboardTraffic.DIFFERENT, new Window(different, 1, 1000, 0));
    }

    private String last() {
        return goals.words().get(goals.words().size() - 1);
    }
}
