package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** An operator who goes through the dashboard, and how long the page has let them wait at each step. */
final class DashboardVisit {
    private static final String ROWS = "document.querySelectorAll('.content tbody')[0]?.rows.length";
    private static final String FIRST_ROW = "document.querySelector('.content tbody tr')?.dataset.key";

    private final ChromiumPage browser;
    private final int fullestRoom;
    private final Map<String, Waits> waits = new LinkedHashMap<>();

    /** Of one kind of step, in milliseconds. */
    private record Waits(List<Double> paint, List<Double> shown) {}

    DashboardVisit(ChromiumPage browser, int fullestRoom) {
        this.browser = browser;
        this.fullestRoom = fullestRoom;
    }

    /** Once through the pages. */
    void goRound(int user) {
        rooms();
        oneRoom();
        click("open a user", ".content tbody tr a", "document.querySelector('.page-user .facts dd')");
        users(user);
        click("open Topology", "[data-page=topology]", ROWS + " > 0");
        click("open Why", "[data-page=why]", "document.querySelector('.trail')");
        click("open Log", "[data-page=log]", "document.querySelector('.log li')");
        click("open Overview", "[data-page=overview]", "document.querySelector('.tiles strong')?.textContent");
    }

    private void rooms() {
        click("open Rooms", "[data-page=rooms]", ROWS + " === 50");
        click("sort rooms", "[data-sort=users]", FIRST_ROW + " !== undefined");
        click("sort rooms", "[data-sort=users]", FIRST_ROW + " === '" + fullestRoom + "'");
        click("sort rooms", "[data-sort=room]", FIRST_ROW + " === '1'");
        click("next page", ".pager button:last-child", FIRST_ROW + " === '51'");
        click("page before", ".pager button:nth-last-child(2)", FIRST_ROW + " === '1'");
        browser.click(".search");
        type("Room 32", "find rooms", ROWS + " === 11");
        clear(ROWS + " === 50");
    }

    private void oneRoom() {
        click("open a room", ".content tbody tr[data-key='1'] a", ROWS + " > 5");
    }

    private void users(int user) {
        click("open Users", "[data-page=users]", ROWS + " === 50");
        browser.click(".search");
        type("Guest" + user, "find a user", ROWS + " === 1");
    }

    private void click(String step, String selector, String there) {
        browser.click(selector);
        double shown = until(there);
        waits(step).shown().add(shown);
        waits(step).paint().add(interaction());
    }

    /** Each letter is an interaction; found is what the last one finds. */
    private void type(String text, String step, String there) {
        interaction();
        for (int i = 0; i < text.length(); i++) {
            browser.press(text.charAt(i));
            waits("type a letter").paint().add(interaction());
        }
        waits(step).shown().add(until(there));
    }

    private void clear(String there) {
        browser.evaluate("(() => { const field = document.querySelector('.search'); field.value = '';"
                + " field.dispatchEvent(new Event('input')); })()");
        until(there);
    }

    private double until(String there) {
        return DashboardPages.until(browser, there);
    }

    private double interaction() {
        return browser.evaluate("figures.interaction()").asDouble();
    }

    private Waits waits(String step) {
        return waits.computeIfAbsent(step, any -> new Waits(new ArrayList<>(), new ArrayList<>()));
    }

    /** Forgets what was measured: the first visit compiles the page's scripts. */
    void forget() {
        waits.clear();
        browser.evaluate("(() => { figures.longTasks().length = 0; })()");
    }

    void print() {
        System.out.println(
                "| step | times | to the next paint: median / p95 / max | until it is there: median / p95 / max |");
        System.out.println("| --- | --- | --- | --- |");
        waits.forEach((step, one) -> System.out.printf(
                "| %s | %d | %s | %s |%n",
                step, Math.max(one.paint().size(), one.shown().size()), words(one.paint()), words(one.shown())));
        List<Double> all =
                waits.values().stream().flatMap(one -> one.paint().stream()).toList();
        System.out.printf("| all interactions | %d | %s | |%n", all.size(), words(all));
        System.out.println("tasks of the page over 50 ms: " + browser.evaluate("figures.longTasks().map(Math.round)"));
    }

    private static String words(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int last = sorted.size() - 1;
        return String.join(
                        " / ",
                        DoubleStream.of(
                                        sorted.get(last / 2),
                                        sorted.get((int) Math.ceil(last * 0.95)),
                                        sorted.get(last))
                                .mapToObj(ms -> ms < 16 ? "< 16" : String.valueOf(Math.round(ms)))
                                .toList())
                + " ms";
    }
}
