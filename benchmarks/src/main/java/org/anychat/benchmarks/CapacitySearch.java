package org.anychat.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many viewers of one publisher a core carries at a loss below 0.1 %, and the latency at half and at nine tenths of
 * that. One server at a time, since each is to have the core to itself.
 */
record CapacitySearch(ForwardingLab lab, List<String> servers, double seconds, double warmUp) {
    private static final double MAX_LOSS_PERCENT = 0.1;
    private static final int FIRST_VIEWERS = 150;
    private static final int GROWTH_PERCENT = 20;
    private static final int MAX_VIEWERS = 1500;
    private static final double GOAL_OF_JANUS = 3;

    void run() throws IOException, InterruptedException {
        System.out.println("highest rate on one core at a loss below 0.1 %, one room, video and audio, "
                + GROWTH_PERCENT + " % more viewers each time");
        Map<String, Double> rates = new LinkedHashMap<>();
        Map<String, Integer> most = new LinkedHashMap<>();
        for (String name : servers) {
            most.put(name, search(name, rates));
        }
        if (rates.containsKey(ForwardingLab.ANYCHAT) && rates.containsKey(ForwardingLab.JANUS)) {
            ForwardingGoals.atLeast(
                    "delivered packets/s on one core, times Janus's",
                    rates.get(ForwardingLab.ANYCHAT) / rates.get(ForwardingLab.JANUS),
                    GOAL_OF_JANUS);
        }
        for (String name : servers) {
            latencyAt(name, most.get(name) / 2);
            latencyAt(name, most.get(name) * 9 / 10);
        }
    }

    /** One window of noise does not end the search: each number of viewers has two tries. */
    private int search(String name, Map<String, Double> rates) throws IOException, InterruptedException {
        try (Forwarder server = lab.start(name)) {
            int viewers = FIRST_VIEWERS;
            ForwardingLab.fillFanOut(server, MediaLoad.CALL, viewers);
            ForwardingWindow.warmUp(server, warmUp);
            int best = 0;
            System.out.println(ForwardingWindow.header());
            while (viewers <= MAX_VIEWERS) {
                ForwardingWindow window = ForwardingWindow.measure(server, viewers, seconds);
                if (window.lossPercent() >= MAX_LOSS_PERCENT) {
                    window = ForwardingWindow.measure(server, viewers, seconds);
                }
                System.out.println(window.line(name) + "   " + viewers + " viewers");
                if (window.lossPercent() >= MAX_LOSS_PERCENT) {
                    break;
                }
                best = viewers;
                rates.put(name, window.deliveredPerSecond());
                int more = viewers * GROWTH_PERCENT / 100;
                ForwardingLab.addViewers(server, 1 + viewers, more);
                viewers += more;
            }
            return best;
        }
    }

    private void latencyAt(String name, int viewers) throws IOException, InterruptedException {
        if (viewers == 0) {
            return;
        }
        try (Forwarder server = lab.start(name)) {
            ForwardingLab.fillFanOut(server, MediaLoad.CALL, viewers);
            ForwardingWindow.warmUp(server, warmUp);
            ForwardingWindow window = ForwardingWindow.measure(server, viewers, seconds);
            System.out.println(window.line(name) + "   latency at " + viewers + " viewers");
        }
    }
}
