package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many viewers of one publisher a core carries, and the latency at half and at nine tenths of that. Servers take turns;
 * who has no turn has members and no media, to the end of the search: its members take a little of the core, which shall
 * meet the others in all of their turns.
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
    private static final int MAX_VIEWERS = 1500;

    void run() throws InterruptedException {
        System.out.println(
                "highest rate on one core at a loss below 0.1 % and a p99 below 30 ms, one room, video and audio, "
                        + growthPercent + " % more viewers each time");
        Map<String, Search> searches = new LinkedHashMap<>();
        try (RunningServers running = new RunningServers(lab::start, goals.table())) {
            for (String name : servers) {
                running.start(name, server -> {
                    Search search = new Search(name, server);
                    search.begin();
                    searches.put(name, search);
                });
            }
            System.out.println(ServerTurns.header());
            for (int round = 0; anySearches(running, searches); round++) {
                running.each(round, server -> searches.get(server.name()).step());
            }
        }
        Map<String, Capacity> carried = new LinkedHashMap<>();
        searches.forEach((name, search) -> carried.put(name, search.carried()));
        carried.forEach((name, capacity) -> System.out.println(capacity.words(name)));
        goals.judgeCapacity(carried);
        latencyAt(carried, 50);
        latencyAt(carried, 90);
    }

    private static boolean anySearches(RunningServers running, Map<String, Search> searches) {
        return running.names().stream()
                .anyMatch(name -> !searches.get(name).ladder.done());
    }

    private void latencyAt(Map<String, Capacity> carried, int percent) throws InterruptedException {
        goals.table().part("capacity, latency at " + percent + " % of it");
        Map<String, Integer> viewers = new LinkedHashMap<>();
        carried.forEach((name, capacity) -> viewers.put(name, capacity.viewers() * percent / 100));
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
        private boolean loadKeptUp = true;

        Search(String name, Forwarder server) {
            this.name = name;
            this.server = server;
        }

        void begin() throws IOException, InterruptedException {
            viewers.addAll(ForwardingLab.fillFanOut(server, MediaLoad.CALL, firstViewers));
            nextNumber += firstViewers;
            turns.warmUp().run(server);
        }

        /** Of what it carries the end is only known where it was the server that did not keep up. */
        Capacity carried() {
            return new Capacity(bestRate, ladder.best(), !ladder.open() && loadKeptUp);
        }

        /** One window of noise does not end the search: each number of viewers has two tries. */
        void step() throws IOException, InterruptedException {
            if (ladder.done()) {
                return;
            }
            ForwardingWindow window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            if (!Capacity.carries(window)) {
                window = ForwardingWindow.measure(server, viewers.size(), turns.seconds());
            }
            boolean carries = Capacity.carries(window);
            System.out.println(new ServerTurns(List.of(window)).line(name) + "   " + viewers.size() + " viewers"
                    + (carries ? "" : ", too many"));
            if (carries) {
                bestRate = window.deliveredPerSecond();
            } else {
                // Of several that were too many the last is the least.
                loadKeptUp = Capacity.loadKeptUp(window);
            }
            ladder.tried(carries);
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
