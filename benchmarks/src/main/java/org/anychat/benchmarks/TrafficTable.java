package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anychat.benchmarks.DashboardTraffic.Window;

/**
 * What was counted, by size and case, and whether it is bounded as the dashboard's design promises. What crosses the bus
 * without any page is in no page's figure.
 */
final class TrafficTable {
    /** What pages of one kind may cost of what one costs: questions that are the same are answered once. */
    private static final double SAME_PAGES = 1.5;
    /** What pages may cost of the sum of what each costs alone, which it is where nothing is collected once for all. */
    private static final double DIFFERENT_PAGES = 0.6;
    /** What many times the users may cost: names and numbers have more digits, lists no more lines. */
    private static final double MORE_USERS = 1.5;
    /** Rooms are listed by fifty; with fewer the page is not full. */
    private static final String LIST_OF_ROOMS = "Rooms";

    private static final double KILO = 1000;

    private final List<String> names = new ArrayList<>();
    private final List<Map<String, Window>> sizes = new ArrayList<>();
    private final GoalTable goals;

    TrafficTable(GoalTable goals) {
        this.goals = goals;
    }

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
            double one = busBytes(size, "1 page, " + view);
            alone += one;
            judgeShare("bus, 5 pages of one page, " + view, busBytes(size, "5 pages, " + view), one, SAME_PAGES);
        }
        judgeShare(
                "bus, 5 different pages of the sum of each alone",
                busBytes(size, DashboardTraffic.DIFFERENT),
                alone,
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
        if (name.equals(DashboardTraffic.NONE)) {
            judgeShare("bus" + words, window.busBytes(), before.busBytes(), MORE_USERS);
            return;
        }
        judgeShare(
                "bus" + words,
                busBytes(sizes.get(sizes.size() - 1), name),
                busBytes(sizes.get(from), name),
                MORE_USERS);
        judgeShare("to each page" + words, window.pageBytes(), before.pageBytes(), MORE_USERS);
    }

    /** A share of nothing is none: then it was not counted what was to be. */
    private void judgeShare(String what, double bytes, double of, double goal) {
        if (bytes > 0 && of > 0) {
            goals.atMost(what, bytes / of, goal);
        } else {
            goals.unjudged(what, "the pages have cost nothing");
        }
    }

    /** Beyond what crosses it without any page. */
    private static double busBytes(Map<String, Window> size, String name) {
        return size.get(name).busBytes() - size.get(DashboardTraffic.NONE).busBytes();
    }
}
