package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anychat.benchmarks.DashboardTraffic.Window;

/** What was counted, by size and case, and whether it is bounded as the dashboard's design promises. */
final class TrafficTable {
    /** What pages of one kind may cost of what one costs: questions that are the same are answered once. */
    private static final double SAME_PAGES = 1.5;
    /** What pages may cost of the sum of what each costs alone: the figures are collected once. */
    private static final double DIFFERENT_PAGES = 1;
    /** What many times the users may cost: names and numbers have more digits, lists no more lines. */
    private static final double MORE_USERS = 1.5;
    /** Rooms are listed by fifty; with fewer the page is not full. */
    private static final String LIST_OF_ROOMS = "Rooms";

    private static final double KILO = 1000;

    private final List<String> names = new ArrayList<>();
    private final List<Map<String, Window>> sizes = new ArrayList<>();
    private final GoalTable goals = new GoalTable();

    void begin(String size) {
        names.add(size);
        sizes.add(new LinkedHashMap<>());
        System.out.println("| open | bus, kB/s | calls/s | each page, kB/s |");
        System.out.println("| --- | --- | --- | --- |");
    }

    void add(String name, Window window) {
        sizes.get(sizes.size() - 1).put(name, window);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |%s%n",
                name,
                window.busBytes() / KILO,
                window.calls(),
                window.pageBytes() / KILO,
                window.ended() == 0 ? "" : " " + window.ended() + " connections ended meanwhile");
    }

    void judge() {
        for (int i = 0; i < sizes.size(); i++) {
            goals.begin(names.get(i));
            judgePages(sizes.get(i));
        }
        goals.begin(names.get(names.size() - 1));
        Map<String, Window> last = sizes.get(sizes.size() - 1);
        last.forEach((name, window) -> judgeUsers(name, window));
        goals.printAll();
    }

    private void judgePages(Map<String, Window> size) {
        double alone = 0;
        for (String view : DashboardTraffic.VIEWS) {
            double one = size.get("1 page, " + view).busBytes();
            alone += one;
            goals.atMost(
                    "bus, 5 pages of one page, " + view,
                    size.get("5 pages, " + view).busBytes() / one,
                    SAME_PAGES);
        }
        goals.atMost(
                "bus, 5 different pages of the sum of each alone",
                size.get(DashboardTraffic.DIFFERENT).busBytes() / alone,
                DIFFERENT_PAGES);
    }

    private void judgeUsers(String name, Window window) {
        boolean grows = name.contains(LIST_OF_ROOMS) || name.equals(DashboardTraffic.DIFFERENT);
        int from = grows ? 1 : 0;
        if (from >= sizes.size() - 1) {
            return;
        }
        Window before = sizes.get(from).get(name);
        String words = ", " + name + ", of that with " + names.get(from);
        goals.atMost("bus" + words, window.busBytes() / before.busBytes(), MORE_USERS);
        if (before.pageBytes() > 0) {
            goals.atMost("to each page" + words, window.pageBytes() / before.pageBytes(), MORE_USERS);
        }
    }
}
