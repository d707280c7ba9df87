package org.anychat.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory for each of a thousand viewers of one publisher, beyond the server with its first viewer. */
record SubscriptionMemory(ForwardingLab lab, List<String> servers) {
    private static final int SUBSCRIPTIONS = 1000;
    private static final double GOAL_KIB = 60;
    private static final int KIB_PER_MIB = 1024;
    private static final long SETTLE_SECONDS = 3;
    /** Few packets, so that the memory is that of connections and not of queues. */
    private static final MediaLoad SLOW = new MediaLoad(2, 4, 1188, 0, 2);

    void run() throws IOException, InterruptedException {
        System.out.println("memory for each subscription (a connection with video and audio), " + SUBSCRIPTIONS);
        for (String name : servers) {
            try (Forwarder server = lab.start(name)) {
                ForwardingLab.fillFanOut(server, SLOW, 1);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                server.collectGarbage();
                long beforeKiB = server.costs().rssKiB();
                ForwardingLab.addViewers(server, 2, SUBSCRIPTIONS);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                long grownKiB = server.costs().rssKiB();
                server.collectGarbage();
                long afterKiB = server.costs().rssKiB();
                print(name, beforeKiB, grownKiB, afterKiB);
            }
        }
    }

    private static void print(String name, long beforeKiB, long grownKiB, long afterKiB) {
        double each = (afterKiB - beforeKiB) / (double) SUBSCRIPTIONS;
        System.out.printf(
                "  %-12s %d MiB before, %d MiB after, %.1f KiB each (%d MiB as it grew, before its heap was collected)%n",
                name, beforeKiB / KIB_PER_MIB, afterKiB / KIB_PER_MIB, each, grownKiB / KIB_PER_MIB);
        if (name.equals(ForwardingLab.ANYCHAT)) {
            ForwardingGoals.atMost("KiB for each subscription", each, GOAL_KIB);
        }
    }
}
