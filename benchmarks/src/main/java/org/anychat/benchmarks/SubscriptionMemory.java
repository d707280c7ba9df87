package org.anychat.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory for each of many viewers of one publisher, beyond the same server when the same users are in the
 * room and do not watch yet. What a user takes who is only there is told apart: Janus knows all of them by one link.
 *
 * @param settleSeconds before memory is looked at; threads of handshakes end when they have had nothing to do for half a
 *     minute
 */
record SubscriptionMemory(
        ForwardingLab lab, List<String> servers, int subscriptions, long settleSeconds, GoalTable goals) {
    private static final double GOAL_KIB = 60;
    private static final int KIB_PER_MIB = 1024;
    private static final double CHECK_SECONDS = 3;
    private static final double MAX_LOSS_PERCENT = 50;
    /** Few packets, so that the memory is that of connections and not of queues. */
    private static final MediaLoad SLOW = new MediaLoad(2, 4, 1188, 0, 2);

    /** Of the server's process, collected: resident, and live on its heap where it has one. */
    private record Memory(long residentKiB, long heapKiB) {
        static Memory of(Forwarder server, long settleSeconds) throws IOException, InterruptedException {
            TimeUnit.SECONDS.sleep(settleSeconds);
            long heapKiB = server.collectGarbage();
            return new Memory(server.costs().rssKiB(), heapKiB);
        }

        double residentEach(Memory before, int subscriptions) {
            return (residentKiB - before.residentKiB) / (double) subscriptions;
        }

        double heapEach(Memory before, int subscriptions) {
            return (heapKiB - before.heapKiB) / (double) subscriptions;
        }

        /** A heap that had room to spare before does not grow by what comes into it. */
        double each(Memory before, int subscriptions) {
            return Math.max(residentEach(before, subscriptions), heapEach(before, subscriptions));
        }
    }

    void run() throws InterruptedException {
        System.out.println("memory for each subscription (a connection with video and audio), " + subscriptions);
        for (String name : servers) {
            try (RunningServers running = new RunningServers(lab::start, goals)) {
                running.start(name, server -> measure(name, server));
            }
        }
        if (goals.hasFailed(ForwardingLab.ANYCHAT)) {
            goals.unjudged("KiB for each subscription", ForwardingLab.ANYCHAT + " has failed");
        }
    }

    private void measure(String name, Forwarder server) throws IOException, InterruptedException {
        ForwardingLab.fillFanOut(server, SLOW, 1);
        Memory first = Memory.of(server, settleSeconds);
        List<Forwarder.Member> members = ForwardingLab.addMembers(server, 2, subscriptions);
        Memory present = Memory.of(server, settleSeconds);
        ForwardingLab.watch(members);
        long grownKiB = server.costs().rssKiB();
        Memory watching = Memory.of(server, settleSeconds);
        requireMedia(server);
        System.out.printf(
                "  %-12s %d MiB with one viewer, %d MiB with so many present, %d MiB with all watching"
                        + " (%d MiB as it grew, before its heap was collected)%n",
                name,
                first.residentKiB / KIB_PER_MIB,
                present.residentKiB / KIB_PER_MIB,
                watching.residentKiB / KIB_PER_MIB,
                grownKiB / KIB_PER_MIB);
        print("each who is present", present, first);
        print("each subscription", watching, present);
        print("both together", watching, first);
        if (name.equals(ForwardingLab.ANYCHAT)) {
            goals.atMost(
                    "KiB for each subscription, beyond the user's presence",
                    watching.each(present, subscriptions),
                    GOAL_KIB);
            goals.atMost(
                    "KiB for each subscription, presence and link included",
                    watching.each(first, subscriptions),
                    GOAL_KIB);
        }
    }

    /** Viewers who get nothing are no subscriptions. */
    private void requireMedia(Forwarder server) throws IOException, InterruptedException {
        ForwardingWindow window = ForwardingWindow.measure(server, 1 + subscriptions, CHECK_SECONDS);
        if (window.lossPercent() > MAX_LOSS_PERCENT) {
            throw new IOException(String.format("%.1f %% of the packets were lost", window.lossPercent()));
        }
    }

    private void print(String what, Memory after, Memory before) {
        System.out.printf(
                "    %-20s %.1f KiB, %.1f KiB of it live on the heap%n",
                what, after.residentEach(before, subscriptions), after.heapEach(before, subscriptions));
    }
}
