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
    private static final int HALVINGS = 2;
    private static final double GOAL_OF_JANUS = 3;

    void run() throws IOException, InterruptedException {
        System.out.println("highest rate on one core at a loss below 0.1 %, one room, video and audio, " + growthPercent
                + " % more viewers each time");
        Map<String, Search> searches = new LinkedHashMap<>();
        try {
            for (String name : servers) {
                Search search = new Search(name, lab.start(name));
                searches.put(name, search);
                search.begin();
            }
            System.out.println(ForwardingWindow.header());
            while (searches.values().stream().anyMatch(search -> !search.done)) {
                for (Search search : searches.values()) {
                    search.step();
                }
            }
        } finally {
            searches.values().forEach(search -> search.server.close());
        }
        judge(searches);
        latencyAt(searches, 50);
        latencyAt(searches, 90);
    }

    private void judge(Map<String, Search> searches) {
        searches.forEach((name, search) -> System.out.printf(
                "  %-12s at most %.0f packets/s to %d viewers%n", name, search.bestRate, search.best));
        Search own = searches.get(ForwardingLab.ANYCHAT);
        Search janus = searches.get(ForwardingLab.JANUS);
        if (own != null && janus != null && janus.best > 0) {
            goals.table()
                    .atLeast(
                            "delivered packets/s on one core, times Janus's",
                            own.bestRate / janus.bestRate,
                            GOAL_OF_JANUS);
        }
    }

    private void latencyAt(Map<String, Search> searches, int percent) throws IOException, InterruptedException {
        Map<String, Forwarder> running = new LinkedHashMap<>();
        try {
            for (Search search : searches.values()) {
                if (search.best > 0) {
                    Forwarder server = lab.start(search.name);
                    running.put(search.name, server);
                    ForwardingLab.fillFanOut(server, MediaLoad.CALL, search.best * percent / 100);
                }
            }
            if (running.isEmpty()) {
                return;
            }
            goals.table().begin("capacity, latency at " + percent + " % of it");
            goals.judgeLatency(turns.take(
                    "at " + percent + " % of what each carries",
                    running,
                    name -> searches.get(name).best * percent / 100));
        } finally {
            running.values().forEach(Forwarder::close);
        }
    }

    /** Of one server. */
    private final class Search {
        private final String name;
        private final Forwarder server;
        private final List<Forwarder.Member> viewers = new ArrayList<>();
        private int nextNumber = 1;
        private int best;
        private double bestRate;
        private int tooMany;
        private int halvings;
        private boolean done;

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
            if (done) {
                return;
            }
            ForwardingWindow window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            if (window.lossPercent() >= MAX_LOSS_PERCENT) {
                window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            }
            System.out.println(window.line(name) + "   " + viewers.size() + " viewers");
            if (window.lossPercent() < MAX_LOSS_PERCENT) {
                best = viewers.size();
                bestRate = window.deliveredPerSecond();
            } else {
                tooMany = viewers.size();
            }
            change();
        }

        private void change() {
            int next = tooMany == 0 ? best + best * growthPercent / 100 : (best + tooMany) / 2;
            done = next > MAX_VIEWERS || best == 0 || (tooMany > 0 && halvings++ == HALVINGS);
            if (!done && next > viewers.size()) {
                int more = next - viewers.size();
                viewers.addAll(ForwardingLab.addViewers(server, nextNumber, more));
                nextNumber += more;
            } else if (!done) {
                List<Forwarder.Member> leaving = viewers.subList(next, viewers.size());
                ForwardingLab.leave(List.copyOf(leaving));
                leaving.clear();
            }
        }
    }
}
