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
    private static final int STEP = 50;
    private static final int MAX_VIEWERS = 1500;
    private static final double GOAL_OF_JANUS = 3;

    void run() throws IOException, InterruptedException {
        System.out.println("highest rate on one core at a loss below 0.1 %, one room, video and audio, " + STEP
                + " viewers more each time");
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String name : servers) {
            int viewers = search(name, rates);
            latencyAt(name, viewers / 2);
            latencyAt(name, viewers * 9 / 10);
        }
        if (rates.containsKey(ForwardingLab.ANYCHAT) && rates.containsKey(ForwardingLab.JANUS)) {
            ForwardingGoals.atLeast(
                    "delivered packets/s on one core, times Janus's",
                    rates.get(ForwardingLab.ANYCHAT) / rates.get(ForwardingLab.JANUS),
                    GOAL_OF_JANUS);
        }
    }

    /** One window of noise does not end the search: each number of viewers has two tries. */
    private int search(String name, Map<String, Double> rates) throws IOException, InterruptedException {
        try (Forwarder server = lab.start(name)) {
            int viewers = 2 * STEP;
            ForwardingLab.fillFanOut(server, MediaLoad.CALL, viewers);
            ForwardingWindow.measure(server, viewers, warmUp);
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
                ForwardingLab.addViewers(server, 1 + viewers, STEP);
                viewers += STEP;
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
            ForwardingWindow.measure(server, viewers, warmUp);
            ForwardingWindow window = ForwardingWindow.measure(server, viewers, seconds);
            System.out.println(window.line(name) + "   latency at " + viewers + " viewers");
        }
    }
}
