package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many viewers of one publisher a core carries at a loss below 0.1 %, and the latency at half and at nine tenths of
 * that. Servers take turns; who has no turn has members and no media.
 *
 * @param firstViewers which the slowest server is to carry
 * @param growthPercent more viewers each time, until packets are lost; then the step is halved twice
 */
record CapacitySearch(
        ForwardingLab lab,
        List<String> servers,
        Turns turns,
        int firstViewers,
        int growthPercent,
        ForwardingGoals goals) {
    private static final double MAX_LOSS_PERCENT = 0.1;
    private static final int MAX_VIEWERS = 1500;
    private static final double GOAL_OF_JANUS = 3;
    /** Of its core: from there on what is lost may be the load's fault. */
    private static final double BUSY_LOAD = 0.9;

    void run() throws InterruptedException {
        System.out.println("highest rate on one core at a loss below 0.1 %, one room, video and audio, " + growthPercent
                + " % more viewers each time");
        Map<String, Search> searches = new LinkedHashMap<>();
        try (RunningServers running = new RunningServers(lab::start, goals.table())) {
            for (String name : servers) {
                running.start(name, server -> {
                    Search search = new Search(name, server);
                    search.begin();
                    searches.put(name, search);
                });
            }
            System.out.println(ForwardingWindow.header());
            while (!running.isEmpty()) {
                running.each(server -> {
                    Search search = searches.get(server.name());
                    search.step();
                    if (search.ladder.done()) {
                        running.close(server.name());
                    }
                });
            }
        }
        judge(searches);
        latencyAt(searches, 50);
        latencyAt(searches, 90);
    }

    private void judge(Map<String, Search> searches) {
        searches.forEach((name, search) -> System.out.printf(
                "  %-12s %s %.0f packets/s to %d viewers%s%n",
                name,
                search.ladder.open() ? "at least" : "at most",
                search.bestRate,
                search.ladder.best(),
                search.loadBusy ? "; the load's core was busy, and may be what set the end" : ""));
        String what = "delivered packets/s on one core, times Janus's";
        Search own = searches.get(ForwardingLab.ANYCHAT);
        Search janus = searches.get(ForwardingLab.JANUS);
        for (String name : List.of(ForwardingLab.ANYCHAT, ForwardingLab.JANUS)) {
            if (goals.table().hasFailed(name)) {
                goals.table().unjudged(what, name + " has failed");
                return;
            }
        }
        if (own == null || janus == null) {
            return;
        }
        if (janus.ladder.best() == 0 || janus.ladder.open()) {
            goals.table().unjudged(what, "the end of what janus carries was not found");
        } else {
            goals.table().atLeast(what, own.bestRate / janus.bestRate, GOAL_OF_JANUS);
        }
    }

    private void latencyAt(Map<String, Search> searches, int percent) throws InterruptedException {
        goals.table().part("capacity, latency at " + percent + " % of it");
        Map<String, Integer> viewers = new LinkedHashMap<>();
        searches.forEach((name, search) -> viewers.put(name, search.ladder.best() * percent / 100));
        viewers.values().removeIf(count -> count == 0);
        try (RunningServers running = new RunningServers(lab::start, goals.table())) {
            for (Map.Entry<String, Integer> one : viewers.entrySet()) {
                running.start(one.getKey(), server -> {
                    ForwardingLab.fillFanOut(server, MediaLoad.CALL, one.getValue());
                    server.load().sending(false);
                });
            }
            goals.judgeLatency(turns.take("at " + percent + " % of what each carries", running, viewers::get));
        }
    }

    /** Of one server. */
    private final class Search {
        private final String name;
        private final Forwarder server;
        private final CapacityLadder ladder = new CapacityLadder(firstViewers, growthPercent, MAX_VIEWERS);
        private final List<Forwarder.Member> viewers = new ArrayList<>();
        private int nextNumber = 1;
        private double bestRate;
        private boolean loadBusy;

        Search(String name, Forwarder server) {
            this.name = name;
            this.server = server;
        }

        void begin() throws IOException, InterruptedException {
            viewers.addAll(ForwardingLab.fillFanOut(server, MediaLoad.CALL, firstViewers));
            nextNumber += firstViewers;
            turns.warmUp().run(server);
        }

        /** One window of noise does not end the search: each number of viewers has two tries. */
        void step() throws IOException, InterruptedException {
            ForwardingWindow window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            if (window.lossPercent() >= MAX_LOSS_PERCENT) {
                window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            }
            System.out.println(window.line(name) + "   " + viewers.size() + " viewers");
            boolean carried = window.lossPercent() < MAX_LOSS_PERCENT;
            if (carried) {
                bestRate = window.deliveredPerSecond();
            } else {
                loadBusy |= window.loadShare() > BUSY_LOAD;
            }
            ladder.tried(carried);
            change(ladder.viewers());
        }

        private void change(int next) {
            if (next > viewers.size()) {
                int more = next - viewers.size();
                viewers.addAll(ForwardingLab.addViewers(server, nextNumber, more));
                nextNumber += more;
            } else if (next < viewers.size()) {
                List<Forwarder.Member> leaving = viewers.subList(next, viewers.size());
                ForwardingLab.leave(List.copyOf(leaving));
                leaving.clear();
            }
        }
    }
}
