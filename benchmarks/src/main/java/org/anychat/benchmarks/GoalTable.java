package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Goals beside what was measured: each is printed at once, and all of them again at the end. */
final class GoalTable {
    /** One line. */
    private record Line(String scenario, String what, double measured, String bound, double goal, boolean met) {
        void print(String begin) {
            System.out.printf(
                    Locale.ROOT,
                    "%s%s: %.2f, goal %s %.2f: %s%n",
                    begin,
                    what,
                    measured,
                    bound,
                    goal,
                    met ? "met" : "NOT met");
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private String scenario = "";

    /** What the goals that follow belong to. */
    void begin(String name) {
        scenario = name;
    }

    void atMost(String what, double measured, double goal) {
        add(new Line(scenario, what, measured, "at most", goal, measured <= goal));
    }

    void atLeast(String what, double measured, double goal) {
        add(new Line(scenario, what, measured, "at least", goal, measured >= goal));
    }

    private void add(Line line) {
        lines.add(line);
        line.print("  goal: ");
    }

    void printAll() {
        long met = lines.stream().filter(Line::met).count();
        System.out.println("goals, " + met + " of " + lines.size() + " met");
        lines.forEach(line -> line.print("  " + line.scenario + ": "));
    }
}
