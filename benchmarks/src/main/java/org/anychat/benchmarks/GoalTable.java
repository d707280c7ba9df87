package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Goals beside what was measured: each is printed at once, and all of them again at the end, with what has failed. Any
 * thread may call.
 */
final class GoalTable {
    private static final int PLACES = 6;

    /** One line. */
    private record Line(String scenario, String words, boolean met) {
        void print() {
            System.out.println("  " + scenario + ": " + words);
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<Line> failures = new ArrayList<>();
    private final Set<String> failedServers = new HashSet<>();
    private String scenario = "";

    /** What the goals that follow belong to. */
    synchronized void begin(String name) {
        scenario = name;
        failedServers.clear();
    }

    /** Another part of the same scenario. */
    synchronized void part(String name) {
        scenario = name;
    }

    void atMost(String what, double measured, double goal) {
        judge(what, measured, "at most", goal, measured <= goal);
    }

    void atLeast(String what, double measured, double goal) {
        judge(what, measured, "at least", goal, measured >= goal);
    }

    /** A goal that what was measured says nothing about. It is not met. */
    void unjudged(String what, String why) {
        add(what + ": not judged, " + why, false);
    }

    /** A server or a whole scenario that could not be measured to its end. */
    synchronized void failed(String who, Throwable why) {
        failedServers.add(who);
        Line line =
                new Line(scenario, who + " FAILED: " + reason(why) + " (" + place(why.getStackTrace()) + ")", false);
        failures.add(line);
        line.print();
    }

    /** Whether it has failed in this scenario. */
    synchronized boolean hasFailed(String who) {
        return failedServers.contains(who);
    }

    /** Whether anything has failed; a goal that is not met is no failure. */
    synchronized boolean anyFailed() {
        return !failures.isEmpty();
    }

    /** Each goal and what became of it. */
    synchronized List<String> words() {
        return lines.stream().map(Line::words).toList();
    }

    synchronized void printAll() {
        long met = lines.stream().filter(Line::met).count();
        System.out.println("goals, " + met + " of " + lines.size() + " met");
        lines.forEach(Line::print);
        failures.forEach(Line::print);
    }

    private void judge(String what, double measured, String bound, double goal, boolean met) {
        add(
                String.format(
                        Locale.ROOT,
                        "%s: %.2f, goal %s %.2f: %s",
                        what,
                        measured,
                        bound,
                        goal,
                        met ? "met" : "NOT met"),
                met);
    }

    private synchronized void add(String words, boolean met) {
        lines.add(new Line(scenario, words, met));
        System.out.println("  goal: " + words);
    }

    /** Where in this program something is, its callers behind it. */
    static String place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> frame.getClassName().startsWith("org.anychat"))
                .limit(PLACES)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = cause.getMessage();
        return words == null ? cause.toString() : words.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
